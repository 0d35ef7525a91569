// Bundled into pages: no node modules here.
import { dayOf, shanghaiInstant } from '../calendar/day.ts'
import { base64url, utf8 } from '../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../signing/canonical-json.ts'
import { isObject, openJws, type JsonObject } from '../signing/jws.ts'
import { sha256 } from '../signing/sha256.ts'
import type { VerifyEd25519 } from '../signing/signer.ts'
import type { Status, Verdict } from './reason.ts'
import { maySignOn, type TrustedKeys } from './trusted-key.ts'

export const RECEIPT_TYPE = 'zhengxin-receipt+jws'
export const RECEIPT_VERSION = 1
export const MOST_RECEIPT_ROWS = 10_000
/** Characters: ten thousand rows are some five million. */
const LONGEST = 16_777_216

/** What was found of one certificate, at the moment of the check. */
export interface ReceiptRow {
  /** 128 random bits, base64url: who holds a part of a receipt cannot guess the other rows from their digests. */
  readonly salt: string
  /** As the employer's list numbers it. */
  readonly row: number
  /** As asked; '' when it was asked by code alone. */
  readonly number: string
  readonly name: string
  /** Was an identity number given, and compared? */
  readonly idNumberGiven: boolean
  readonly verdict: Verdict
  readonly status: Status
  readonly since: string | null
  readonly reasons: readonly string[]
  /** The title found; null when nothing was. */
  readonly found: {
    readonly number: string
    readonly name: string
    readonly title: string
    readonly level: string
    readonly series: string
    readonly obtainedOn: string
  } | null
}

/** What is signed: who asked, when, against which checkpoint, and a digest of every row. */
export interface Receipt {
  readonly v: 1
  /** The issuer's address. */
  readonly iss: string
  readonly jti: string
  /** Seconds. */
  readonly iat: number
  readonly office: { readonly name: string; readonly creditCode: string }
  /** The signed note of the ledger's head published last. */
  readonly checkpoint: string | null
  readonly counts: { readonly [word in Verdict]: number }
  readonly digests: readonly string[]
}

/** SHA-256 of a row's RFC 8785 JSON, base64url. */
export const rowDigest = (row: ReceiptRow): string =>
  base64url(sha256(utf8(canonicalJson(row as unknown as JsonValue))))

/** The file an employer keeps, of rows each already JSON. Some may be taken out of it: what stays is still proved. */
export const receiptFile = (receipt: string, rows: readonly string[]): string =>
  `{"v":${RECEIPT_VERSION},"receipt":${JSON.stringify(receipt)},"rows":[${rows.join(',')}]}`

/** Why a receipt is not to be relied on. The codes are a public promise. */
const FAULTS = {
  malformed: ['not-valid', '不是完整的核验回执，可能被截断或改动。'],
  'version-unknown': ['cannot-tell', '回执使用了较新的格式，本程序不认识：请更新程序。'],
  'unknown-key': ['not-valid', '回执的签名密钥不是发证机关的密钥，请勿采信。'],
  'key-window': ['not-valid', '回执的日期不在签名密钥的有效期内，请勿采信。'],
  'key-compromised': ['cannot-tell', '签名密钥已公告失密，单凭这份回执不能确认：请重新核验证书。'],
  signature: ['not-valid', '签名与内容不符：回执被改动过，或不是发证机关出具的。请勿采信。'],
  'other-host': ['not-valid', '回执不是这个发证机关出具的。'],
  'row-altered': ['not-valid', '回执中有的行被改动过，或不属于这份回执。请勿采信。'],
} as const satisfies Readonly<Record<string, readonly [Exclude<Verdict, 'valid'>, string]>>

export type ReceiptFault = keyof typeof FAULTS

export const RECEIPT_FAULTS = Object.keys(FAULTS) as readonly ReceiptFault[]

/** Whether a receipt is genuine. It says what was found then, and nothing of the certificates now. */
export interface ReceiptAnswer {
  readonly verdict: Verdict
  readonly reasons: readonly { readonly code: ReceiptFault; readonly message: string }[]
  readonly receipt: {
    readonly id: string
    readonly issuer: string
    readonly office: Receipt['office']
    /** ISO instant with +08:00. */
    readonly checkedAt: string
    readonly checkpoint: string | null
    readonly counts: Receipt['counts']
    /** How many rows it was made of; `rows` may be some of them. */
    readonly total: number
    readonly rows: readonly ReceiptRow[]
  } | null
}

/** Is this text meant to be a receipt? */
export const isReceipt = (text: string): boolean => /^\s*\{\s*"v"\s*:\s*\d+\s*,\s*"receipt"\s*:/.test(text)

/** Judges the text of a receipt by the issuer's keys. Never throws. */
export function verifyReceipt(
  text: string,
  trust: { readonly keys: TrustedKeys; readonly origins: ReadonlySet<string> },
  verify: VerifyEd25519,
): ReceiptAnswer {
  const file = readFile(text)
  if (typeof file === 'string') return refused(file)
  const envelope = openJws(file.receipt, RECEIPT_TYPE)
  if (typeof envelope === 'string') return refused('malformed')
  const key = trust.keys.get(envelope.kid)
  if (!key) return refused('unknown-key')
  if (!verify(key.publicKey, envelope.signed, envelope.signature)) return refused('signature')
  const receipt = envelope.payload
  if (receipt['v'] !== RECEIPT_VERSION) return refused('version-unknown')
  if (!isSound(receipt)) return refused('malformed')
  if (!trust.origins.has(receipt.iss)) return refused('other-host')
  const made = new Date(receipt.iat * 1000)
  if (key.state === 'compromised') return refused('key-compromised')
  if (!maySignOn(key, dayOf(made))) return refused('key-window')
  const proved = new Set(receipt.digests)
  // A row twice would prove as much as once, and count twice for who reads it.
  if (!file.rows.every((row) => proved.delete(digestOf(row)))) return refused('row-altered')
  const { jti, iss, office, checkpoint, counts, digests } = receipt
  const shown = { id: jti, issuer: iss, office, checkedAt: shanghaiInstant(made), checkpoint, counts }
  return {
    verdict: 'valid',
    reasons: [],
    receipt: { ...shown, total: digests.length, rows: file.rows as unknown as readonly ReceiptRow[] },
  }
}

function refused(code: ReceiptFault): ReceiptAnswer {
  const [verdict, message] = FAULTS[code]
  return { verdict, reasons: [{ code, message }], receipt: null }
}

function readFile(text: string): { receipt: string; rows: readonly JsonObject[] } | ReceiptFault {
  if (text.length > LONGEST) return 'malformed'
  try {
    const file: unknown = JSON.parse(text)
    // Blanks aside one spelling, so that no member stands twice and no two readers see two receipts.
    if (!isObject(file) || JSON.stringify(file) !== withoutBlanks(text)) return 'malformed'
    if (typeof file['v'] === 'number' && file['v'] > RECEIPT_VERSION) return 'version-unknown'
    const { v, receipt, rows, ...more } = file
    const isFile = v === RECEIPT_VERSION && typeof receipt === 'string' && Array.isArray(rows)
    if (!isFile || Object.keys(more).length > 0 || !rows.every(isObject)) return 'malformed'
    return { receipt, rows }
  } catch {
    return 'malformed'
  }
}

const withoutBlanks = (json: string): string => json.replace(/("(?:[^"\\]+|\\.)*")|\s+/g, '$1')

function digestOf(row: JsonObject): string {
  try {
    return base64url(sha256(utf8(canonicalJson(row as JsonValue))))
  } catch {
    return ''
  }
}

// Signed by the issuer's own key: this only tells a receipt from something newer under the same type.
function isSound(payload: JsonObject): payload is JsonObject & Receipt {
  const { iss, jti, iat, office, checkpoint, counts, digests } = payload
  return (
    typeof iss === 'string' &&
    typeof jti === 'string' &&
    typeof iat === 'number' &&
    Number.isSafeInteger(iat) &&
    Math.abs(iat) < 1e11 &&
    isObject(office) &&
    isObject(counts) &&
    (checkpoint === null || typeof checkpoint === 'string') &&
    Array.isArray(digests) &&
    digests.length <= MOST_RECEIPT_ROWS
  )
}

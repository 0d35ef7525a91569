// Bundled into pages: no node modules here.
import { chineseDay, dayFromNumber, dayNumber, dayOf, isDay, type Day } from '../calendar/day.ts'
import { decodeCbor, encodeCbor, type CborMap, type CborValue } from '../signing/cbor.ts'
import { openCose, signCose } from '../signing/cose.ts'
import type { Signer, VerifyEd25519 } from '../signing/signer.ts'
import { fromDigits, toDigits } from './digits.ts'
import type { Verdict } from './reason.ts'
import { maySignOn, signedBy, type TrustedKeys } from './trusted-key.ts'

/** The `typ` of a statement: no certificate is ever taken for one, nor one for a certificate. */
export const STATEMENT_TYPE = 'application/zhengxin-statement+cwt'

const ISSUER = 1
const STATEMENT = -65538
const VERSION = 1
const [CODE, NAME, ID_TAIL, AS_OF, MADE_AT, UNTIL, RECIPIENT, PURPOSE] = [1, 2, 3, 4, 5, 6, 7, 8]
const NONE = 0

/** What a person lets the archive say of them, to one reader for one purpose, of one day. */
export interface Statement {
  /** The address it was made at: `https://<host>`. */
  readonly issuer: string
  /** 128 bits, base64url: the page `/s/<code>`. */
  readonly code: string
  readonly name: string
  /** The last four characters of the identity number; tells namesakes apart. */
  readonly idTail: string
  readonly asOf: Day
  /** Seconds. */
  readonly madeAt: number
  /** Null: no record in its term on that day; else the last day of the term that ends last. */
  readonly recordedUntil: Day | null
  readonly recipient: string
  readonly purpose: string
}

/** What it says of its day, and of no other, in words. */
export const findingSaid = ({ asOf, recordedUntil }: Pick<Statement, 'asOf' | 'recordedUntil'>): string =>
  recordedUntil === null
    ? `截至${chineseDay(asOf)}，没有在记录期内的诚信记录`
    : `截至${chineseDay(asOf)}，有诚信记录，记录期至${chineseDay(recordedUntil)}`

/** Throws RangeError on what `isSound` refuses. */
export function signStatement(signer: Signer, statement: Statement): Uint8Array {
  if (!isSound(statement)) throw new RangeError('not a sound statement')
  return signCose(signer, encodeCbor(claimsOf(statement)), STATEMENT_TYPE)
}

const claimsOf = (said: Statement): CborMap =>
  new Map<number, CborValue>([
    [ISSUER, said.issuer],
    [
      STATEMENT,
      new Map<number, CborValue>([
        [0, VERSION],
        [CODE, said.code],
        [NAME, said.name],
        [ID_TAIL, said.idTail],
        [AS_OF, dayNumber(said.asOf)],
        [MADE_AT, said.madeAt],
        [UNTIL, said.recordedUntil === null ? NONE : dayNumber(said.recordedUntil)],
        [RECIPIENT, said.recipient],
        [PURPOSE, said.purpose],
      ]),
    ],
  ])

/** What stands in its QR code, as a certificate's: the page's address, and what is signed as one decimal number. */
export const statementText = ({ issuer, code }: Statement, signed: Uint8Array): string =>
  `${issuer}/s/${code}#${toDigits(signed)}`

const TEXT = /^(https?:\/\/[A-Za-z0-9.-]+(?::[0-9]{1,5})?)\/s\/([\w-]{21}[AQgw])(?:#([0-9]*))?$/

/** The address of a statement taken apart; null: no such address. `digits` is '' where nothing signed came along. */
export function readStatementText(
  text: string,
): { readonly origin: string; readonly code: string; readonly digits: string } | null {
  const [, origin, code, digits = ''] = TEXT.exec(text.trim()) ?? []
  return origin === undefined || code === undefined ? null : { origin, code, digits }
}

/** Why a statement is not to be relied on. The codes are a public promise. */
const FAULTS = {
  malformed: ['not-valid', '不是完整的诚信声明，可能被截断或改动。'],
  'version-unknown': ['cannot-tell', '声明使用了较新的格式，本程序不认识：请更新程序。'],
  'unknown-key': ['not-valid', '声明的签名密钥不是发证机关的密钥，请勿采信。'],
  'key-window': ['not-valid', '声明的日期不在签名密钥的有效期内，请勿采信。'],
  'key-compromised': ['cannot-tell', '签名密钥已公告失密，单凭这份声明不能确认：请扫码上网查验。'],
  signature: ['not-valid', '签名与内容不符：声明被改动过，或不是本系统出具的。请勿采信。'],
  'other-host': ['not-valid', '声明不是这个发证机关出具的。'],
  'code-only': ['cannot-tell', '只有网址，没有签名内容：请扫完整的二维码，或打开网址查验。'],
  'not-found': ['cannot-tell', '没有查到这份声明：请核对网址，或请本人重新出具。'],
} as const satisfies Readonly<Record<string, readonly [Exclude<Verdict, 'valid'>, string]>>

export type StatementFault = keyof typeof FAULTS

export const STATEMENT_FAULTS = Object.keys(FAULTS) as readonly StatementFault[]

/** Whether a statement is genuine. It says what stood in the archive on its day, and nothing of any other. */
export interface StatementAnswer {
  readonly verdict: Verdict
  readonly reasons: readonly { readonly code: StatementFault; readonly message: string }[]
  readonly statement: Statement | null
}

export function refusedStatement(code: StatementFault): StatementAnswer {
  const [verdict, message] = FAULTS[code]
  return { verdict, reasons: [{ code, message }], statement: null }
}

interface Trust {
  readonly keys: TrustedKeys
  readonly origins: ReadonlySet<string>
}

/** Judges what stands in a statement's code. Never throws. */
export function verifyStatementText(text: string, trust: Trust, verify: VerifyEd25519): StatementAnswer {
  const read = readStatementText(text)
  if (!read) return refusedStatement('malformed')
  if (!trust.origins.has(read.origin)) return refusedStatement('other-host')
  if (read.digits === '') return refusedStatement('code-only')
  const signed = fromDigits(read.digits)
  const answer = signed ? verifyStatement(signed, trust, verify) : refusedStatement('malformed')
  // One address around what another says would lead the reader to another page.
  const leadsElsewhere = answer.statement !== null && answer.statement.code !== read.code
  return leadsElsewhere ? refusedStatement('malformed') : answer
}

/** Judges the signed bytes by the issuer's keys. Never throws. */
export function verifyStatement(bytes: Uint8Array, trust: Trust, verify: VerifyEd25519): StatementAnswer {
  const envelope = openCose(bytes, STATEMENT_TYPE)
  if (typeof envelope === 'string') return refusedStatement('malformed')
  const key = signedBy(envelope, trust.keys, verify)
  if (typeof key === 'string') return refusedStatement(key === 'unknown-key' ? key : 'signature')
  const statement = statementFrom(envelope.payload)
  if (typeof statement === 'string') return refusedStatement(statement)
  if (!trust.origins.has(statement.issuer)) return refusedStatement('other-host')
  if (key.state === 'compromised') return refusedStatement('key-compromised')
  if (!maySignOn(key, statement.asOf)) return refusedStatement('key-window')
  return { verdict: 'valid', reasons: [], statement }
}

/** What signed bytes of our own say; nothing is verified. Null for any others. */
export function statementIn(signed: Uint8Array): Statement | null {
  const envelope = openCose(signed, STATEMENT_TYPE)
  const statement = typeof envelope === 'string' ? null : statementFrom(envelope.payload)
  return typeof statement === 'string' ? null : statement
}

function statementFrom(payload: Uint8Array): Statement | StatementFault {
  try {
    const claims = decodeCbor(payload)
    const inner = claims instanceof Map ? (claims as CborMap).get(STATEMENT) : undefined
    if (!(claims instanceof Map) || !(inner instanceof Map)) return 'malformed'
    const said = inner as CborMap
    const version = said.get(0)
    if (typeof version === 'number' && version > VERSION) return 'version-unknown'
    if (version !== VERSION || claims.size !== 2 || said.size !== 9) return 'malformed'
    const [asOf, until] = [said.get(AS_OF), said.get(UNTIL)]
    if (typeof asOf !== 'number' || typeof until !== 'number') return 'malformed'
    // The casts are checked together by `isSound`.
    const statement: Statement = {
      issuer: (claims as CborMap).get(ISSUER) as string,
      code: said.get(CODE) as string,
      name: said.get(NAME) as string,
      idTail: said.get(ID_TAIL) as string,
      asOf: dayFromNumber(asOf),
      madeAt: said.get(MADE_AT) as number,
      recordedUntil: until === NONE ? null : dayFromNumber(until),
      recipient: said.get(RECIPIENT) as string,
      purpose: said.get(PURPOSE) as string,
    }
    return isSound(statement) ? statement : 'malformed'
  } catch {
    return 'malformed'
  }
}

function isSound(said: Statement): boolean {
  const { issuer, code, name, idTail, asOf, madeAt, recordedUntil, recipient, purpose } = said
  return (
    readStatementText(`${issuer}/s/${code}`) !== null &&
    isText(name, 100) &&
    typeof idTail === 'string' &&
    /^[0-9A-Z]{4}$/.test(idTail) &&
    isDay(asOf) &&
    Number.isSafeInteger(madeAt) &&
    // The day it speaks of is the day it was made on, in China.
    dayOf(new Date(madeAt * 1000)) === asOf &&
    (recordedUntil === null || (isDay(recordedUntil) && recordedUntil >= asOf)) &&
    isText(recipient, 40) &&
    isText(purpose, 40)
  )
}

const isText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value !== '' && Array.from(value).length <= most && !/\p{Cc}/u.test(value)

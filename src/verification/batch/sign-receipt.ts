import { setImmediate as breath } from 'node:timers/promises'
import { shanghaiInstant } from '../../calendar/day.ts'
import type { Verdict } from '../../credentials/reason.ts'
import {
  RECEIPT_TYPE,
  receiptFile,
  rowDigest,
  type Receipt,
  type ReceiptRow,
} from '../../credentials/receipt.ts'
import type { Authority } from '../../identity/authority.ts'
import { latestCheckpoint } from '../../ledger/refuse-if-behind.ts'
import type { Context } from '../../platform/context.ts'
import { base64url } from '../../signing/bytes.ts'
import { signJws, type JsonObject } from '../../signing/jws.ts'
import type { CheckedRow } from './check-batch.ts'

export interface SignedReceipt {
  readonly id: string
  readonly checkedAt: string
  readonly counts: Receipt['counts']
  readonly checkpoint: string | null
  readonly kid: string
  /** The whole file: see credentials/receipt.ts. */
  readonly file: string
}

const AT_ONCE = 500

/** A receipt of what was found, by the key certificates are signed with, under a type of its own. */
export async function signReceipt(
  ctx: Context,
  office: Authority,
  checked: readonly CheckedRow[],
): Promise<SignedReceipt> {
  const salts = ctx.random(16 * checked.length)
  const rows: ReceiptRow[] = []
  const digests: string[] = []
  const texts: string[] = []
  for (const [i, each] of checked.entries()) {
    const row = receiptRow(each, base64url(salts.subarray(16 * i, 16 * i + 16)))
    rows.push(row)
    digests.push(rowDigest(row))
    texts.push(JSON.stringify(row))
    if (i % AT_ONCE === AT_ONCE - 1) await breath()
  }
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length
  const iat = Math.floor(ctx.now().getTime() / 1000)
  const receipt: Receipt = {
    v: 1,
    iss: ctx.config.publicOrigin,
    jti: base64url(ctx.random(16)),
    iat,
    office: { name: office.name, creditCode: office.creditCode },
    checkpoint: (await latestCheckpoint(ctx.database.read))?.note ?? null,
    counts: { valid: count('valid'), 'not-valid': count('not-valid'), 'cannot-tell': count('cannot-tell') },
    digests,
  }
  const signer = ctx.keyring.certificates
  await breath()
  return {
    id: receipt.jti,
    checkedAt: shanghaiInstant(new Date(iat * 1000)),
    counts: receipt.counts,
    checkpoint: receipt.checkpoint,
    kid: signer.kid,
    file: receiptFile(signJws(signer, RECEIPT_TYPE, receipt as unknown as JsonObject), texts),
  }
}

function receiptRow({ asked, answer }: CheckedRow, salt: string): ReceiptRow {
  const { verdict, status, since, reasons, certificate, pastTitle } = answer
  const found = certificate ?? pastTitle
  return {
    salt,
    row: asked.row,
    number: asked.number,
    name: asked.name,
    idNumberGiven: asked.idNumber !== '',
    verdict,
    status,
    since,
    reasons: reasons.map(({ code }) => code),
    found: found && {
      number: found.number ?? '',
      name: found.name,
      title: found.title,
      level: found.level.name,
      series: found.series,
      obtainedOn: found.obtainedOn,
    },
  }
}

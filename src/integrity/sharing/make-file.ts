import { inArray, sql } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { openBatch, waitingRows } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import type { ExchangeKind, FileLine } from './exchange.ts'
import { fileDigest, fileText } from './file-text.ts'
import { filesOf, sharedRecords, type SharedRecord } from './find-copies.ts'
import { noPlatform, nothingToShare } from './refusals.ts'
import { exchangeFiles, exchangeSalts, sealedExchangeFiles, sharedCopies } from './schema.ts'
import { platformOf } from './set-platform.ts'
import { lineFor, wantedOf } from './state.ts'

export interface Made {
  readonly fileId: string
  readonly sequence: number
  readonly lines: number
}

/**
 * Makes the next file for the platform: everything in its term (full), what is new or changed (incremental), or what is to
 * be taken back (withdrawal). What was rejected comes again by itself. Nothing of a person is stored but in their own
 * record: the file is made anew whenever it is handed out. Once sharing was stopped, what is out there is still taken
 * back. Refuses `integrity/no-platform`, `/nothing-to-share`,
 * `identity/not-allowed`, `people/erased`.
 */
export async function makeFile(
  ctx: Context,
  { officeId, kind }: { readonly officeId: string; readonly kind: ExchangeKind },
): Promise<Made> {
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.share', officeId)
    // One file at a time: each names the one before.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`exchange/${officeId}`}, 4))`)
    const platform = await platformOf(tx, officeId)
    if (platform === null || (!platform.isOpen && kind !== 'withdrawal')) throw noPlatform()
    const files = await filesOf(tx, officeId)
    const lines = linesOf(kind, await sharedRecords(ctx, tx, officeId, files))
    if (lines.length === 0 && kind !== 'full') throw nothingToShare()
    await nameCopies(ctx, tx, lines)

    const last = files.at(-1)?.row
    const file = {
      id: base64url(ctx.random(16)),
      officeId,
      sequence: (last?.sequence ?? 0) + 1,
      kind,
      platformId: platform.id,
      madeOn: ctx.today(),
      madeBy: ctx.actor.name,
      lines,
      previous: last?.digest ?? null,
    }
    const salt = ctx.random(32)
    const digest = fileDigest(await fileText(ctx, tx, file, salt))
    const batch = await openBatch(ctx, tx)
    const { rows } = sealRows(sealedExchangeFiles, batch, [{ ...file, digest }], ctx.random(32))
    await tx.insert(exchangeFiles).values([...rows])
    await tx.insert(exchangeSalts).values({ fileId: file.id, salt })
    await recordAct(ctx, tx, {
      act: 'integrity.share',
      officeId,
      about: file.id,
      facts: { kind, lines: lines.length, ...promised(batch, waitingRows(sealedExchangeFiles, rows)) },
    })
    return { fileId: file.id, sequence: file.sequence, lines: lines.length }
  })
}

/** What a file of this kind would say now. */
export function linesOf(kind: ExchangeKind, records: readonly SharedRecord[]): readonly FileLine[] {
  return records.flatMap((record): readonly FileLine[] => {
    const { recordId, newestAct, copy } = record
    const wanted = wantedOf(record, newestAct)
    if (kind === 'full') return 'termId' in wanted ? [{ act: 'put', recordId, termId: wanted.termId }] : []
    const line = lineFor(recordId, wanted, copy)
    return line?.act === (kind === 'incremental' ? 'put' : 'withdraw') ? [line] : []
  })
}

/** A name of its own for each copy: the platform never learns ours. */
async function nameCopies(ctx: Context, tx: Transaction, lines: readonly FileLine[]): Promise<void> {
  const ids = lines.map(({ recordId }) => recordId)
  const known = await tx
    .select({ recordId: sharedCopies.recordId })
    .from(sharedCopies)
    .where(inArray(sharedCopies.recordId, ids))
  const named = new Set(known.map(({ recordId }) => recordId))
  const fresh = ids.filter((recordId) => !named.has(recordId))
  if (fresh.length === 0) return
  await tx
    .insert(sharedCopies)
    .values(fresh.map((recordId) => ({ recordId, shareId: base64url(ctx.random(16)) })))
}

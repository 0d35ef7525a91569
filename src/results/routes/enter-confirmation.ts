import { and, desc, eq } from 'drizzle-orm'
import { holdCycle } from '../../cycles/require-step.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protectText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { resultLists, resultRows } from '../lists/schema.ts'
import { readOriginal, seriesOf, type OriginalTitle } from './original-title.ts'
import { badOriginal, rowNotFound } from './refusals.ts'
import { sealedTitleConfirmations, titleConfirmations } from './schema.ts'

/**
 * Enters the title that somebody on a cycle's list already has, as their original certificate states it; entered
 * again, the newer version holds and its issuer is asked anew. Refuses `results/row-not-found`, `results/bad-original`,
 * `people/erased`.
 */
export async function enterConfirmation(
  ctx: Context,
  input: {
    readonly cycleId: string
    /** A row of one of its lists. */
    readonly rowId: string
    readonly original: Readonly<Record<keyof OriginalTitle, string>>
    /** SHA-256 of the certificate's scan, 32 bytes. */
    readonly fileDigest?: Uint8Array | null
  },
): Promise<{ readonly confirmationId: string; readonly version: number }> {
  const original = readOriginal(input.original, ctx.today())
  if ('reason' in original) throw badOriginal(original.reason)
  return ctx.database.transaction(async (tx) => {
    const row = await rowOfCycle(tx, input)
    await authorise(ctx, tx, 'lists.import', row.officeId, rowNotFound(input.rowId))
    const { personId } = row
    await holdCycle(tx, row.cycleId)
    const series = seriesOf(original.series)
    const [before] = await tx
      .select({ version: titleConfirmations.version })
      .from(titleConfirmations)
      .where(
        and(
          eq(titleConfirmations.cycleId, row.cycleId),
          eq(titleConfirmations.personId, personId),
          eq(titleConfirmations.series, series),
        ),
      )
      .orderBy(desc(titleConfirmations.version))
      .limit(1)
    const version = (before?.version ?? 0) + 1
    const key = (await personKeys(ctx, tx, [personId])).get(personId)
    if (!key) throw rowNotFound(input.rowId)
    const id = base64url(ctx.random(16))
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedTitleConfirmations,
      record,
      [
        {
          id,
          cycleId: row.cycleId,
          personId,
          series,
          version,
          original: protectText(
            key,
            { column: 'title_confirmations.original', row: id },
            JSON.stringify(original),
            ctx.random(NONCE_LENGTH),
          ),
          obtainedOn: original.obtainedOn,
          fileDigest: input.fileDigest ?? null,
          enteredOn: ctx.today(),
          enteredBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(titleConfirmations).values([...rows])
    await recordAct(ctx, tx, {
      act: 'lists.import',
      officeId: row.officeId,
      about: id,
      subjects: [personId],
      facts: { confirmation: version },
    })
    await appendEntries(tx, [
      {
        type: 'confirmation.entered',
        record,
        day: ctx.today(),
        seals: { title_confirmations: sealRoot },
        facts: { cycle: row.cycleId },
      },
    ])
    return { confirmationId: id, version }
  })
}

async function rowOfCycle(
  tx: Transaction,
  { cycleId, rowId }: { readonly cycleId: string; readonly rowId: string },
) {
  const [row] = await tx
    .select({ personId: resultRows.personId, officeId: resultLists.officeId })
    .from(resultRows)
    .innerJoin(resultLists, eq(resultLists.id, resultRows.listId))
    .where(and(eq(resultRows.id, rowId), eq(resultLists.cycleId, cycleId)))
  if (!row) throw rowNotFound(rowId)
  return { ...row, cycleId }
}

import { and, eq, sql } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protectText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import { recordAct } from '../../trail/record-act.ts'
import { wholeBatch } from '../batch/whole-batch.ts'
import { requireInProof } from '../reconcile/require-in-proof.ts'
import { cellsToMend, rowToMend } from './find-mending.ts'
import { isMendingOf, type MendedField } from './mended-field.ts'
import { badMending, mendByCorrection, nothingToMend, rowNotFound } from './refusals.ts'
import { collectionMendings, sealedCollectionMendings } from './schema.ts'

/**
 * Says which character was meant where an old system had one of its own: the cell as it should read, nothing else of it
 * changed; the row itself stays as it was reported. Refuses `collection/row-not-found`, `/nothing-to-mend`,
 * `/bad-mending`, `/mend-by-correction`, `identity/not-allowed`.
 */
export async function mendCell(
  ctx: Context,
  input: {
    /** The batch it must be in, when the caller names one. */
    readonly batchId?: string
    readonly rowId: string
    readonly field: MendedField
    readonly text: string
    /** Where it was looked up, 2 to 200 characters. */
    readonly ground: string
  },
): Promise<void> {
  const [text, ground] = [input.text.trim(), input.ground.trim()]
  if (!/^[^\p{C}]{2,200}$/u.test(ground)) throw badMending('请写明核对的依据，2 到 200 个字')
  try {
    await ctx.database.transaction(async (tx) => {
      const { row, key, batchId } = await rowToMend(ctx, tx, input.rowId)
      if (input.batchId !== undefined && input.batchId !== batchId) throw rowNotFound()
      const batch = await wholeBatch(tx, batchId)
      await authorise(ctx, tx, 'collection.enter', batch.officeId, rowNotFound())
      if (batch.state !== 'in-proof') throw mendByCorrection()
      await requireInProof(tx, batch)
      const [cell] = cellsToMend(row).filter(({ field }) => field === input.field)
      if (!cell) throw nothingToMend()
      if (!isMendingOf(cell.text, text))
        throw badMending('只能改造字区的字，其余照原样；改后不得再有造字区的字')
      const id = base64url(ctx.random(16))
      const record = entryRecord(ctx.random(16))
      const kept = (column: 'mended' | 'ground', said: string) =>
        protectText(key, { column: `collection_mendings.${column}`, row: id }, said, ctx.random(NONCE_LENGTH))
      const { rows, sealRoot } = sealRows(
        sealedCollectionMendings,
        record,
        [
          {
            id,
            batchId,
            rowId: input.rowId,
            field: input.field,
            position: (await lastPosition(tx, input)) + 1,
            personId: key.personId,
            mended: kept('mended', input.field === 'document' ? foldDocumentNumber(text) : text),
            ground: kept('ground', ground),
            mendedOn: ctx.today(),
            mendedBy: ctx.actor.name,
          },
        ],
        ctx.random(32),
      )
      await tx.insert(collectionMendings).values([...rows])
      await recordAct(ctx, tx, {
        act: 'collection.enter',
        officeId: batch.officeId,
        about: batchId,
        subjects: [key.personId],
        facts: { mended: input.field },
      })
      await appendEntries(tx, [
        { type: 'collection.mended', record, day: ctx.today(), seals: { collection_mendings: sealRoot } },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_mendings_position') throw nothingToMend()
    throw error
  }
}

async function lastPosition(
  tx: Transaction,
  { rowId, field }: { readonly rowId: string; readonly field: MendedField },
): Promise<number> {
  const [last] = await tx
    .select({ position: sql<number>`max(${collectionMendings.position})::int` })
    .from(collectionMendings)
    .where(and(eq(collectionMendings.rowId, rowId), eq(collectionMendings.field, field)))
  return last?.position ?? 0
}

import { authorise } from '../../identity/authorise.ts'
import { areInOneLine, authorityById } from '../../identity/find-authority.ts'
import { distinctTitles } from '../../identity/power.ts'
import { requirePower } from '../../identity/require-power.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { markStep } from '../../cycles/mark-step.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { powered } from '../../titles/powered.ts'
import { recordAct } from '../../trail/record-act.ts'
import { officesOfList } from '../lists/find-list.ts'
import { listNotFound } from '../lists/refusals.ts'
import { heldRows } from '../objections/held-rows.ts'
import { refuseOtherOffice } from './office-by-rule.ts'
import { confirmedMeanwhile, nobodyToName, reviewedElsewhere } from './refusals.ts'
import { requireReady } from './require-ready.ts'
import { rowsToConfirm, type RowToConfirm } from './rows-to-confirm.ts'
import {
  confirmedRows,
  resultConfirmations,
  sealedConfirmedRows,
  sealedResultConfirmations,
} from './schema.ts'
import { refuseSealer } from './sealers.ts'

/**
 * The sealer's confirmation of a result (评审结果确认意见): of everybody whom nothing holds and, where the policy puts
 * the document first, whom a document names. `officeId`: whose seal it is; left out, the office that issues the
 * certificates. Refuses `results/reviewed-elsewhere`, `/nobody-to-name`, `/sealed-itself`, `/not-the-office`, and as `requireReady` and
 * `requirePower`.
 */
export async function confirmResults(
  ctx: Context,
  input: { readonly listId: string; readonly officeId?: string | undefined },
): Promise<{ readonly confirmationId: string; readonly people: number; readonly held: number }> {
  try {
    return await ctx.database.transaction(async (tx) => {
      const { listId } = input
      const { authorityId } = await officesOfList(tx, listId)
      const officeId = input.officeId ?? authorityId
      await authorise(ctx, tx, 'lists.confirm', officeId, listNotFound(listId))
      // Whoever has the power elsewhere has nothing to do with this list.
      if (!(await areInOneLine(tx, officeId, authorityId))) throw listNotFound(listId)
      const { review, confirmation } = await requireReady(ctx, tx, listId, 'result-confirmation')
      if (review === null) throw reviewedElsewhere()
      await refuseSealer(ctx, tx, listId, '确认结果')
      const held = await heldRows(tx, listId)
      const open = await rowsToConfirm(tx, listId)
      const free = open.filter(({ id }) => !held.has(id))
      const rows = free.filter(({ documentId }) => confirmation !== 'after' || documentId !== null)
      if (rows.length === 0) throw nobodyToName(open.length - free.length, 0)
      const titles = rows.map((row) => ({ ...row, obtainedOn: row.obtainedOn ?? ctx.today() }))
      await requirePower(tx, officeId, 'confirm', ...distinctTitles(titles.map(powered)))

      const office = await authorityById(tx, officeId)
      const levels = rows.map(({ level }) => level)
      await refuseOtherOffice(tx, review.cycle, levels, office, 'resultConfirmer')

      const stored = await storeConfirmation(ctx, tx, { listId, officeId }, rows)
      const events = await eventsOf(tx, review.cycle.id)
      const isFirst = !events.some(({ step }) => step === 'result-confirmation')
      const event = {
        cycleId: review.cycle.id,
        step: 'result-confirmation',
        day: ctx.today(),
        about: listId,
      } as const
      const marked = isFirst ? { cycle_events: await markStep(ctx, tx, stored.record, event) } : {}
      const { creditCode } = office
      await recordAct(ctx, tx, {
        act: 'lists.confirm',
        officeId,
        about: listId,
        subjects: rows.map(({ personId }) => personId),
        facts: { people: rows.length },
      })
      await appendEntries(tx, [
        {
          type: 'result.confirmed',
          record: stored.record,
          day: ctx.today(),
          seals: { ...stored.seals, ...marked },
          facts: { office: creditCode, persons: rows.length },
        },
      ])
      return { confirmationId: stored.id, people: rows.length, held: open.length - free.length }
    })
  } catch (error) {
    if (uniqueViolation(error) === 'confirmed_rows_once') throw confirmedMeanwhile()
    throw error
  }
}

async function storeConfirmation(
  ctx: Context,
  tx: Transaction,
  { listId, officeId }: { readonly listId: string; readonly officeId: string },
  rows: readonly RowToConfirm[],
) {
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  const confirmation = sealRows(
    sealedResultConfirmations,
    record,
    [
      {
        id,
        listId,
        officeId,
        rowCount: rows.length,
        confirmedOn: ctx.today(),
        confirmedBy: ctx.actor.name,
        confirmedPersonId: ctx.actor.personId,
      },
    ],
    ctx.random(32),
  )
  const named = sealRows(
    sealedConfirmedRows,
    record,
    rows.map((row) => ({ id: base64url(ctx.random(16)), confirmationId: id, rowId: row.id })),
    ctx.random(32 * rows.length),
  )
  await tx.insert(resultConfirmations).values([...confirmation.rows])
  await copyIn(tx, confirmedRows, named.rows)
  return {
    id,
    record,
    seals: { result_confirmations: confirmation.sealRoot, confirmed_rows: named.sealRoot },
  }
}

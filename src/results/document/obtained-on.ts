import type { Day } from '../../calendar/day.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { sourceOf } from '../../cycles/source.ts'
import type { Transaction } from '../../platform/database.ts'
import { publicationOfList } from '../publicity/find-publication.ts'
import { confirmedDays } from './confirmed-days.ts'
import type { ConferredRow } from './record-document.ts'
import { obtainedOnDiffers, obtainedOnUnknown } from './refusals.ts'
import type { ReadyResult } from './require-ready.ts'
import type { RowToConfer } from './rows-to-confer.ts'

/**
 * Step: each row with the day its title counts from: the day the policy's rule gives, else as the list states it; a
 * confirmed title keeps its original day. Refuses `results/obtained-on-unknown` where neither says, and
 * `results/obtained-on-differs` where the list states another day than the rule gives.
 */
export async function withObtainedOn(
  tx: Transaction,
  { list, review }: ReadyResult,
  rows: readonly RowToConfer[],
  issuedOn: Day,
): Promise<readonly ConferredRow[]> {
  const rule = review?.policy.obtainedOn
  const source = rule ? sourceOf(rule) : null
  const ruledOf =
    rule === undefined || rule.kind === 'unspecified' || review === null
      ? () => null
      : await daysBy(tx, list.id, review.cycle.id, rule.value, issuedOn)
  const days = rows.map((row) =>
    row.route === 'confirmation' ? row.obtainedOn : (ruledOf(row) ?? row.obtainedOn),
  )
  const unknown = rows.filter((_, i) => (days[i] ?? null) === null).length
  if (unknown > 0) throw obtainedOnUnknown(unknown, rule?.kind === 'unspecified' ? rule.question.zh : null)
  const differing = rows.filter((row, i) => row.obtainedOn !== null && row.obtainedOn !== days[i])
  const ruled = differing[0] === undefined ? null : ruledOf(differing[0])
  if (ruled !== null)
    throw obtainedOnDiffers(
      ruled,
      differing.map(({ position }) => position),
      source,
    )
  return rows.map((row, i) => ({ ...row, obtainedOn: days[i] ?? issuedOn }))
}

/** The day the rule gives each row; the confirmation's is each row's own, and null until it was confirmed. */
async function daysBy(
  tx: Transaction,
  listId: string,
  cycleId: string,
  rule: 'meeting' | 'publicity-closed' | 'confirmation' | 'document',
  issuedOn: Day,
): Promise<(row: RowToConfer) => Day | null> {
  if (rule === 'confirmation') {
    const confirmed = await confirmedDays(tx, listId)
    return ({ id }) => confirmed.get(id) ?? null
  }
  const day = await dayOfAll(tx, listId, cycleId, rule, issuedOn)
  return () => day
}

async function dayOfAll(
  tx: Transaction,
  listId: string,
  cycleId: string,
  rule: 'meeting' | 'publicity-closed' | 'document',
  issuedOn: Day,
): Promise<Day | null> {
  if (rule === 'document') return issuedOn
  if (rule === 'publicity-closed') return (await publicationOfList(tx, listId, 'result'))?.closesOn ?? null
  return (await eventsOf(tx, cycleId)).find(({ step }) => step === 'meeting')?.day ?? null
}

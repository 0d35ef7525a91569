import { inArray } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Transaction } from '../../platform/database.ts'
import { termInForce, versionsOf } from '../records/find-record.ts'
import { misconductVersions } from '../records/schema.ts'
import { recordState } from '../records/state.ts'
import { holding } from './find-holds.ts'
import { recordRuns } from './refusals.ts'

/**
 * Step: nobody is forgotten while a record of theirs is in its term or waits for approval, or while it is held: erasing the
 * person would end the bar. Refuses `integrity/record-runs`.
 */
export async function refuseWhileRecorded(tx: Transaction, personId: string, today: Day): Promise<void> {
  // Under whichever number: forgotten by one, they would come back by it as a stranger.
  const same = (await samePersons(tx, [personId])).get(personId) ?? [personId]
  const rows = await tx
    .selectDistinct({ recordId: misconductVersions.recordId })
    .from(misconductVersions)
    .where(inArray(misconductVersions.personId, [...same]))
  for (const { recordId } of rows) {
    const [newest] = await versionsOf(tx, recordId)
    const term = await termInForce(tx, recordId)
    const runs = ['in-term', 'to-come'].includes(recordState({ term }, today))
    const waits = term?.versionId !== newest.id
    if (runs || waits || (await holding(tx, recordId)).length > 0) throw recordRuns()
  }
}

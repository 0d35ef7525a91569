import { and, asc, eq } from 'drizzle-orm'
import type { SnapshotRow } from '../../approvals/differences.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { resultRows } from '../lists/schema.ts'
import { groundPlace } from './decide-assessment.ts'
import { assessmentDecisions } from './schema.ts'

/** Step: everybody a list's decisions do not recognise, as whoever approves it is to see them, with why. */
export async function refusedOf(
  ctx: Context,
  tx: Transaction,
  listId: string,
): Promise<readonly SnapshotRow[]> {
  const found = await tx
    .select({ decision: assessmentDecisions, row: resultRows })
    .from(assessmentDecisions)
    .innerJoin(resultRows, eq(resultRows.id, assessmentDecisions.rowId))
    .where(and(eq(assessmentDecisions.listId, listId), eq(assessmentDecisions.granted, false)))
    .orderBy(asc(resultRows.position))
  const keys = await remainingKeys(
    ctx,
    tx,
    found.map(({ row }) => row.personId),
  )
  return found.map(({ decision, row }) => {
    const key = keys.get(row.personId)
    const told = { key: `refused|${row.personId}|${row.position}` }
    if (!key) return { ...told, label: ERASED, fields: {} }
    return {
      ...told,
      label: revealText(key, { column: 'result_rows.name', row: row.id }, row.name),
      fields: {
        办理: '不予认定',
        理由: decision.ground === null ? '' : revealText(key, groundPlace(decision.id), decision.ground),
        工作单位: row.employer,
        资格名称: row.title,
      },
      personId: row.personId,
    }
  })
}

import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { openSpreadsheet } from '../../spreadsheets/open-spreadsheet.ts'
import { judgeApprovedList, judgeCycleList, type ListRow } from './approved-list.ts'
import { APPROVED_LIST } from './approved-columns.ts'
import { headersOf } from './headers/headers-of.ts'
import type { ListTarget } from './list-target.ts'
import { listHasDefects } from './refusals.ts'

/** A spreadsheet after its cells were judged; whose rows they are is not asked yet. */
export interface JudgedUpload {
  readonly rows: readonly ListRow[]
  readonly defects: readonly Defect[]
  readonly refusals: number
  readonly warnings: number
  /** As ListVerdict. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** Judges a file as the list it is meant to be. Refuses only what is no spreadsheet, or no such list. */
export async function judgeUpload(
  ctx: Context,
  handle: Handle,
  target: ListTarget,
  bytes: Uint8Array,
): Promise<JudgedUpload> {
  const headers = await headersOf(handle, target.office.id, APPROVED_LIST)
  const setting = { today: ctx.today(), headers, keepRows: true }
  const spreadsheet = openSpreadsheet(bytes)
  if (target.cycle === null) return judgeApprovedList(spreadsheet, setting)
  const { cycle, stage } = target
  return judgeCycleList(spreadsheet, { stage, cycle }, setting)
}

/** The same; refuses `results/list-has-defects` with every defect in its facts. */
export async function judgeSound(
  ctx: Context,
  handle: Handle,
  target: ListTarget,
  bytes: Uint8Array,
): Promise<JudgedUpload> {
  const judged = await judgeUpload(ctx, handle, target, bytes)
  refuseDefects(judged)
  return judged
}

/** Refuses `results/list-has-defects` when one of them keeps the file out. */
export function refuseDefects(judged: Pick<JudgedUpload, 'defects' | 'refusals' | 'warnings'>): void {
  if (judged.refusals > 0) throw listHasDefects(judged.defects, judged)
}

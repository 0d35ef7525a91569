import type { Defect } from '../ledger/defect.ts'

/** What is wrong with one record. */
export type RecordFault = 'missing' | 'altered' | 'out-of-order'

const FAULTS: Readonly<Record<RecordFault, string>> = {
  missing: '不见了：应当有这一条，而数据库中没有',
  altered: '（或其所涉人员）被改动过，或不是系统写入的',
  'out-of-order': '与前一条接不上：有记录被调换、移动，或在此之前被插入、删除',
}

export const recordDefect = (position: bigint, fault: RecordFault): Defect => ({
  where: { table: 'trail_records', row: String(position) },
  code: `trail/record-${fault}`,
  message: `操作记录第 ${position} 条${FAULTS[fault]}。`,
})

export const strayRecord = (table: string, position: bigint): Defect => ({
  where: { table, row: String(position) },
  code: 'trail/record-stray',
  message: `表 ${table} 的第 ${position} 条不属于操作记录，是另行添加的。`,
})

export const headMoved = (): Defect => ({
  where: { table: 'trail_head', row: '1' },
  code: 'trail/head',
  message: '操作记录的首行（trail_head）不是系统写下的，或与最后一条记录不符：末尾有记录被添加、删除。',
})

export const trailRolledBack = (index: bigint, anchored: bigint, size: bigint): Defect => ({
  where: { index: Number(index), table: 'trail_records', row: String(size) },
  code: 'trail/rolled-back',
  message: `存证链第 ${index} 条为 ${anchored} 条操作记录作过锚定，而数据库中只有 ${size} 条：末尾的记录被删除，或恢复了旧备份。`,
})

export const trailRewritten = (index: bigint, position: bigint): Defect => ({
  where: { index: Number(index), table: 'trail_records', row: String(position) },
  code: 'trail/rewritten',
  message: `操作记录到第 ${position} 条为止，与存证链第 ${index} 条所锚定的不一致：锚定之后历史被改写过。`,
})

export const promisedRowGone = (table: string, row: string): Defect => ({
  where: { table, row },
  code: 'trail/waiting-row-missing',
  message: `表 ${table} 中编号为 ${row} 的数据不见了：操作记录写明它当天已写入，正等待当日的存证条目。`,
})

import { z } from 'zod'
import { LEVEL_GROUPS } from '../../policy/level-group.ts'
import { CELL_STATES } from '../acceptance/cell-state.ts'

// What the staff API takes and gives about collections.

export const id = z.string().min(1).max(64)
const day = z.iso.date()
export const count = z.int().min(0)
const year = z.int().min(1900).max(2199)
export const level = z.enum(LEVEL_GROUPS)
export const route = z.enum(['review', 'assessment', 'confirmation'])
export const kind = z.enum(['past', 'current']).describe('past：历年；current：当年文件与证书核对')
export const part = z
  .strictObject({
    levels: z.array(level).min(1).max(3),
    routes: z.array(route).min(1).max(3),
    fromYear: year,
    throughYear: year.describe('含'),
  })
  .describe('年份、级别、取得途径')

export const programmeParams = z.strictObject({ programmeId: id.describe('归集任务编号') })
export const officeParams = z.strictObject({
  programmeId: id.describe('归集任务编号'),
  officeId: id.describe('承担任务的机构'),
})
export const returnParams = z.strictObject({ returnId: id.describe('零报告、核对报告编号') })
export const batchParams = z.strictObject({ batchId: id.describe('批次编号') })

export const programmeShape = z.strictObject({
  programmeId: z.string(),
  name: z.string(),
  kind,
  place: z.string(),
  officeId: z.string().describe('布置并验收的机构'),
  openedOn: day,
  notice: z.string(),
  clause: z.string(),
})

const figures = {
  cells: count.describe('应报的格数：年份 × 级别 × 取得途径'),
  done: count.describe('已验收，含零报告'),
  zero: count,
  inProof: count.describe('核对中'),
  late: count.describe('逾期未报'),
  tardy: count.describe('逾期后验收'),
  records: count.describe('已验收的职称条数'),
  waiting: count.describe('批次中待验收的行数'),
}

export const boardShape = z.strictObject({
  all: z.strictObject(figures),
  offices: z.array(z.strictObject({ officeId: z.string(), office: z.string(), ...figures })),
  trend: z.array(z.strictObject({ month: z.string(), done: count })),
})

export const officeShape = z.strictObject({
  isAssigned: z.boolean(),
  cells: z.array(
    z.strictObject({
      year,
      level,
      route,
      state: z.enum(CELL_STATES),
      dueOn: day.nullable().describe('通知没有写明日期的为 null'),
      records: count,
      inProof: count,
      acceptedOn: day.nullable(),
    }),
  ),
  reported: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['batch', 'zero', 'current']),
      name: z.string(),
      rows: count,
      reportedOn: day,
      progress: z.enum([
        'not-submitted',
        'waiting',
        'returned',
        'approved',
        'void',
        'accepted',
        'replaced',
        'withdrawn',
      ]),
      requestId: z.string().nullable(),
      acceptedOn: day.nullable(),
    }),
  ),
})

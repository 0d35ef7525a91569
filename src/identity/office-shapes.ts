import { z } from 'zod'
import { AUTHORITY_KINDS } from './authority.ts'
import { POWER_LEVELS, POWERS, type Power } from './power.ts'
import { ALL_ROLES } from './role.ts'

// What the staff API takes and gives about offices, powers and roles.

export const id = z.string().min(1).max(64)
const day = z.iso.date()
const kind = z.enum(AUTHORITY_KINDS)
export const role = z.enum(ALL_ROLES).describe('岗位，见岗位表')
const power = z.enum(Object.keys(POWERS) as [Power, ...Power[]])
const level = z.enum(Object.keys(POWER_LEVELS)).describe('级别代码，GB/T 12407')
const year = z.int().min(1949).max(2999)
export const ground = z.string().min(2).max(80).describe('依据的文件或通知条款')

export const page = z.strictObject({
  after: id.optional().describe('上一页的 next'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几项'),
})
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })

export const officeShape = z.strictObject({
  id,
  parentId: id.nullable(),
  kind,
  name: z.string(),
  creditCode: z.string().length(18).describe('统一社会信用代码'),
  place: z.string().length(6).describe('行政区划代码'),
  documentWord: z.string().nullable().describe('机关代字'),
  numberPrefix: z.string().nullable().describe('证书编号前缀'),
  sealName: z.string().nullable().describe('印章上的名称；没有印章为 null'),
  state: z.enum(['open', 'closed']),
})
export const newOffice = z.strictObject({
  parentId: id,
  kind,
  name: z.string().min(1).max(80),
  creditCode: z.string().min(18).max(40),
  place: z.string().length(6),
  documentWord: z.string().max(24).nullable().default(null),
  numberPrefix: z.string().max(8).nullable().default(null),
  sealName: z.string().max(80).nullable().optional(),
})
export const officeChange = z.strictObject({
  name: z.string().min(1).max(80).optional(),
  parentId: id.optional(),
  documentWord: z.string().max(24).nullable().optional(),
  sealName: z.string().max(80).nullable().optional(),
  close: z.boolean().optional().describe('true：撤销这个机构，不能恢复'),
  ground,
})
export const powerFacts = {
  power,
  levels: z.array(level).min(1).max(7),
  series: z.array(z.string().min(2).max(30)).min(1).max(60).nullable().describe('系列名称；null 为全部系列'),
  fromYear: year,
  throughYear: year.nullable().describe('止于（含）；null 为不限'),
  ground,
}
export const powerShape = z.strictObject({ id, ...powerFacts, decidedOn: day })
export const grantShape = z.strictObject({
  id,
  grantee: id.describe('账号或接口系统的编号'),
  role,
  since: day,
  by: z.string().describe('授予者的账号，不是姓名'),
})
export const roleShape = z.strictObject({
  role,
  zh: z.string(),
  purpose: z.string(),
  acts: z.array(z.strictObject({ act: z.string(), zh: z.string() })),
  reach: z.enum(['own', 'below']),
  secondFactor: z.boolean(),
  heldAt: z.array(kind),
})

export const officeParams = z.strictObject({ officeId: id })
export const powerParams = z.strictObject({ powerId: id })
export const grantParams = z.strictObject({ officeId: id, grantee: id, role })

import { z } from 'zod'
import { LEVEL_CODES } from '../titles/level.ts'
import { CYCLE_ROUTES } from './cycle.ts'
import { OWN_STEPS, isBureaus } from './step-facts.ts'

export const day = z.iso.date().describe('日期，如 2023-12-20')
const id = z.string().min(1).max(64)
const creditCode = z.string().length(18)
const ground = z.string().min(2).max(500)

export const committeeParams = z.strictObject({ committeeId: id.describe('评委会编号') })
export const cycleParams = z.strictObject({ cycleId: id.describe('年度评审编号') })

const [firstOwn = 'notice', ...otherOwn] = OWN_STEPS.filter((step) => !isBureaus(step))
export const stepParams = cycleParams.extend({ step: z.enum([firstOwn, ...otherOwn]).describe('环节') })
export const bureauStepParams = cycleParams.extend({
  step: z.enum(['bureau-recheck', 'bureau-audit']).describe('环节'),
})

export const cyclePage = z.strictObject({
  after: id.optional().describe('上一页最后一项的编号'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几项'),
})

const levels = z
  .array(z.enum(LEVEL_CODES as [string, ...string[]]))
  .min(1)
  .describe('级别代码（GB/T 12407）')
const series = z
  .array(z.string().min(1).max(60))
  .min(1)
  .max(50)
  .nullable()
  .describe('系列名称；null 为全部系列')

export const newCommittee = z.strictObject({
  name: z.string().min(1).max(100),
  office: creditCode.describe('评委会组建单位的统一社会信用代码'),
  filingAuthority: creditCode.describe('核准备案部门的统一社会信用代码'),
  series,
  levels,
  size: z.int().min(3).max(99).describe('评委会人数，单数'),
  validFrom: day,
  validThrough: day,
  replaces: id.nullable().optional().describe('换届前的评委会编号'),
})

export const ruling = z.strictObject({ granted: z.boolean().describe('是否核准'), ground })

const place = z.string().min(1).max(60).describe('所依据的通知，如 kunming-2023')
const year = z.int().min(2000).max(2100)

export const newReview = z.strictObject({
  place,
  year,
  meetingOn: day.nullable().optional().describe('计划评审日期'),
})

export const newCycle = z.strictObject({
  route: z.enum(['assessment', 'confirmation']).describe('考核认定或资格确认'),
  office: creditCode.describe('报送机构的统一社会信用代码'),
  filingAuthority: creditCode.describe('决定的人社部门的统一社会信用代码'),
  series,
  levels,
  place,
  year,
})

export const plan = z.strictObject({ meetingOn: day, ground })

export const stepBody = z.strictObject({
  day,
  facts: z.record(z.string(), z.unknown()).describe('该环节的登记项目'),
  evidence: z
    .array(z.strictObject({ kind: z.string().min(1).max(50), digest: z.string().length(64) }))
    .max(20)
    .optional()
    .describe('佐证材料的名称和 SHA-256 摘要'),
  ground: ground.optional().describe('更正已登记内容的理由'),
})

export const committeeShape = z.strictObject({
  id: z.string(),
  name: z.string(),
  officeId: z.string(),
  office: z.string(),
  filingAuthorityId: z.string(),
  series: z.array(z.string()).nullable(),
  levels: z.array(z.string()),
  size: z.int(),
  validFrom: day,
  validThrough: day,
  replacesId: z.string().nullable(),
  replacedBy: z.string().nullable(),
  filed: z.boolean().nullable().describe('核准备案；null 为还没有决定'),
})

export const cycleShape = z.strictObject({
  id: z.string(),
  committeeId: z.string().nullable(),
  name: z.string(),
  officeId: z.string(),
  filingAuthorityId: z.string(),
  place: z.string(),
  year: z.int(),
  route: z.enum(CYCLE_ROUTES as [string, ...string[]]),
  series: z.array(z.string()).nullable(),
  levels: z.array(z.string()),
  inPlan: z.boolean().nullable().describe('列入年度评审计划；null 为还没有决定'),
  withdrawnOn: day.nullable().describe('撤回日期；null 为没有撤回'),
})

const bound = z
  .strictObject({
    day,
    provisional: z.boolean().describe('节假日安排未公布，暂定'),
    source: z.strictObject({
      document: z.string(),
      clause: z.string(),
      quote: z.string(),
      year: z.int(),
    }),
  })
  .nullable()

export const stationShape = z.strictObject({
  step: z.string(),
  name: z.string(),
  state: z.enum(['done', 'open', 'late', 'waiting', 'unspecified']),
  doneOn: day.nullable(),
  earliest: bound,
  latest: bound,
  notes: z.array(z.string()),
})

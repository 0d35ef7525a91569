import { z } from 'zod'
import { LEVEL_CODES } from '../titles/level.ts'
import { ROUTES } from '../titles/route.ts'
import { STATUS_ACTS } from './life-cycle.ts'

/** One line of text, as the database can hold it. */
const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, '含有不能显示的字符')

export const byNumber = z.strictObject({ number: text(64).describe('证书编号') })
export const byPlan = z.strictObject({ planId: text(64).describe('变更方案的编号') })

export const byDocument = z.strictObject({ document: text(60).describe('发文字号，如 云人社发〔2023〕12号') })
export const begunShape = z.strictObject({ jobId: z.string().describe('任务编号') })

export const day = z.iso.date().describe('日期，如 2026-11-20')
export const state = z.enum(['in-force', 'suspended', 'revoked', 'closed', 'lapsed', 'superseded'])
export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('试算所得的摘要')

export const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('certificate'), number: text(64) }),
  z.strictObject({ kind: z.literal('document'), number: text(100) }),
  z.strictObject({ kind: z.literal('session'), committee: text(200), obtainedOn: day }),
  z.strictObject({ kind: z.literal('committee'), committee: text(200) }),
])

/** The deciding document, its date, and the ground, which only offices read. */
const decision = {
  document: text(100).describe('决定文号'),
  decidedOn: day.describe('决定日期'),
  ground: text(500).describe('理由：以持证人的密钥加密保存，不对外公布'),
}

export const change = z.strictObject({
  office: z.string().length(18).describe('发证机关的统一社会信用代码'),
  scope,
  act: z.enum(STATUS_ACTS),
  ...decision,
})

export const proposal = change.extend({ digest })

export const correction = z.strictObject({
  corrections: z
    .strictObject({
      name: text(100),
      series: text(50),
      specialty: text(100),
      title: text(100),
      level: z.enum(LEVEL_CODES),
      route: z.enum(ROUTES),
      obtainedOn: day,
      committee: text(200).nullable(),
      scope: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('everywhere') }),
        z.strictObject({ kind: z.literal('grassroots') }),
        z.strictObject({ kind: z.literal('targeted'), places: z.array(text(30)).min(1).max(20) }),
      ]),
    })
    .partial(),
  ...decision,
})

export const reissue = z.strictObject({
  photo: z.base64().max(800_000).optional().describe('JPEG 照片，base64，不超过 512 KB'),
  idNumber: text(40).optional().describe('18 位证件号码（原为 15 位）'),
  ...decision,
})

export const search = z.strictObject({
  after: text(64).optional().describe('上一页最后一份的编号'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几份'),
  document: text(100).optional().describe('任职资格文件的文号'),
  state: state.optional(),
  number: text(64).optional().describe('证书编号；须写明事由'),
  name: text(200).optional().describe('姓名，须同时给出文号并写明事由'),
})

export const listedShape = z.strictObject({
  id: z.string(),
  number: z.string(),
  authorityId: z.string(),
  series: z.string(),
  specialty: z.string(),
  title: z.string(),
  level: z.string(),
  issuedOn: day,
  version: z.int().min(1),
  state,
})

export const historyShape = z.strictObject({
  record: z.looseObject({ number: z.string(), name: z.string(), title: z.string() }),
  authorityId: z.string(),
  code: z.string(),
  version: z.int().min(1),
  state,
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  ledgerIndex: z.int().min(0),
  changes: z.array(
    z.strictObject({
      act: z.string(),
      state,
      effectiveOn: day,
      document: z.string(),
      decidedOn: day,
      changed: z.array(z.string()).nullable(),
      ground: z.string(),
      changedBy: z.string(),
    }),
  ),
})

export const trialShape = z.strictObject({
  digest,
  certificates: z.int().min(1),
  states: z.partialRecord(state, z.int()),
  touched: z.array(z.strictObject({ number: z.string(), from: state, to: state })),
})

export const proposedShape = z.strictObject({
  planId: z.string(),
  requestId: z.string().describe('审批编号'),
  digest,
  certificates: z.int().min(1),
})

export const planShape = z.strictObject({
  id: z.string(),
  authorityId: z.string(),
  scope,
  act: z.string(),
  document: z.string(),
  decidedOn: day,
  certificates: z.int().min(1),
  preparedBy: z.string(),
  preparedOn: day,
  appliedOn: day.nullable(),
  digest,
})

export const appliedShape = z.strictObject({
  planId: z.string(),
  certificates: z.int().min(1),
  effectiveOn: day,
  files: z.string().nullable().describe('更正、换发的新版文件由此任务制作'),
})

import { z } from 'zod'
import { ID_DOCUMENT_TYPES } from '../../people/id-document.ts'
import { ALL_CONDUCTS } from './conduct.ts'
import { TERM_STARTS } from './term.ts'

export const id = z.string().min(1).max(64)
export const day = z.iso.date().describe('日期，如 2023-12-20')
export const words = z.string().max(4000)
export const name = z.string().max(100)
export const params = z.strictObject({ recordId: id.describe('诚信记录编号') })
export const state = z.enum(['not-in-force', 'to-come', 'in-term', 'ended-early', 'expired', 'cleared'])

export const decision = {
  conduct: z.enum(ALL_CONDUCTS),
  facts: words,
  conductOn: day,
  foundOn: day.describe('查实日期'),
  toldOn: day.describe('告知日期'),
  hearingThrough: day.describe('陈述申辩截止日，晚于告知，不晚于决定'),
  statedOn: day.nullable().describe('收到陈述申辩；没有的为 null'),
  statement: words,
  response: words.describe('对陈述申辩的复核意见'),
  decidedBy: name.describe('决定机关'),
  decisionNumber: name.describe('决定文号'),
  decidedOn: day,
  titles: z.array(z.string().max(64)).max(20).describe('决定撤销的证书编号'),
  rule: z
    .strictObject({
      document: name,
      clause: name,
      years: z.int().min(1).max(10),
      start: z.enum(TERM_STARTS),
    })
    .nullable()
    .describe('本行业的规定；依通知的为 null'),
  evidence: z
    .array(z.strictObject({ name, mediaType: name, content: z.base64().describe('文件，base64') }))
    .max(10),
}

export const subject = z.union([
  z.strictObject({
    kind: z.enum(['applicant', 'expert', 'staff']),
    name,
    idType: z.enum(ID_DOCUMENT_TYPES),
    idNumber: z.string().max(40),
    nameVerified: z.boolean().describe('号码已用另一姓名登记，经核实是同一人'),
  }),
  z.strictObject({ kind: z.enum(['review-body', 'employer']), officeId: id }),
])

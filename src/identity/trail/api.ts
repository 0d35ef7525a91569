import { z } from 'zod'
import { ALL_ACTS } from '../act.ts'
import { staffRoute, type StaffRoute } from '../route.ts'
import { searchTrail, type FoundRecord, type PersonOfCertificate } from './search-trail.ts'

const day = z.string().max(10).describe('日期，YYYY-MM-DD，北京时间')
const id = z.string().min(1).max(128)

const searchShape = z.strictObject({
  actor: id.optional().describe('登录名，或所记的操作者，如 console:root'),
  officeId: id.optional(),
  act: id.optional().describe(`事项，如 ${ALL_ACTS.slice(0, 3).join('、')}`),
  about: id.optional().describe('对象编号'),
  outcome: z.enum(['done', 'refused']).optional(),
  from: day.optional(),
  through: day.optional().describe('含当日'),
  certificateNumber: id.optional().describe('查与该证书持证人有关的记录'),
  person: z
    .strictObject({ name: z.string().min(1).max(200), idNumber: z.string().min(1).max(64) })
    .optional()
    .describe('查与此人有关的记录；姓名和号码不留存'),
  after: z.string().max(18).optional().describe('上一页的 next'),
  limit: z.int().min(1).max(200).default(50).describe('每页最多几条'),
})

const recordShape = z.strictObject({
  position: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  act: z.string(),
  officeId: z.string().nullable(),
  purpose: z.string().nullable(),
  outcome: z.enum(['done', 'refused']),
  code: z.string().nullable().describe('被拒绝时的代码'),
  about: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})

const shown = (record: FoundRecord) => ({
  ...record,
  position: String(record.position),
  at: record.at.toISOString(),
  facts: JSON.parse(record.facts) as Record<string, string | number | boolean>,
})

/** Who did what, for those who oversee. By POST, so that no number ever stands in an address. */
export const trailRoutes = (personOfCertificate: PersonOfCertificate): readonly StaffRoute[] => [
  staffRoute({
    method: 'post',
    path: '/api/v1/trail/searches',
    summary: '查询操作记录；查询本身也被记录，按人查询须写明事由（X-Purpose）',
    act: 'trail.search',
    office: 'scoped',
    body: searchShape,
    answers: { 200: z.strictObject({ items: z.array(recordShape), next: z.string().nullable() }) },
    problems: ['trail/bad-search', 'trail/bad-purpose'],
    async handle(ctx, { body }) {
      const { items, next } = await searchTrail(ctx, body, personOfCertificate)
      return { status: 200, body: { items: items.map(shown), next } }
    },
  }),
]

import { z } from 'zod'
import { authorityByCreditCode } from '../../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { findList, listLists, officesOfList } from './find-list.ts'
import type { Lead } from './leads/lead.ts'
import { settleLead } from './leads/settle-lead.ts'
import { readRows } from './read-rows.ts'
import { receiveList } from './receive-list.ts'
import { submitList } from './submit-list.ts'
import { finishThreeReviews, requestThreeReviews } from './three-reviews.ts'

const id = z.string().min(1).max(64)

const listParams = z.strictObject({ listId: z.string().min(1).max(64).describe('名单编号') })

const listPage = z.strictObject({
  after: z.string().min(1).max(64).optional().describe('上一页最后一项的编号'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几项'),
})

const rowPage = z.strictObject({
  after: z.coerce.number().int().min(0).default(0).describe('上一页最后一行的序号'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几行'),
})

const upload = z.strictObject({
  authority: z.string().length(18).describe('发证机关的统一社会信用代码'),
  office: z.string().length(18).describe('报送机构的统一社会信用代码'),
  fileName: z.string().min(1).max(200).describe('文件名'),
  cycleId: id.optional().describe('年度评审的编号；不填为不在本系统评审'),
  stage: z.enum(['candidates', 'approved']).optional().describe('上会名单或评审通过名单；不填为通过名单'),
  replaces: id.optional().describe('所更正的名单的编号'),
})

const day = z.iso.date().describe('日期，如 2023-12-20')

const listShape = z.strictObject({
  id: z.string(),
  cycleId: z.string().nullable().describe('年度评审的编号'),
  stage: z.enum(['candidates', 'approved']),
  officeId: z.string(),
  authorityId: z.string(),
  authority: z.string(),
  fileName: z.string(),
  rows: z.int().min(0),
  importedOn: day,
  importedBy: z.string().describe('导入的账号，不是姓名'),
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  document: z.string().nullable().describe('确认名单的任职资格文件'),
})

const rowShape = z.strictObject({
  position: z.int().min(1),
  name: z.string(),
  employer: z.string(),
  series: z.string(),
  specialty: z.string(),
  title: z.string(),
  level: z.string(),
  route: z.string(),
  obtainedOn: day.nullable(),
  declaredOn: day.nullable(),
  committee: z.string().nullable(),
})

const leadKind = z.enum(['same-year', 'hidden-title']).describe('同一年度再次申报；已有同级或更高职称')

const leadShape = z.strictObject({
  kind: leadKind,
  rowId: z.string(),
  position: z.int().min(1),
  name: z.string(),
  title: z.string(),
  level: z.string(),
  source: z.strictObject({
    id: z.string(),
    title: z.string(),
    series: z.string(),
    level: z.string(),
    day: z.string(),
    where: z.string(),
  }),
  rule: z.string().nullable(),
  settlement: z
    .strictObject({ outcome: z.enum(['explained', 'confirmed']), ground: z.string(), settledOn: day })
    .nullable(),
})

/** What whoever brought a list asks for it, saying nothing more. */
const submitting = {
  act: 'lists.submit',
  office: async (
    _: unknown,
    handle: Parameters<typeof officesOfList>[0],
    { params }: { readonly params: { readonly listId: string } },
  ) => (await officesOfList(handle, params.listId)).officeId,
  params: listParams,
  body: 'none',
} as const

/** Approved lists: brought, read, submitted for review. */
export const listRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/lists',
    summary: '列出名单',
    act: 'lists.see',
    office: 'scoped',
    query: listPage,
    answers: { 200: z.strictObject({ items: z.array(listShape), next: z.string().nullable() }) },
    problems: [],
    handle: async (ctx, { query }) => ({ status: 200, body: await listLists(ctx, ctx.database.read, query) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists',
    summary: '上传评审通过人员名单（xlsx、xls 或 csv 原文件）',
    act: 'lists.import',
    office: async (_, handle, { query }) => (await authorityByCreditCode(handle, query.office)).id,
    query: upload,
    body: 'bytes',
    answers: { 202: z.strictObject({ jobId: z.string(), warnings: z.int().min(0) }) },
    problems: [
      'results/list-has-defects',
      'results/list-exists',
      'results/list-replaced',
      'results/stage-needs-cycle',
      'results/no-candidates',
      'results/not-publicised',
      'results/publicity-running',
      'results/publicity-not-closed',
      'results/filing-outdated',
      'cycles/cycle-not-found',
      'identity/authority-not-found',
      'spreadsheets/not-a-workbook',
    ],
    async handle(ctx, { query, body }) {
      const { jobId, warnings } = await receiveList(ctx, { bytes: body, ...query })
      return { status: 202, body: { jobId, warnings: warnings.length } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/lists/{listId}',
    summary: '查看一份名单',
    act: 'lists.see',
    office: 'scoped',
    params: listParams,
    answers: { 200: listShape },
    problems: ['results/list-not-found'],
    handle: async (ctx, { params }) => ({
      status: 200,
      body: await findList(ctx, ctx.database.read, params.listId),
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/lists/{listId}/rows',
    summary: '查看名单的人员（不含证件号码）',
    act: 'lists.see',
    office: 'scoped',
    params: listParams,
    query: rowPage,
    answers: { 200: z.strictObject({ items: z.array(rowShape), next: z.int().nullable() }) },
    problems: ['results/list-not-found'],
    async handle(ctx, { params, query }) {
      const { list, rows } = await readRows(ctx, { listId: params.listId, ...query })
      const items = rows.map((row) => ({
        position: row.position,
        name: row.name,
        employer: row.employer,
        series: row.series,
        specialty: row.specialty,
        title: row.title,
        level: row.level,
        route: row.route,
        obtainedOn: row.obtainedOn,
        declaredOn: row.declaredOn,
        committee: row.committee,
      }))
      const last = items.at(-1)?.position ?? list.rows
      return { status: 200, body: { items, next: last < list.rows ? last : null } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/submission',
    summary: '提交名单送审',
    ...submitting,
    answers: { 201: z.strictObject({ requestId: z.string() }) },
    problems: [
      'results/list-not-found',
      'results/already-confirmed',
      'results/list-replaced',
      'results/candidates-not-reviewed',
      'results/not-confirmed',
    ],
    handle: async (ctx, { params }) => ({
      status: 201,
      body: { requestId: await submitList(ctx, { listId: params.listId }) },
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/three-reviews',
    summary: '送三审三校（不核对源文件；核对在工作台办理）',
    ...submitting,
    answers: { 201: z.strictObject({ requestId: z.string() }) },
    problems: [
      'results/list-not-found',
      'results/no-three-reviews',
      'results/three-reviews-not-answered',
      'results/unknown-round-office',
      'cycles/step-not-reached',
    ],
    handle: async (ctx, { params }) => ({
      status: 201,
      body: { requestId: await requestThreeReviews(ctx, { listId: params.listId }) },
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/three-reviews/completion',
    summary: '登记三审三校完成',
    ...submitting,
    answers: { 201: z.strictObject({ listId: z.string() }) },
    problems: [
      'results/list-not-found',
      'results/no-three-reviews',
      'approvals/not-requested',
      'approvals/not-approved',
      'approvals/role-withdrawn',
      'approvals/changed',
      'approvals/returned',
      'cycles/step-not-reached',
    ],
    async handle(ctx, { params }) {
      await finishThreeReviews(ctx, params)
      return { status: 201, body: { listId: params.listId } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/lists/{listId}/leads',
    summary: '查看名单的线索（只供核实，不是结论）',
    act: 'lists.see',
    office: 'scoped',
    params: listParams,
    answers: { 200: z.strictObject({ items: z.array(leadShape) }) },
    problems: ['results/list-not-found'],
    async handle(ctx, { params }) {
      const { leads } = await readRows(ctx, { listId: params.listId, after: 0, limit: 1 })
      return { status: 200, body: { items: leads.map(toldLead) } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/leads',
    summary: '核实一条线索',
    act: 'lists.approve',
    office: async (_, handle, { params }) => (await officesOfList(handle, params.listId)).officeId,
    params: listParams,
    body: z.strictObject({
      rowId: id,
      kind: leadKind,
      sourceId: id,
      outcome: z.enum(['explained', 'confirmed']).describe('没有问题，或情况属实'),
      ground: z.string().min(2).max(500).describe('核实的经过和依据'),
    }),
    answers: { 201: z.strictObject({ listId: z.string() }) },
    problems: [
      'results/list-not-found',
      'results/lead-not-found',
      'results/lead-settled',
      'results/bad-lead-ground',
    ],
    async handle(ctx, { params, body }) {
      await settleLead(ctx, { listId: params.listId, ...body })
      return { status: 201, body: { listId: params.listId } }
    },
  }),
]

function toldLead(lead: Lead): Omit<Lead, 'personId'> {
  const { personId: _, ...told } = lead
  return told
}

import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../identity/route.ts'
import { approve } from './approve.ts'
import { shownRows } from './differences.ts'
import { readRequest, type RequestView } from './read-request.ts'
import { COMMENT_LIMIT, returnRequest } from './return-request.ts'
import { waiting } from './waiting.ts'

const instant = z.iso.datetime()
const digest = z.string().min(1).max(128).describe('所见内容的摘要：SHA-256，64 位小写十六进制')
const requestParams = z.strictObject({ requestId: z.string().min(1).max(64).describe('审批编号') })

const page = z.strictObject({
  after: z.string().min(1).max(64).optional().describe('上一页最后一项的编号'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几项'),
})

const rowPage = z.strictObject({
  after: z.coerce.number().int().min(0).max(10_000_000).default(0).describe('从第几处差异起'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几处'),
})

const waitingShape = z.strictObject({
  id: z.string(),
  kind: z.string().describe('事项种类'),
  title: z.string().nullable(),
  subjectId: z.string(),
  version: z.int().min(1),
  officeId: z.string(),
  officeName: z.string(),
  step: z.int().min(0).describe('轮到第几步，从 0 起'),
  steps: z.int().min(1).describe('共几步'),
  preparedAt: instant,
})

const differencesShape = z.strictObject({
  changed: z.int().min(0),
  added: z.int().min(0),
  removed: z.int().min(0),
  same: z.int().min(0),
  rows: z.array(
    z.strictObject({
      what: z.enum(['changed', 'added', 'removed']),
      key: z.string(),
      label: z.string(),
      fields: z.array(
        z.strictObject({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
      ),
    }),
  ),
  next: z.int().nullable().describe('下一页从第几处起；没有下一页为 null'),
})

const requestShape = z.strictObject({
  id: z.string(),
  kind: z.string(),
  title: z.string().nullable(),
  subjectId: z.string(),
  version: z.int().min(1),
  digest: z.string(),
  officeId: z.string(),
  state: z.enum(['open', 'complete', 'returned', 'superseded', 'broken']),
  steps: z.array(
    z.strictObject({
      role: z.string(),
      officeId: z.string(),
      people: z.int().min(1),
      name: z.string().optional(),
    }),
  ),
  current: z.int().min(0).describe('轮到第几步；等于步数表示都已完成'),
  isTheirTurn: z.boolean().describe('现在能否由你办理'),
  isOwn: z.boolean().describe('是否由你送审'),
  preparedBy: z.string().describe('送审的账号，不是姓名'),
  preparedAt: instant,
  decisions: z.array(
    z.strictObject({
      step: z.int().min(0),
      role: z.string(),
      accountId: z.string(),
      decision: z.enum(['approved', 'returned']),
      comment: z.string().nullable(),
      decidedAt: instant,
      counts: z.boolean().describe('岗位被收回后不再算数'),
    }),
  ),
  differences: differencesShape.nullable().describe('与上一版的差异；无权查看内容时为 null'),
})

const decidedShape = z.strictObject({
  requestId: z.string(),
  decision: z.enum(['approved', 'returned']),
  step: z.int().min(0),
  isComplete: z.boolean().describe('各步都已完成'),
})

function shown(view: RequestView, from: number, limit: number) {
  const { request, differences, decisions, ...standing } = view
  const { preparedPersonId: _, previousId: __, ...told } = request
  return {
    ...told,
    ...standing,
    preparedAt: told.preparedAt.toISOString(),
    decisions: decisions.map((each) => ({ ...each, decidedAt: each.decidedAt.toISOString() })),
    differences: differences && {
      changed: differences.changed.length,
      added: differences.added.length,
      removed: differences.removed.length,
      same: differences.same,
      ...shownRows(differences, from, limit),
    },
  }
}

const DECISION_PROBLEMS = [
  'approvals/not-found',
  'approvals/not-a-person',
  'approvals/own-request',
  'approvals/bad-digest',
  'approvals/changed',
  'approvals/superseded',
  'approvals/no-longer-asked',
  'approvals/returned',
  'approvals/already-decided',
  'approvals/already-complete',
  'approvals/out-of-order',
  'approvals/not-yours',
  'approvals/role-withdrawn',
  'approvals/snapshot-altered',
]

/** What waits to be approved, and deciding it. What asks for approval is an act of the capability that owns it. */
export const approvalRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/approvals',
    summary: '列出等我办理的审批，先到的在前',
    act: 'approvals.see',
    office: 'scoped',
    query: page,
    answers: { 200: z.strictObject({ items: z.array(waitingShape), next: z.string().nullable() }) },
    problems: [],
    handle: async (ctx, { query }) => ({ status: 200, body: await waiting(ctx, query) }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/approvals/{requestId}',
    summary: '查看一件审批及其与上一版的差异',
    act: 'approvals.see',
    office: 'scoped',
    params: requestParams,
    query: rowPage,
    answers: { 200: requestShape },
    problems: ['approvals/not-found', 'approvals/snapshot-altered'],
    handle: async (ctx, { params, query }) => ({
      status: 200,
      body: shown(await readRequest(ctx, params.requestId), query.after, query.limit),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/approvals/{requestId}/approval',
    summary: '同意',
    act: 'approvals.see',
    office: 'scoped',
    params: requestParams,
    body: z.strictObject({ digest }),
    answers: { 200: decidedShape },
    problems: DECISION_PROBLEMS,
    handle: async (ctx, { params, body }) => ({
      status: 200,
      body: await approve(ctx, { ...params, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/approvals/{requestId}/return',
    summary: '退回，写明理由',
    act: 'approvals.see',
    office: 'scoped',
    params: requestParams,
    body: z.strictObject({
      digest,
      comment: z
        .string()
        .max(4 * COMMENT_LIMIT)
        .describe(`退回的理由，1 到 ${COMMENT_LIMIT} 个字`),
    }),
    answers: { 200: decidedShape },
    problems: [...DECISION_PROBLEMS, 'approvals/bad-comment'],
    handle: async (ctx, { params, body }) => ({
      status: 200,
      body: await returnRequest(ctx, { ...params, ...body }),
    }),
  }),
]

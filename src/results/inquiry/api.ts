import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { cycleById } from '../../cycles/find-cycle.ts'
import { committeeById } from '../../cycles/find-committee.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import type { Handle } from '../../platform/database.ts'
import { resultLists } from '../lists/schema.ts'
import { answerReexamination } from './answer-reexamination.ts'
import { holdResult } from './hold-result.ts'
import { proposeInvalidation } from './propose-invalidation.ts'
import { receiveReexamination } from './receive-reexamination.ts'
import { reexaminationNotFound, rowNotFound } from './refusals.ts'
import { reexaminations } from './schema.ts'

const id = z.string().min(1).max(64)
const day = z.iso.date().describe('日期，如 2023-12-20')
const listParams = z.strictObject({ listId: id.describe('名单编号') })
const person = {
  position: z.int().min(1).max(1_000_000).describe('名单上的序号'),
  name: z.string().min(1).max(50).describe('姓名，须与序号相符'),
}

async function listOf(handle: Handle, listId: string) {
  const [list] = await handle.select().from(resultLists).where(eq(resultLists.id, listId))
  if (!list) throw rowNotFound()
  return list
}

/** Who convened the review of a list; without one, who brought it. */
async function convenerOf(handle: Handle, listId: string): Promise<string> {
  const list = await listOf(handle, listId)
  return list.cycleId === null ? list.officeId : (await cycleById(handle, list.cycleId)).officeId
}

async function filerOf(handle: Handle, listId: string): Promise<string> {
  const list = await listOf(handle, listId)
  return list.cycleId === null ? list.authorityId : (await cycleById(handle, list.cycleId)).filingAuthorityId
}

/** Re-examinations, suspensions, and results declared invalid. */
export const inquiryRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/reexaminations',
    summary: '登记复查申请',
    act: 'results.inquire',
    office: (_, handle, { params }) => convenerOf(handle, params.listId),
    params: listParams,
    body: z.strictObject({
      ...person,
      scope: z.enum(['procedure', 'overlooked', 'other']),
      text: z.string().min(5).max(2000),
      receivedOn: day,
    }),
    answers: {
      201: z.strictObject({
        reexaminationId: z.string(),
        receipt: z.enum(['accepted', 'late', 'out-of-scope']).describe('后两种即不予受理'),
        lastDay: day.nullable(),
      }),
    },
    problems: ['results/row-not-found', 'results/bad-inquiry', 'results/not-of-a-cycle'],
    async handle(ctx, { params, body }) {
      const {
        id: reexaminationId,
        receipt,
        lastDay,
      } = await receiveReexamination(ctx, { ...params, ...body })
      return { status: 201, body: { reexaminationId, receipt, lastDay } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/reexaminations/{reexaminationId}/answer',
    summary: '答复复查申请',
    act: 'results.inquire',
    office: async (_, handle, { params: { reexaminationId } }) => {
      const [asked] = await handle
        .select({ cycleId: reexaminations.cycleId })
        .from(reexaminations)
        .where(eq(reexaminations.id, reexaminationId))
      if (!asked) throw reexaminationNotFound(reexaminationId)
      return (await cycleById(handle, asked.cycleId)).officeId
    },
    params: z.strictObject({ reexaminationId: id.describe('复查申请编号') }),
    body: z.strictObject({ outcome: z.enum(['kept', 'changed']), ground: z.string().min(5).max(2000) }),
    answers: { 204: z.undefined() },
    problems: ['results/reexamination-not-found', 'results/reexamination-settled', 'results/bad-inquiry'],
    async handle(ctx, { params: { reexaminationId }, body }) {
      await answerReexamination(ctx, { id: reexaminationId, ...body })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/holds',
    summary: '调查期间暂停或恢复一人的结果',
    act: 'results.inquire',
    office: (_, handle, { params }) => convenerOf(handle, params.listId),
    params: listParams,
    body: z.strictObject({
      ...person,
      act: z.enum(['hold', 'release']),
      ground: z.string().min(5).max(500),
    }),
    answers: { 204: z.undefined() },
    problems: ['results/row-not-found', 'results/bad-inquiry', 'results/already-held', 'results/not-held'],
    async handle(ctx, { params, body }) {
      await holdResult(ctx, { ...params, ...body })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/invalidations',
    summary: '提出宣布评审结果无效，送审',
    act: 'results.inquire',
    office: async (_, handle, { body: { scope } }) => {
      if (scope.kind === 'person') return filerOf(handle, scope.listId)
      if (scope.kind === 'session') return (await cycleById(handle, scope.cycleId)).filingAuthorityId
      return (await committeeById(handle, scope.committeeId)).filingAuthorityId
    },
    body: z.strictObject({
      scope: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('person'), listId: id, ...person }),
        z.strictObject({ kind: z.literal('session'), cycleId: id }),
        z.strictObject({ kind: z.literal('committee'), committeeId: id }),
      ]),
      document: z.string().min(2).max(100).describe('决定文号'),
      decidedOn: day,
      ground: z.string().min(5).max(500),
    }),
    answers: {
      201: z.strictObject({ planId: z.string(), requestId: z.string(), rows: z.int().min(1) }),
    },
    problems: [
      'results/row-not-found',
      'cycles/cycle-not-found',
      'cycles/committee-not-found',
      'results/bad-inquiry',
      'results/nothing-to-invalidate',
      'results/too-many-to-invalidate',
    ],
    handle: async (ctx, { body }) => ({ status: 201, body: await proposeInvalidation(ctx, body) }),
  }),
]

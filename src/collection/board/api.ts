import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import type { Handle } from '../../platform/database.ts'
import { acceptBatch } from '../acceptance/accept-batch.ts'
import { acceptReturn, returnById } from '../current/accept-return.ts'
import { reportZero } from '../acceptance/report-zero.ts'
import { submitBatch } from '../acceptance/submit-batch.ts'
import { wholeBatch } from '../batch/whole-batch.ts'
import { assignProgramme } from '../programme/assign-programme.ts'
import { listProgrammes } from '../programme/find-programme.ts'
import { openProgramme } from '../programme/open-programme.ts'
import {
  batchParams,
  boardShape,
  count,
  id,
  kind,
  level,
  officeParams,
  officeShape,
  part,
  programmeParams,
  programmeShape,
  returnParams,
  route,
} from './api-shapes.ts'
import { readBoard, type BoardFigures } from './read-board.ts'
import { readOffice } from './read-office.ts'

const APPROVAL = [
  'approvals/not-requested',
  'approvals/not-approved',
  'approvals/changed',
  'approvals/returned',
  'approvals/role-withdrawn',
]
const IN_BATCH = [
  'collection/batch-not-found',
  'collection/batch-ended',
  'collection/batch-unsettled',
  'collection/not-assigned',
]

const figuresOf = ({
  cells,
  done,
  zero,
  inProof,
  late,
  tardy,
  records,
  waiting,
}: BoardFigures): BoardFigures => ({
  cells,
  done,
  zero,
  inProof,
  late,
  tardy,
  records,
  waiting,
})

const officeOfBatch = async (handle: Handle, batchId: string): Promise<string> =>
  (await wholeBatch(handle, batchId)).officeId

/** Collections: what is asked of whom, where it stands, zero returns and acceptance. */
export const collectionRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/collections',
    summary: '列出归集任务',
    act: 'collection.see',
    office: 'scoped',
    answers: { 200: z.strictObject({ items: z.array(programmeShape) }) },
    problems: [],
    async handle(ctx) {
      const programmes = await listProgrammes(ctx, ctx.database.read)
      const items = programmes.map(({ id: programmeId, rules, ...one }) => ({
        programmeId,
        name: one.name,
        kind: one.kind,
        place: one.place,
        officeId: one.officeId,
        openedOn: one.openedOn,
        notice: rules.notice,
        clause: rules.clause,
      }))
      return { status: 200, body: { items } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections',
    summary: '按通知布置归集任务',
    act: 'collection.assign',
    office: (_, __, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({ officeId: id, place: z.string().min(1).max(64).describe('依据的通知'), kind }),
    answers: { 201: z.strictObject({ programmeId: z.string() }) },
    problems: [
      'collection/programme-exists',
      'collection/no-rule',
      'collection/no-current-years',
      'collection/not-this-place',
      'identity/office-not-found',
      'policy/unknown-place',
    ],
    handle: async (ctx, { body }) => ({ status: 201, body: await openProgramme(ctx, body) }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/{programmeId}/board',
    summary: '归集进展：各机构的格数、零报告、逾期和条数',
    act: 'collection.see',
    office: 'scoped',
    params: programmeParams,
    query: z.strictObject({ level: level.optional(), route: route.optional() }),
    answers: { 200: boardShape },
    problems: ['collection/programme-not-found'],
    async handle(ctx, { params, query }) {
      const choice = { level: query.level ?? null, route: query.route ?? null }
      const { all, lines, trend } = await readBoard(ctx, params.programmeId, choice)
      return {
        status: 200,
        body: {
          all,
          offices: lines.map(({ officeId, office, ...line }) => ({ officeId, office, ...figuresOf(line) })),
          trend,
        },
      }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/{programmeId}/assignments',
    summary: '把任务的一部分布置给机构，或收回',
    act: 'collection.assign',
    office: 'scoped',
    params: programmeParams,
    body: z.strictObject({
      officeIds: z.array(id).min(1).max(500),
      part: part.nullable().describe('null：收回'),
    }),
    answers: { 200: z.strictObject({ offices: count, cells: count }) },
    problems: [
      'collection/programme-not-found',
      'collection/bad-part',
      'collection/beyond-own-part',
      'collection/not-below',
      'collection/cells-reported',
      'collection/changed-meanwhile',
      'identity/office-not-found',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 200,
      body: await assignProgramme(ctx, { ...params, ...body }),
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/{programmeId}/offices/{officeId}',
    summary: '一个机构应报的每一格和已报送的内容',
    act: 'collection.see',
    office: (_, __, { params }) => Promise.resolve(params.officeId),
    params: officeParams,
    answers: { 200: officeShape },
    problems: ['collection/programme-not-found', 'identity/office-not-found'],
    async handle(ctx, { params: { programmeId, officeId } }) {
      const { assignment, cells, reported } = await readOffice(ctx, programmeId, officeId)
      return { status: 200, body: { isAssigned: assignment !== null, cells, reported } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/{programmeId}/offices/{officeId}/zero-returns',
    summary: '零报告：经查没有人的年份、级别和取得途径，填报并送审',
    act: 'collection.enter',
    office: (_, __, { params }) => Promise.resolve(params.officeId),
    params: officeParams,
    body: z.strictObject({ part, ground: z.string().min(2).max(500).describe('查了哪些档案') }),
    answers: { 201: z.strictObject({ returnId: z.string(), requestId: z.string(), cells: count }) },
    problems: [
      'collection/programme-not-found',
      'collection/not-assigned',
      'collection/beyond-own-part',
      'collection/not-empty',
      'collection/bad-return',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await reportZero(ctx, { ...params, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/returns/{returnId}/acceptance',
    summary: '验收已批准的零报告、核对报告',
    act: 'collection.enter',
    office: async (_, handle, { params }) => (await returnById(handle, params.returnId)).officeId,
    params: returnParams,
    body: 'none',
    answers: { 200: z.strictObject({ cells: count, records: count }) },
    problems: [
      'collection/return-not-found',
      'collection/return-ended',
      'collection/unexplained-left',
      'collection/nobody-in-documents',
      'collection/not-empty',
      'collection/not-assigned',
      'collection/changed-meanwhile',
      ...APPROVAL,
    ],
    handle: async (ctx, { params }) => ({ status: 200, body: await acceptReturn(ctx, params.returnId) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/batches/{batchId}/submission',
    summary: '把核对完的批次送审',
    act: 'collection.enter',
    office: (_, handle, { params }) => officeOfBatch(handle, params.batchId),
    params: batchParams,
    body: 'none',
    answers: { 201: z.strictObject({ requestId: z.string() }) },
    problems: [...IN_BATCH, 'approvals/prepared-elsewhere'],
    handle: async (ctx, { params }) => ({ status: 201, body: await submitBatch(ctx, params.batchId) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/batches/{batchId}/acceptance',
    summary: '验收已批准的批次：成为历年职称，逐格存证',
    act: 'collection.enter',
    office: (_, handle, { params }) => officeOfBatch(handle, params.batchId),
    params: batchParams,
    body: 'none',
    answers: { 200: z.strictObject({ cells: count, records: count }) },
    problems: [...IN_BATCH, 'collection/changed-meanwhile', 'collection/compare-again', ...APPROVAL],
    handle: async (ctx, { params }) => ({ status: 200, body: await acceptBatch(ctx, params.batchId) }),
  }),
]

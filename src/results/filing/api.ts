import { z } from 'zod'
import { cycleById, findCycle } from '../../cycles/find-cycle.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { latestFiling, standingOfFiling } from './find-filing.ts'
import { FILING_KINDS, PACKET_ITEMS, WRITTEN_ITEMS, type FilingKind, type PacketItem } from './packet.ts'
import { filingNotFound } from './refusals.ts'
import { returnFiling } from './return-filing.ts'
import { submitFiling } from './submit-filing.ts'
import { withdrawCycle } from './withdraw-cycle.ts'
import { takeFiling } from './take-filing.ts'

const day = z.iso.date()
const kinds = FILING_KINDS as [FilingKind, ...FilingKind[]]
const items = Object.keys(PACKET_ITEMS) as [PacketItem, ...PacketItem[]]
const params = z.strictObject({
  cycleId: z.string().min(1).max(64).describe('年度评审编号'),
  filing: z.enum(kinds).describe('会前备案或会后备案'),
})
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('所看到的备案内容的摘要')
const text = z.string().min(2).max(1000).optional()
const texts = z
  .strictObject(Object.fromEntries(WRITTEN_ITEMS.map((item) => [item, text.describe(PACKET_ITEMS[item])])))
  .describe('只能由组建单位填写的内容；其余自动汇总')

const filingShape = z.strictObject({
  position: z.int().min(1),
  state: z.enum(['waiting', 'returned', 'approved', 'broken', 'accepted', 'outdated']),
  requestId: z.string().nullable(),
  digest,
  lines: z.array(z.strictObject({ item: z.enum(items), text: z.string() })),
  listId: z.string().nullable(),
  latest: day.nullable(),
  late: z.boolean(),
  submittedOn: day,
})

/** Filings before and after the meeting: handed in, taken, returned; and a cycle given up before any. */
export const filingRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/withdrawal',
    summary: '撤回登记有误或未获准列入计划的年度评审',
    act: 'cycles.manage',
    office: async (_, handle, input) => (await cycleById(handle, input.params.cycleId)).officeId,
    params: params.pick({ cycleId: true }),
    body: z.strictObject({ ground: z.string().min(2).max(500).describe('撤回的理由') }),
    answers: { 200: z.strictObject({ withdrawn: z.boolean() }) },
    problems: [
      'cycles/cycle-not-found',
      'cycles/cycle-in-use',
      'cycles/cycle-withdrawn',
      'cycles/bad-ground',
    ],
    async handle(ctx, { params: { cycleId }, body }) {
      await withdrawCycle(ctx, { cycleId, ...body })
      return { status: 200, body: { withdrawn: true } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/cycles/{cycleId}/filings/{filing}',
    summary: '查看会前、会后备案',
    act: 'cycles.see',
    office: 'scoped',
    params,
    answers: { 200: filingShape },
    problems: ['cycles/cycle-not-found', 'results/filing-not-found'],
    async handle(ctx, { params: { cycleId, filing: kind } }) {
      const { read } = ctx.database
      await findCycle(ctx, read, cycleId)
      const filing = await latestFiling(read, cycleId, kind)
      if (!filing) throw filingNotFound(cycleId, kind)
      const standing = await standingOfFiling(read, filing)
      const { position, lines, listId, latest, late, submittedOn } = filing
      const { kind: state, requestId, digest: bound } = standing
      return {
        status: 200,
        body: { position, state, requestId, digest: bound, lines, listId, latest, late, submittedOn },
      }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/filings/{filing}',
    summary: '报送会前、会后备案',
    act: 'filings.prepare',
    office: async (_, handle, input) => (await cycleById(handle, input.params.cycleId)).officeId,
    params,
    body: z.strictObject({ texts }),
    answers: { 201: z.strictObject({ requestId: z.string() }) },
    problems: [
      'cycles/cycle-not-found',
      'cycles/not-in-plan',
      'cycles/step-not-reached',
      'cycles/too-late',
      'results/packet-incomplete',
      'results/bad-packet-text',
      'results/no-meeting-day',
      'results/filing-accepted',
      'results/filing-of-reviews-only',
    ],
    handle: async (ctx, { params: { cycleId, filing: kind }, body }) => ({
      status: 201,
      body: await submitFiling(ctx, { cycleId, kind, texts: body.texts }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/filings/{filing}/acceptance',
    summary: '接收备案',
    act: 'filings.decide',
    office: async (_, handle, input) => (await cycleById(handle, input.params.cycleId)).filingAuthorityId,
    params,
    body: z.strictObject({ digest }),
    answers: { 200: z.strictObject({ accepted: z.boolean() }) },
    problems: [
      'cycles/cycle-not-found',
      'results/filing-not-found',
      'results/filing-accepted',
      'results/filing-outdated',
      'approvals/changed',
      'approvals/own-request',
      'approvals/returned',
      'approvals/role-withdrawn',
    ],
    async handle(ctx, { params: { cycleId, filing: kind }, body }) {
      await takeFiling(ctx, { cycleId, kind, digest: body.digest })
      return { status: 200, body: { accepted: true } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/filings/{filing}/return',
    summary: '退回备案，一次告知全部问题',
    act: 'filings.decide',
    office: async (_, handle, input) => (await cycleById(handle, input.params.cycleId)).filingAuthorityId,
    params,
    body: z.strictObject({
      digest,
      defects: z
        .array(z.strictObject({ item: z.enum(items), text: z.string().min(1).max(300) }))
        .min(1)
        .max(items.length),
    }),
    answers: { 200: z.strictObject({ returned: z.boolean() }) },
    problems: [
      'cycles/cycle-not-found',
      'results/filing-not-found',
      'results/filing-accepted',
      'results/filing-outdated',
      'results/bad-filing-defects',
      'approvals/changed',
      'approvals/own-request',
    ],
    async handle(ctx, { params: { cycleId, filing: kind }, body }) {
      await returnFiling(ctx, { cycleId, kind, ...body })
      return { status: 200, body: { returned: true } }
    },
  }),
]

import { z } from 'zod'
import { authorityByCreditCode } from '../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../identity/route.ts'
import {
  bureauStepParams,
  committeeParams,
  committeeShape,
  cyclePage,
  cycleParams,
  cycleShape,
  day,
  newCommittee,
  newCycle,
  newReview,
  plan,
  ruling,
  stationShape,
  stepBody,
  stepParams,
} from './api-shapes.ts'
import { committeeById, findCommittee, listCommittees, type Committee } from './find-committee.ts'
import { cycleById, findCycle, listCycles } from './find-cycle.ts'
import { planMeeting } from './plan-meeting.ts'
import { recordStep } from './record-step.ts'
import { registerCommittee } from './register-committee.ts'
import { registerCycle } from './register-cycle.ts'
import { ruleOn } from './rule-on.ts'
import { stationsOf } from './stations-of.ts'

const MOST_COMMITTEES = 200
const RULES = [
  'integrity/office-suspended',
  'cycles/step-not-reached',
  'cycles/too-late',
  'cycles/too-soon',
  'cycles/even-committee',
  'cycles/too-few',
  'cycles/draw-unsigned',
  'cycles/draw-unsupervised',
  'cycles/notice-not-filed',
  'cycles/committee-expired',
  'cycles/committee-not-filed',
  'cycles/facts-contradict',
  'cycles/bad-facts',
  'cycles/bad-evidence',
  'cycles/bad-ground',
  'cycles/bad-cycle',
  'cycles/future-day',
  'cycles/day-out-of-order',
  'cycles/already-done',
  'cycles/not-of-this-route',
  'cycles/cycle-withdrawn',
]
const opened = { 201: z.strictObject({ cycleId: z.string() }) }
const UNOPENED = ['cycles/bad-cycle', 'cycles/cycle-exists', 'policy/unknown-place']
const recorded = { 201: z.strictObject({ replaced: z.boolean().describe('更正了已登记的内容') }) }
const ruled = { 200: z.strictObject({ granted: z.boolean() }) }

function told(committee: Committee) {
  const { registeredBy: _, registeredPersonId: __, ...plain } = committee
  return plain
}

/** Committees and the years of their work. */
export const cycleRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/committees',
    summary: '列出有效期内的评委会',
    act: 'cycles.see',
    office: 'scoped',
    answers: { 200: z.strictObject({ items: z.array(committeeShape) }) },
    problems: [],
    async handle(ctx) {
      const items = await listCommittees(ctx, ctx.database.read, { past: false, limit: MOST_COMMITTEES })
      return { status: 200, body: { items: items.map(told) } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/committees',
    summary: '登记评委会（一届，不超过三年）',
    act: 'cycles.manage',
    office: async (_, handle, { body }) => (await authorityByCreditCode(handle, body.office)).id,
    body: newCommittee,
    answers: { 201: z.strictObject({ committeeId: z.string() }) },
    problems: [
      'cycles/bad-committee',
      'cycles/even-committee',
      'cycles/committee-replaced',
      'cycles/committee-not-found',
      'identity/authority-not-found',
    ],
    handle: async (ctx, { body }) => ({ status: 201, body: await registerCommittee(ctx, body) }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/committees/{committeeId}',
    summary: '查看一个评委会',
    act: 'cycles.see',
    office: 'scoped',
    params: committeeParams,
    answers: { 200: committeeShape },
    problems: ['cycles/committee-not-found'],
    handle: async (ctx, { params }) => ({
      status: 200,
      body: told(await findCommittee(ctx, ctx.database.read, params.committeeId)),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/committees/{committeeId}/ruling',
    summary: '核准或不予核准评委会备案',
    act: 'cycles.file',
    office: async (_, handle, { params }) =>
      (await committeeById(handle, params.committeeId)).filingAuthorityId,
    params: committeeParams,
    body: ruling,
    answers: ruled,
    problems: [
      'cycles/committee-not-found',
      'cycles/own-registration',
      'cycles/bad-ground',
      'identity/no-power',
    ],
    async handle(ctx, { params, body }) {
      await ruleOn(ctx, { subject: 'committee', subjectId: params.committeeId, ...body })
      return { status: 200, body: { granted: body.granted } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/cycles',
    summary: '列出年度评审',
    act: 'cycles.see',
    office: 'scoped',
    query: cyclePage,
    answers: { 200: z.strictObject({ items: z.array(cycleShape), next: z.string().nullable() }) },
    problems: [],
    handle: async (ctx, { query }) => ({
      status: 200,
      body: await listCycles(ctx, ctx.database.read, query),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/committees/{committeeId}/cycles',
    summary: '登记评委会的年度评审',
    act: 'cycles.manage',
    office: async (_, handle, { params }) => (await committeeById(handle, params.committeeId)).officeId,
    params: committeeParams,
    body: newReview,
    answers: opened,
    problems: [
      'cycles/committee-not-found',
      'cycles/committee-expired',
      'cycles/committee-replaced',
      ...UNOPENED,
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await registerCycle(ctx, { route: 'review', ...params, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles',
    summary: '登记不设评委会的考核认定、资格确认',
    act: 'cycles.manage',
    office: async (_, handle, { body }) => (await authorityByCreditCode(handle, body.office)).id,
    body: newCycle,
    answers: opened,
    problems: ['cycles/bad-committee', 'identity/authority-not-found', ...UNOPENED],
    handle: async (ctx, { body }) => ({ status: 201, body: await registerCycle(ctx, body) }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/cycles/{cycleId}',
    summary: '查看一个年度评审：各环节、期限及其依据',
    act: 'cycles.see',
    office: 'scoped',
    params: cycleParams,
    answers: { 200: z.strictObject({ cycle: cycleShape, stations: z.array(stationShape) }) },
    problems: ['cycles/cycle-not-found'],
    async handle(ctx, { params }) {
      const { read } = ctx.database
      const cycle = await findCycle(ctx, read, params.cycleId)
      return { status: 200, body: { cycle, stations: await stationsOf(read, cycle.id, ctx.today()) } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/ruling',
    summary: '核准或不予核准列入年度评审计划',
    act: 'cycles.file',
    office: async (_, handle, { params }) => (await cycleById(handle, params.cycleId)).filingAuthorityId,
    params: cycleParams,
    body: ruling,
    answers: ruled,
    problems: [
      'cycles/cycle-not-found',
      'cycles/cycle-withdrawn',
      'cycles/own-registration',
      'cycles/bad-ground',
      'identity/no-power',
    ],
    async handle(ctx, { params, body }) {
      await ruleOn(ctx, { subject: 'cycle', subjectId: params.cycleId, ...body })
      return { status: 200, body: { granted: body.granted } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/plan',
    summary: '填写或更改计划评审日期',
    act: 'cycles.manage',
    office: async (_, handle, { params }) => (await cycleById(handle, params.cycleId)).officeId,
    params: cycleParams,
    body: plan,
    answers: { 200: z.strictObject({ meetingOn: day }) },
    problems: [
      'cycles/cycle-not-found',
      'cycles/cycle-withdrawn',
      'cycles/bad-cycle',
      'cycles/bad-ground',
      'cycles/already-done',
    ],
    async handle(ctx, { params, body }) {
      await planMeeting(ctx, { cycleId: params.cycleId, ...body })
      return { status: 200, body: { meetingOn: body.meetingOn } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/steps/{step}',
    summary: '登记评委会组建单位办理的环节',
    act: 'cycles.manage',
    office: async (_, handle, { params }) => (await cycleById(handle, params.cycleId)).officeId,
    params: stepParams,
    body: stepBody,
    answers: recorded,
    problems: ['cycles/cycle-not-found', ...RULES],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await recordStep(ctx, { ...params, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/bureau-steps/{step}',
    summary: '登记人社部门办理的环节：复核、审核',
    act: 'cycles.file',
    office: async (_, handle, { params }) => (await cycleById(handle, params.cycleId)).filingAuthorityId,
    params: bureauStepParams,
    body: stepBody,
    answers: recorded,
    problems: ['cycles/cycle-not-found', ...RULES],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await recordStep(ctx, { ...params, ...body }),
    }),
  }),
]

import { z } from 'zod'
import { cycleById } from '../../cycles/find-cycle.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { hex } from '../../signing/bytes.ts'
import { officesOfList } from '../lists/find-list.ts'
import { closePublicity, withdrawPublicity } from './end-publicity.ts'
import { extendPublicity } from './extend-publicity.ts'
import {
  publicationById,
  publicationInReach,
  publicationsInReach,
  type Publication,
} from './find-publication.ts'
import { openPublicity } from './open-publicity.ts'
import { recordChannel } from './record-channel.ts'
import { recordRecommendation } from './record-recommendation.ts'
import { publicityState } from './state.ts'

const id = z.string().min(1).max(64)
const day = z.iso.date().describe('日期，如 2023-12-20')
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('文件的 SHA-256，十六进制')
const publicationParams = z.strictObject({ publicationId: id.describe('公示编号') })
const cycleParams = z.strictObject({ cycleId: id.describe('年度评审编号') })

const publicationShape = z.strictObject({
  id: z.string(),
  listId: z.string(),
  cycleId: z.string(),
  kind: z.enum(['recommendation', 'pre-meeting', 'result']),
  state: z.enum(['announced', 'open', 'over', 'closed', 'withdrawn', 'replaced']),
  opensOn: day,
  closesOn: day,
  leastDays: z.int().nullable().describe('规定的工作日数；未规定为 null'),
  provisional: z.boolean().describe('期间有放假安排尚未公布的日期'),
  people: z.int(),
  content: digest.describe('公示原文的摘要'),
  replacedBy: z.string().nullable(),
})

const told = (ctx: Context, publication: Publication) => ({
  id: publication.publicationId,
  listId: publication.listId,
  cycleId: publication.cycleId,
  kind: publication.kind,
  state: publicityState(publication, ctx.today()).kind,
  opensOn: publication.opensOn,
  closesOn: publication.closesOn,
  leastDays: publication.leastDays,
  provisional: publication.provisional,
  people: publication.rowCount,
  content: hex(publication.contentDigest),
  replacedBy: publication.replacedBy,
})

const officeOf = async (
  _: Context,
  handle: Handle,
  { params }: { readonly params: { readonly publicationId: string } },
): Promise<string> =>
  (await cycleById(handle, (await publicationById(handle, params.publicationId)).cycleId)).officeId

const NOT_FOUND = ['results/publication-not-found', 'results/publicity-not-open'] as const
const nothing = { 204: z.undefined() }

/** Publications: opened, shown elsewhere, given more days, closed, taken down; and the employers' own. */
export const publicityRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/publications',
    summary: '列出公示（最新的 200 个）',
    act: 'cycles.see',
    office: 'scoped',
    answers: { 200: z.strictObject({ items: z.array(publicationShape) }) },
    problems: [],
    handle: async (ctx) => ({
      status: 200,
      body: {
        items: (await publicationsInReach(ctx, ctx.database.read)).map((each) => told(ctx, each)),
      },
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/publications/{publicationId}',
    summary: '查看一个公示',
    act: 'cycles.see',
    office: 'scoped',
    params: publicationParams,
    answers: { 200: publicationShape },
    problems: ['results/publication-not-found'],
    handle: async (ctx, { params }) => ({
      status: 200,
      body: told(ctx, await publicationInReach(ctx, ctx.database.read, params.publicationId)),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/publications',
    summary: '公示一份名单（会前公示或结果公示）',
    act: 'publicity.manage',
    office: async (_, handle, { body }) => (await officesOfList(handle, body.listId)).officeId,
    body: z.strictObject({
      listId: id.describe('名单编号'),
      kind: z.enum(['pre-meeting', 'result']),
      opensOn: day,
      closesOn: day,
    }),
    answers: { 201: z.strictObject({ publicationId: z.string(), provisional: z.boolean() }) },
    problems: [
      'results/list-not-found',
      'results/not-of-a-cycle',
      'results/wrong-stage',
      'results/list-replaced',
      'results/bad-publicity-day',
      'results/publicity-too-short',
      'results/already-public',
      'results/not-recommended',
      'cycles/step-not-reached',
    ],
    handle: async (ctx, { body }) => ({ status: 201, body: await openPublicity(ctx, body) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/publications/{publicationId}/channels',
    summary: '登记一个公示渠道',
    act: 'publicity.manage',
    office: officeOf,
    params: publicationParams,
    body: z.strictObject({
      channel: z.string().min(1).max(100).describe('通知所写的渠道'),
      address: z.string().min(1).max(300).describe('网址或张贴地点'),
      upOn: day,
      file: digest.nullable().describe('截图或证明的 SHA-256；有网址的可以为 null'),
    }),
    answers: nothing,
    problems: [...NOT_FOUND, 'results/bad-publicity-evidence'],
    async handle(ctx, { params, body: { file, ...body } }) {
      await recordChannel(ctx, { ...params, ...body, fileDigest: file })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/publications/{publicationId}/extension',
    summary: '延长公示',
    act: 'publicity.manage',
    office: officeOf,
    params: publicationParams,
    body: z.strictObject({ closesOn: day }),
    answers: nothing,
    problems: [...NOT_FOUND, 'results/bad-publicity-day'],
    async handle(ctx, { params, body }) {
      await extendPublicity(ctx, { ...params, ...body })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/publications/{publicationId}/closing',
    summary: '办结期满的公示',
    act: 'publicity.manage',
    office: officeOf,
    params: publicationParams,
    body: 'none',
    answers: { 200: z.strictObject({ objections: z.int() }) },
    problems: [
      ...NOT_FOUND,
      'results/publicity-running',
      'results/publicity-too-short',
      'results/channels-missing',
      'results/channel-too-short',
    ],
    handle: async (ctx, { params }) => ({
      status: 200,
      body: { objections: (await closePublicity(ctx, params)).received },
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/publications/{publicationId}/withdrawal',
    summary: '撤下公示',
    act: 'publicity.manage',
    office: officeOf,
    params: publicationParams,
    body: z.strictObject({ ground: z.enum(['mistaken', 'protected', 'ordered']) }),
    answers: nothing,
    problems: NOT_FOUND,
    async handle(ctx, { params, body }) {
      await withdrawPublicity(ctx, { ...params, ...body })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/recommendations',
    summary: '登记用人单位的推荐公示',
    act: 'publicity.manage',
    office: async (_, handle, { params }) => (await cycleById(handle, params.cycleId)).officeId,
    params: cycleParams,
    body: z.strictObject({
      employer: z.string().min(1).max(100).nullable().describe('与名单一致；null：一份证明包含全部单位'),
      place: z.string().min(1).max(200).describe('公示地点'),
      opensOn: day,
      closesOn: day,
      votes: z.strictObject({ attending: z.int().min(0), agreeing: z.int().min(0) }).nullable(),
      file: digest,
    }),
    answers: nothing,
    problems: [
      'cycles/cycle-not-found',
      'cycles/step-not-reached',
      'results/bad-publicity-day',
      'results/bad-publicity-evidence',
      'results/publicity-too-short',
      'results/too-few-votes',
      'integrity/office-suspended',
    ],
    async handle(ctx, { params, body: { file, ...body } }) {
      await recordRecommendation(ctx, { ...params, ...body, fileDigest: file })
      return { status: 204, body: undefined }
    },
  }),
]

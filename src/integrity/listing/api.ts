import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { proposePublicList } from './propose-public-list.ts'
import { setPublicList } from './set-public-list.ts'

/** The switch of the public list. */
export const listingRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/public-lists',
    summary: '办理已同意的公开，或停止公开诚信记录；默认不公开',
    act: 'integrity.publish',
    office: (_, __, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({
      officeId: z.string().min(1).max(64),
      isOpen: z.boolean(),
      basis: z.string().max(100).describe('法律、法规的名称'),
      clause: z.string().max(50),
    }),
    answers: { 204: z.undefined() },
    problems: [
      'integrity/bad-record',
      'integrity/changed-meanwhile',
      'approvals/not-requested',
      'approvals/not-approved',
      'approvals/changed',
      'approvals/returned',
      'approvals/role-withdrawn',
    ],
    async handle(ctx, { body }) {
      await setPublicList(ctx, body)
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/public-lists/proposals',
    summary: '提出依据法律公开诚信记录，送本机构审核人同意',
    act: 'integrity.publish',
    office: (_, __, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({
      officeId: z.string().min(1).max(64),
      basis: z.string().max(100).describe('法律、法规的名称'),
      clause: z.string().max(50),
    }),
    answers: { 201: z.strictObject({ requestId: z.string() }) },
    problems: ['integrity/bad-record', 'approvals/prepared-elsewhere'],
    handle: async (ctx, { body }) => ({ status: 201, body: await proposePublicList(ctx, body) }),
  }),
]

import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { LEVEL_GROUPS } from '../../policy/level-group.ts'
import { EXCEPTION_REASONS } from './exception-reason.ts'
import { explainException, titleInDocument } from './explain-exception.ts'
import { readCurrent } from './read-current.ts'
import { reportCurrent } from './report-current.ts'

const id = z.string().min(1).max(64)
const count = z.int().min(0)
const params = z.strictObject({
  programmeId: id.describe('归集任务编号'),
  officeId: id.describe('承担任务的机构'),
})

const currentShape = z.strictObject({
  cells: z.array(
    z.strictObject({
      year: z.int(),
      level: z.enum(LEVEL_GROUPS),
      route: z.string(),
      documents: count.describe('任职资格文件中的人数'),
      certificates: count.describe('其中已颁发证书'),
      explained: count.describe('没有证书而已说明原因'),
      erased: count.describe('没有证书也没有说明，而个人信息已依法删除：不必再说明'),
    }),
  ),
  without: z
    .array(
      z.strictObject({
        titleId: z.string(),
        name: z.string(),
        title: z.string(),
        document: z.string(),
        obtainedOn: z.iso.date(),
      }),
    )
    .describe('没有证书也没有说明的人，最多 100 个'),
})

/** Documents beside certificates, in the years that get certificates here. */
export const currentRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/{programmeId}/offices/{officeId}/current',
    summary: '当年核对：文件中的人、证书和说明；先留下查看记录',
    act: 'collection.see',
    office: (_, __, { params: { officeId } }) => Promise.resolve(officeId),
    params,
    answers: { 200: currentShape },
    problems: ['collection/programme-not-found', 'collection/not-current'],
    handle: async (ctx, { params: { programmeId, officeId } }) => ({
      status: 200,
      body: await readCurrent(ctx, programmeId, officeId),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/exceptions',
    summary: '说明文件中的人为什么没有证书',
    act: 'collection.enter',
    office: async (_, handle, { body }) => (await titleInDocument(handle, body.conferredTitleId)).officeId,
    body: z.strictObject({
      conferredTitleId: id.describe('文件授予的职称编号'),
      reason: z.enum(EXCEPTION_REASONS as [string, ...string[]]),
      ground: z.string().min(2).max(500),
    }),
    answers: { 204: z.undefined() },
    problems: ['collection/title-not-found', 'collection/nothing-unexplained', 'collection/bad-return'],
    async handle(ctx, { body }) {
      const { conferredTitleId: titleId, reason, ground } = body
      await explainException(ctx, { titleId, reason, ground })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/{programmeId}/offices/{officeId}/current-returns',
    summary: '上报一个年度：文件中的人都有证书或说明，送审',
    act: 'collection.enter',
    office: (_, __, { params: { officeId } }) => Promise.resolve(officeId),
    params,
    body: z.strictObject({ year: z.int().min(1900).max(2199) }),
    answers: { 201: z.strictObject({ returnId: z.string(), requestId: z.string(), cells: count }) },
    problems: [
      'collection/programme-not-found',
      'collection/not-current',
      'collection/not-assigned',
      'collection/nobody-in-documents',
      'collection/unexplained-left',
    ],
    handle: async (ctx, { params: asked, body }) => ({
      status: 201,
      body: await reportCurrent(ctx, { ...asked, ...body }),
    }),
  }),
]

import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../../identity/route.ts'
import { APPROVED_LIST } from '../approved-columns.ts'
import { listHeaders } from './headers-of.ts'
import { forgetHeader, rememberHeader } from './remember-headers.ts'

const ACT = 'lists.import'
const params = z.strictObject({ officeId: z.string().min(1).max(64).describe('报送机构的编号') })
const header = z.string().min(1).max(200).describe('表里的列名')
const ofOffice = (_: unknown, __: unknown, input: { params: { officeId: string } }) =>
  Promise.resolve(input.params.officeId)

const headerShape = z.strictObject({
  header: z.string(),
  column: z.string().describe('所指的列'),
  saidOn: z.string(),
  saidBy: z.string().describe('账号，不是姓名'),
})

/** Headers only one office uses: said once, known from then on. */
export const headerRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/offices/{officeId}/headers',
    summary: '列出本机构指明过的列名',
    act: ACT,
    office: ofOffice,
    params,
    answers: { 200: z.strictObject({ items: z.array(headerShape) }) },
    problems: [],
    handle: async (ctx, { params: { officeId } }) => ({
      status: 200,
      body: { items: await listHeaders(ctx, officeId, APPROVED_LIST, ACT) },
    }),
  }),
  staffRoute({
    method: 'put',
    path: '/api/v1/offices/{officeId}/headers',
    summary: '指明一个列名是哪一列，下次上传即可识别',
    act: ACT,
    office: ofOffice,
    params,
    body: z.strictObject({ header, column: z.string().min(1).max(100).describe('所指的列，如 证件号码') }),
    answers: { 204: z.undefined() },
    problems: ['results/unknown-column', 'results/header-known', 'results/bad-header'],
    async handle(ctx, { params: { officeId }, body }) {
      await rememberHeader(ctx, { officeId, kind: APPROVED_LIST, act: ACT, ...body })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'delete',
    path: '/api/v1/offices/{officeId}/headers',
    summary: '不再记住一个列名',
    act: ACT,
    office: ofOffice,
    params,
    query: z.strictObject({ header }),
    answers: { 204: z.undefined() },
    problems: ['results/header-not-remembered'],
    async handle(ctx, { params: { officeId }, query }) {
      await forgetHeader(ctx, { officeId, kind: APPROVED_LIST, act: ACT, header: query.header })
      return { status: 204, body: undefined }
    },
  }),
]

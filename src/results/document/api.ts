import { z } from 'zod'
import { authorityByCreditCode } from '../../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { findList, officesOfList } from '../lists/find-list.ts'
import { confirmResults } from './confirm-results.ts'
import { issueDocument } from './issue-document.ts'
import { paperOfList } from './paper-of-list.ts'
import { takeDocument } from './take-document.ts'
import { registerDocument } from './register-document.ts'

const listParams = z.strictObject({ listId: z.string().min(1).max(64).describe('名单编号') })
const day = z.iso.date().describe('日期，如 2023-12-20')
const documentNumber = z.string().min(1).max(60).describe('发文字号，如 云人社发〔2023〕12号')
const replaces = z.string().min(1).max(64).optional().describe('所更正的文件的编号或文号')

const recorded = z.strictObject({
  documentId: z.string(),
  number: z.string(),
  titles: z.int().min(1).describe('取得职称人数'),
})

const READY = [
  'results/list-not-found',
  'results/list-replaced',
  'results/candidates-have-no-document',
  'results/prepared-the-list',
  'results/sealed-itself',
  'results/not-the-office',
  'results/not-publicised',
  'results/publicity-running',
  'results/publicity-not-closed',
  'results/filing-outdated',
  'cycles/step-not-reached',
  'approvals/not-requested',
  'approvals/not-approved',
  'approvals/changed',
  'identity/no-power',
]

const NUMBERED = [
  'results/bad-document-number',
  'results/document-number-used',
  'results/obtained-on-unknown',
  'results/obtained-on-differs',
]

const authorityOf: Extract<StaffRoute['office'], (...args: never[]) => unknown> = async (
  _,
  handle,
  { params },
) => (await officesOfList(handle, (params as { listId: string }).listId)).authorityId

/** A list's confirmations and documents. */
export const paperRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/documents/{documentId}/file',
    summary: '下载本系统印发的任职资格文件（PDF，已签名；会留痕）',
    act: 'lists.see',
    office: 'scoped',
    params: z.strictObject({ documentId: z.string().min(1).max(64).describe('文件编号') }),
    answers: { 200: z.string().meta({ contentMediaType: 'application/pdf', description: '文件' }) },
    problems: ['results/document-not-found', 'results/document-made-elsewhere', 'results/document-not-drawn'],
    async handle(ctx, { params }) {
      return { status: 200, body: (await takeDocument(ctx, params.documentId)).bytes }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/lists/{listId}/documents',
    summary: '列出名单的任职资格文件',
    act: 'lists.see',
    office: 'scoped',
    params: listParams,
    answers: {
      200: z.strictObject({
        items: z.array(
          z.strictObject({
            id: z.string(),
            number: z.string(),
            origin: z.enum(['here', 'elsewhere']).describe('本系统印发，或别处印发后登记'),
            issuer: z.string(),
            issuedOn: day,
            people: z.int().min(1),
            replacesId: z.string().nullable().describe('所更正的文件'),
          }),
        ),
      }),
    },
    problems: ['results/list-not-found'],
    async handle(ctx, { params }) {
      const list = await findList(ctx, ctx.database.read, params.listId)
      const { documents } = await paperOfList(ctx.database.read, list.id)
      return {
        status: 200,
        body: {
          items: documents.map(({ id, number, origin, issuer, issuedOn, people, replacesId }) => ({
            id,
            number,
            origin,
            issuer,
            issuedOn,
            people,
            replacesId,
          })),
        },
      }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/confirmations',
    summary: '确认评审结果',
    act: 'lists.confirm',
    // Who seals may be another office than who issues: the county's own, the city's.
    office: async (ctx, handle, input) =>
      input.body.sealedBy === undefined
        ? authorityOf(ctx, handle, input)
        : (await authorityByCreditCode(handle, input.body.sealedBy)).id,
    params: listParams,
    body: z.strictObject({
      sealedBy: z
        .string()
        .length(18)
        .optional()
        .describe('确认并签章的机构的统一社会信用代码；不填为名单的发证机关'),
    }),
    answers: {
      201: z.strictObject({
        confirmationId: z.string(),
        people: z.int().min(1),
        held: z.int().min(0).describe('因异议或复查暂缓的人数'),
      }),
    },
    problems: [...READY, 'results/reviewed-elsewhere', 'results/nobody-to-name'],
    async handle(ctx, { params: { listId }, body: { sealedBy } }) {
      const officeId =
        sealedBy === undefined ? undefined : (await authorityByCreditCode(ctx.database.read, sealedBy)).id
      return { status: 201, body: await confirmResults(ctx, { listId, officeId }) }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/documents',
    summary: '印发任职资格文件',
    act: 'documents.issue',
    office: authorityOf,
    params: listParams,
    body: z.strictObject({ documentNumber, replaces }),
    answers: { 201: recorded.extend({ held: z.int().min(0).describe('因异议或复查暂缓的人数') }) },
    problems: [
      ...READY,
      ...NUMBERED,
      'results/reviewed-elsewhere',
      'results/nobody-to-name',
      'results/document-not-correctable',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await issueDocument(ctx, { listId: params.listId, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/documents/elsewhere',
    summary: '登记别处印发的任职资格文件，与名单逐人核对',
    act: 'documents.issue',
    office: authorityOf,
    params: listParams,
    body: z.strictObject({
      documentNumber,
      issuedOn: day,
      issuer: z.string().min(1).max(100).optional().describe('发文机关全称'),
      replaces,
      persons: z
        .array(
          z.strictObject({
            name: z.string().min(1).max(100),
            title: z.string().min(1).max(100).describe('资格名称'),
            employer: z.string().max(100).nullable().default(null),
            specialty: z.string().max(100).nullable().default(null),
          }),
        )
        .min(1)
        .max(50_000)
        .describe('文件所列人员'),
    }),
    answers: { 201: recorded },
    problems: [
      ...READY,
      ...NUMBERED,
      'results/bad-document-day',
      'results/document-before-meeting',
      'results/bad-issuer',
      'results/already-confirmed',
      'results/document-differs',
      'results/document-not-correctable',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await registerDocument(ctx, { listId: params.listId, ...body }),
    }),
  }),
]

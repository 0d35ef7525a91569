import { z } from 'zod'
import { authorityByCreditCode } from '../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../identity/route.ts'
import { confirmList } from './confirm-list.ts'
import { findList, listLists, officesOfList } from './find-list.ts'
import { readRows } from './read-rows.ts'
import { receiveList } from './receive-list.ts'
import { submitList } from './submit-list.ts'

const listParams = z.strictObject({ listId: z.string().min(1).max(64).describe('名单编号') })

const listPage = z.strictObject({
  after: z.string().min(1).max(64).optional().describe('上一页最后一项的编号'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几项'),
})

const rowPage = z.strictObject({
  after: z.coerce.number().int().min(0).default(0).describe('上一页最后一行的序号'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几行'),
})

const upload = z.strictObject({
  authority: z.string().length(18).describe('发证机关的统一社会信用代码'),
  office: z.string().length(18).describe('报送机构的统一社会信用代码'),
  fileName: z.string().min(1).max(200).describe('文件名'),
  replaces: z.string().min(1).max(64).optional().describe('所更正的名单的编号'),
})

const day = z.iso.date().describe('日期，如 2023-12-20')

const listShape = z.strictObject({
  id: z.string(),
  officeId: z.string(),
  authorityId: z.string(),
  authority: z.string(),
  fileName: z.string(),
  rows: z.int().min(1),
  importedOn: day,
  importedBy: z.string().describe('导入的账号，不是姓名'),
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  document: z.string().nullable().describe('确认名单的任职资格文件'),
})

const rowShape = z.strictObject({
  position: z.int().min(1),
  name: z.string(),
  employer: z.string(),
  series: z.string(),
  specialty: z.string(),
  title: z.string(),
  level: z.string(),
  route: z.string(),
  obtainedOn: day,
  committee: z.string().nullable(),
})

/** Approved lists: brought, read, submitted for review, confirmed. */
export const listRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/lists',
    summary: '列出名单',
    act: 'lists.see',
    office: 'scoped',
    query: listPage,
    answers: { 200: z.strictObject({ items: z.array(listShape), next: z.string().nullable() }) },
    problems: [],
    handle: async (ctx, { query }) => ({ status: 200, body: await listLists(ctx, ctx.database.read, query) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists',
    summary: '上传评审通过人员名单（xlsx、xls 或 csv 原文件）',
    act: 'lists.import',
    office: async (_, handle, { query }) => (await authorityByCreditCode(handle, query.office)).id,
    query: upload,
    body: 'bytes',
    answers: { 202: z.strictObject({ jobId: z.string(), warnings: z.int().min(0) }) },
    problems: ['results/list-has-defects', 'identity/authority-not-found', 'spreadsheets/not-a-workbook'],
    async handle(ctx, { query, body }) {
      const { jobId, warnings } = await receiveList(ctx, { bytes: body, ...query })
      return { status: 202, body: { jobId, warnings: warnings.length } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/lists/{listId}',
    summary: '查看一份名单',
    act: 'lists.see',
    office: 'scoped',
    params: listParams,
    answers: { 200: listShape },
    problems: ['results/list-not-found'],
    handle: async (ctx, { params }) => ({
      status: 200,
      body: await findList(ctx, ctx.database.read, params.listId),
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/lists/{listId}/rows',
    summary: '查看名单的人员（不含证件号码）',
    act: 'lists.see',
    office: 'scoped',
    params: listParams,
    query: rowPage,
    answers: { 200: z.strictObject({ items: z.array(rowShape), next: z.int().nullable() }) },
    problems: ['results/list-not-found'],
    async handle(ctx, { params, query }) {
      const { list, rows } = await readRows(ctx, { listId: params.listId, ...query })
      const items = rows.map((row) => ({
        position: row.position,
        name: row.name,
        employer: row.employer,
        series: row.series,
        specialty: row.specialty,
        title: row.title,
        level: row.level,
        route: row.route,
        obtainedOn: row.obtainedOn,
        committee: row.committee,
      }))
      const last = items.at(-1)?.position ?? list.rows
      return { status: 200, body: { items, next: last < list.rows ? last : null } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/submission',
    summary: '提交名单送审',
    act: 'lists.submit',
    office: async (_, handle, { params }) => (await officesOfList(handle, params.listId)).officeId,
    params: listParams,
    body: 'none',
    answers: { 201: z.strictObject({ requestId: z.string() }) },
    problems: ['results/list-not-found', 'results/already-confirmed', 'results/list-replaced'],
    handle: async (ctx, { params }) => ({
      status: 201,
      body: { requestId: await submitList(ctx, { listId: params.listId }) },
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/confirmation',
    summary: '以任职资格文件确认名单',
    act: 'lists.confirm',
    office: async (_, handle, { params }) => (await officesOfList(handle, params.listId)).authorityId,
    params: listParams,
    body: z.strictObject({
      documentNumber: z.string().min(1).max(60).describe('发文字号，如 云人社发〔2023〕12号'),
      issuedOn: day,
    }),
    answers: {
      201: z.strictObject({ documentId: z.string(), number: z.string(), titles: z.int().min(1) }),
    },
    problems: [
      'results/list-not-found',
      'results/already-confirmed',
      'results/list-replaced',
      'results/bad-document-number',
      'results/bad-document-day',
      'results/document-number-used',
      'approvals/not-approved',
      'approvals/changed',
      'identity/no-power',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await confirmList(ctx, { listId: params.listId, ...body }),
    }),
  }),
]

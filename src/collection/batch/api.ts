import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import {
  batchParams,
  batchShape,
  digest,
  id,
  newUpload,
  rowShape,
  shownBatch,
  shownRow,
  shownUpload,
  uploadParams,
  uploadShape,
} from './api-shapes.ts'
import { beginUpload } from './begin-upload.ts'
import { completeUpload } from './complete-upload.ts'
import { countChanges } from './count-changes.ts'
import { findBatch, listBatches, officeOfBatch } from './find-batches.ts'
import { findUpload, listUploads, missingParts, officeOfUpload } from './find-upload.ts'
import { readDefects, readMarked } from './read-findings.ts'
import { readRows } from './read-rows.ts'
import { takePart } from './take-part.ts'
import { withdrawBatch } from './withdraw-batch.ts'

const ofUpload = ['collection/upload-not-found']
const ofBatch = ['collection/batch-not-found']
const BEGIN = [
  'file-empty',
  'file-too-large',
  'other-size',
  'not-assigned',
  'not-past',
  'cannot-replace',
  'same-file',
  'batch-not-found',
].map((reason) => `collection/${reason}`)

/** Lists of past titles on their way in, and the batches they become. */
export const collectionBatchRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/uploads',
    summary: '列出还没有收入的历年职称文件',
    act: 'collection.see',
    office: 'scoped',
    answers: { 200: z.strictObject({ items: z.array(uploadShape) }) },
    problems: [],
    async handle(ctx) {
      const items = await listUploads(ctx, ctx.database.read)
      return { status: 200, body: { items: items.map((upload) => shownUpload(upload, [])) } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/uploads',
    summary: '登记要分段上传的历年职称文件；同一份文件再登记即是续传',
    act: 'collection.enter',
    office: (_ctx, _handle, { body }) => Promise.resolve(body.officeId),
    body: newUpload,
    answers: { 200: uploadShape },
    problems: BEGIN,
    async handle(ctx, { body }) {
      const upload = await beginUpload(ctx, body)
      return { status: 200, body: shownUpload(upload, await missingParts(ctx.database.read, upload)) }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/uploads/{uploadId}',
    summary: '查看一次上传：缺哪几段、处理到哪里',
    act: 'collection.see',
    office: (_, handle, { params }) => officeOfUpload(handle, params.uploadId),
    params: uploadParams,
    answers: { 200: uploadShape },
    problems: ofUpload,
    async handle(ctx, { params }) {
      const upload = await findUpload(ctx, ctx.database.read, params.uploadId)
      const missing = upload.state === 'receiving' ? await missingParts(ctx.database.read, upload) : []
      return { status: 200, body: shownUpload(upload, missing) }
    },
  }),
  staffRoute({
    method: 'put',
    path: '/api/v1/collections/uploads/{uploadId}/parts/{part}',
    summary: '上传一段',
    act: 'collection.enter',
    office: (_, handle, { params }) => officeOfUpload(handle, params.uploadId),
    params: uploadParams.extend({ part: z.coerce.number().int().min(0).max(100_000).describe('段的编号') }),
    query: z.strictObject({ digest: digest.describe('这一段的 SHA-256，小写十六进制') }),
    body: 'bytes',
    // The same part again changes nothing.
    repeatsItself: true,
    answers: { 204: z.null() },
    problems: [...ofUpload, 'collection/upload-closed', 'collection/no-such-part', 'collection/part-differs'],
    async handle(ctx, { params, query, body }) {
      const { uploadId, part } = params
      await takePart(ctx, { uploadId, number: part, bytes: body, digest: query.digest })
      return { status: 204, body: null }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/uploads/{uploadId}/completion',
    summary: '传完，开始检查和入库；中断后再提交即从断处继续',
    act: 'collection.enter',
    office: (_, handle, { params }) => officeOfUpload(handle, params.uploadId),
    params: uploadParams,
    body: 'none',
    answers: { 200: uploadShape },
    problems: [...ofUpload, 'collection/part-missing'],
    async handle(ctx, { params }) {
      return { status: 200, body: shownUpload(await completeUpload(ctx, params.uploadId), []) }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/uploads/{uploadId}/defects',
    summary: '查看文件的问题，逐格列出',
    act: 'collection.see',
    office: (_, handle, { params }) => officeOfUpload(handle, params.uploadId),
    params: uploadParams,
    answers: {
      200: z.strictObject({
        items: z.array(
          z.strictObject({
            sheet: z.string(),
            row: z.int(),
            column: z.string(),
            value: z.string(),
            code: z.string(),
            severity: z.enum(['refusal', 'warning']),
            reason: z.string(),
          }),
        ),
      }),
    },
    problems: ofUpload,
    async handle(ctx, { params }) {
      return { status: 200, body: { items: await readDefects(ctx, params.uploadId) } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/uploads/{uploadId}/marked',
    summary: '取回标注了问题的原表',
    act: 'collection.see',
    office: (_, handle, { params }) => officeOfUpload(handle, params.uploadId),
    params: uploadParams,
    answers: {
      200: z.string().meta({
        contentMediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      }),
    },
    problems: [...ofUpload, 'collection/no-marked-copy'],
    handle: async (ctx, { params }) => ({ status: 200, body: await readMarked(ctx, params.uploadId) }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/batches',
    summary: '列出批次',
    act: 'collection.see',
    office: 'scoped',
    query: z.strictObject({
      after: id.optional().describe('上一页最后一项的编号'),
      limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几项'),
    }),
    answers: { 200: z.strictObject({ items: z.array(batchShape), next: z.string().nullable() }) },
    problems: [],
    async handle(ctx, { query }) {
      const { items, next } = await listBatches(ctx, ctx.database.read, query)
      return { status: 200, body: { items: items.map(shownBatch), next } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/batches/{batchId}',
    summary: '查看一个批次',
    act: 'collection.see',
    office: (_, handle, { params }) => officeOfBatch(handle, params.batchId),
    params: batchParams,
    answers: {
      200: batchShape.extend({
        state: z.enum(['in-proof', 'accepted', 'withdrawn', 'replaced']),
        changes: z
          .strictObject({ added: z.int(), changed: z.int(), removed: z.int() })
          .nullable()
          .describe('与所更正的批次相比'),
      }),
    },
    problems: ofBatch,
    async handle(ctx, { params }) {
      const batch = await findBatch(ctx, ctx.database.read, params.batchId)
      const changes = await countChanges(ctx.database.read, batch)
      return { status: 200, body: { ...shownBatch(batch), state: batch.state, changes } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/batches/{batchId}/rows',
    summary: '查看批次的行；更正批次可以只看改了的',
    act: 'collection.see',
    office: (_, handle, { params }) => officeOfBatch(handle, params.batchId),
    params: batchParams,
    query: z.strictObject({
      after: z.coerce.number().int().min(0).default(0).describe('上一页最后一行的序号'),
      limit: z.coerce.number().int().min(1).max(200).default(50).describe('每页最多几行'),
      only: z.enum(['changed']).optional().describe('changed：只看与所更正的批次不同的行'),
    }),
    answers: { 200: z.strictObject({ items: z.array(rowShape), next: z.int().nullable() }) },
    problems: ofBatch,
    async handle(ctx, { params, query }) {
      const { after, limit, only } = query
      const asked = { batchId: params.batchId, after, limit, onlyChanged: only === 'changed' }
      const { rows, next } = await readRows(ctx, asked)
      const items = rows.map(({ row, name }) => shownRow(row, name))
      return { status: 200, body: { items, next } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/batches/{batchId}/withdrawal',
    summary: '撤回还没有验收的批次',
    act: 'collection.enter',
    office: (_, handle, { params }) => officeOfBatch(handle, params.batchId),
    params: batchParams,
    body: z.strictObject({ ground: z.string().min(1).max(500).describe('撤回的理由，不写个人信息') }),
    answers: { 204: z.null() },
    problems: [...ofBatch, 'collection/batch-ended', 'collection/not-assigned'],
    async handle(ctx, { params, body }) {
      await withdrawBatch(ctx, { batchId: params.batchId, ground: body.ground })
      return { status: 204, body: null }
    },
  }),
]

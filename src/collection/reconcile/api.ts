import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import type { Handle } from '../../platform/database.ts'
import { LEVEL_CODES } from '../../titles/level.ts'
import { ROUTES } from '../../titles/route.ts'
import { wholeBatch } from '../batch/whole-batch.ts'
import { mendCell } from '../mending/mend-cell.ts'
import { mendingQueue } from '../mending/find-mending.ts'
import { MENDED_FIELDS } from '../mending/mended-field.ts'
import { COMPARED_FIELDS } from './compare-titles.ts'
import { startComparing } from './compare-job.ts'
import { decideComparison } from './decide.ts'
import { OUTCOMES } from './outcome.ts'
import { readComparisons } from './read-comparisons.ts'

const id = z.string().min(1).max(64)
const params = z.strictObject({ batchId: id.describe('批次编号') })
const of = {
  office: async (_: unknown, handle: Handle, input: { readonly params: { readonly batchId: string } }) =>
    (await wholeBatch(handle, input.params.batchId)).officeId,
  params,
}
const after = z.coerce.number().int().min(0).max(2_000_000).optional().describe('从这个序号之后')
const text = z.string().nullable()
const told = z.strictObject({
  name: z.string().optional(),
  series: text.optional(),
  specialty: text.optional(),
  title: z.string().optional(),
  level: z.enum(LEVEL_CODES).optional(),
  route: z.enum(ROUTES).optional(),
  obtainedOn: z.string().optional().describe('1998、1998-12 或 1998-12-01'),
  document: text.optional(),
  issuer: text.optional(),
  paper: text.optional().describe('证书编号'),
})
const side = z.strictObject({ where: z.string(), beside: text, told })
const field = z.enum(COMPARED_FIELDS)
const choice = z.enum(['this', 'other']).describe('this：以本批为准；other：以另一方为准')
const IN_PROOF = ['collection/batch-not-found', 'collection/batch-not-in-proof', 'collection/not-assigned']

/** Comparing a batch, deciding what was found, and mending characters. */
export const reconcileRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/batches/{batchId}/reconciliations',
    summary: '开始比对一个批次；再次比对为下一轮，已作的决定仍然有效',
    act: 'collection.enter',
    ...of,
    body: z.strictObject({
      scope: z
        .enum(['addition', 'whole'])
        .describe('addition：补报；whole：各格的全部，已验收而本批没有的也要决定'),
    }),
    answers: { 202: z.strictObject({ jobId: z.string() }) },
    problems: IN_PROOF,
    handle: async (ctx, { params: { batchId }, body: { scope } }) => ({
      status: 202,
      body: { jobId: await startComparing(ctx, { batchId, scope }) },
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/batches/{batchId}/comparisons',
    summary: '列出比对出的差异，两方并列；先留下查看记录',
    act: 'collection.see',
    ...of,
    query: z.strictObject({ after, open: z.enum(['true', 'false']).optional().describe('只看未决定的') }),
    answers: {
      200: z.strictObject({
        round: z.int().min(0).describe('第几轮比对；0 为尚未比对'),
        undecided: z.int().min(0),
        items: z.array(
          z.strictObject({
            key: z.string(),
            position: z.int(),
            verdict: z.string(),
            against: z.string(),
            why: z.string().describe('为什么认作同一个人'),
            fields: z.array(field),
            mine: side.nullable(),
            other: side,
            outcome: z.enum(OUTCOMES).nullable().describe('已作的决定'),
            digest: z.string().describe('所显示内容的摘要，决定时带上'),
          }),
        ),
        next: z.int().nullable(),
      }),
    },
    problems: ['collection/batch-not-found'],
    async handle(ctx, { params: { batchId }, query }) {
      const isOpen = query.open === 'true'
      const { last, undecided, shown, next } = await readComparisons(ctx, {
        batchId,
        after: query.after ?? 0,
        isOpen,
      })
      const items = shown.map(({ comparison, why, mine, other, decision, digest }) => {
        const { key, position, verdict, against, fields } = comparison
        return {
          key,
          position,
          verdict,
          against,
          why,
          fields,
          mine,
          other,
          outcome: decision?.outcome ?? null,
          digest,
        }
      })
      return { status: 200, body: { round: last?.round ?? 0, undecided, items, next } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/batches/{batchId}/decisions',
    summary: '决定一处差异，逐项选定以哪一方为准',
    act: 'collection.enter',
    ...of,
    body: z.strictObject({
      key: z.string().min(1).max(400).describe('差异的 key'),
      digest: z.string().length(64).describe('所见内容的摘要'),
      outcome: z.enum(OUTCOMES),
      choices: z.partialRecord(field, choice),
      ground: z.string().max(500),
      alike: z.boolean().describe('其余同样情形的也照此决定'),
    }),
    answers: { 200: z.strictObject({ decided: z.int().min(1) }) },
    problems: [
      ...IN_PROOF,
      'collection/comparison-not-found',
      'collection/bad-decision',
      'collection/shown-otherwise',
    ],
    handle: async (ctx, { params: { batchId }, body }) => ({
      status: 200,
      body: { decided: await decideComparison(ctx, { batchId, ...body }) },
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/batches/{batchId}/mendings',
    summary: '列出待修字的行；先留下查看记录',
    act: 'collection.see',
    ...of,
    query: z.strictObject({ after }),
    answers: {
      200: z.strictObject({
        items: z.array(
          z.strictObject({
            rowId: z.string(),
            sheet: z.string(),
            sheetRow: z.int(),
            cells: z.array(
              z.strictObject({ field: z.enum(MENDED_FIELDS), text: z.string(), codes: z.array(z.string()) }),
            ),
          }),
        ),
        next: z.int().nullable(),
      }),
    },
    problems: ['collection/batch-not-found'],
    async handle(ctx, { params: { batchId }, query }) {
      const { rows, next } = await mendingQueue(ctx, { batchId, after: query.after ?? 0 })
      const items = rows.map(({ row, cells }) => ({
        rowId: row.id,
        sheet: row.sheet,
        sheetRow: row.sheetRow,
        cells: cells.map((cell) => ({ ...cell, codes: [...cell.codes] })),
      }))
      return { status: 200, body: { items, next } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/batches/{batchId}/mendings',
    summary: '指明造字区的字是哪个字',
    act: 'collection.enter',
    ...of,
    body: z.strictObject({
      rowId: id,
      field: z.enum(MENDED_FIELDS),
      text: z.string().min(1).max(200).describe('改好后的整格内容'),
      ground: z.string().min(1).max(200).describe('核对的依据'),
    }),
    answers: { 204: z.undefined() },
    problems: [
      ...IN_PROOF,
      'collection/row-not-found',
      'collection/nothing-to-mend',
      'collection/bad-mending',
      'collection/mend-by-correction',
    ],
    async handle(ctx, { params: { batchId }, body }) {
      await mendCell(ctx, { ...body, batchId })
      return { status: 204, body: undefined }
    },
  }),
]

import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { versionsOf } from '../records/find-record.ts'
import { COPY_ACTS, EXCHANGE_KINDS } from './exchange.ts'
import { officeOfFile, receiveReply, sendFile } from './file-event.ts'
import { listFiles } from './list-files.ts'
import { makeFile } from './make-file.ts'
import { endAfterRepair, noteCopy } from './note-copy.ts'
import { setPlatform } from './set-platform.ts'

const id = z.string().min(1).max(64)
const day = z.iso.date().describe('日期，如 2026-11-20')
const name = z.string().max(100)
const inBody = (_: unknown, __: unknown, { body }: { readonly body: { readonly officeId: string } }) =>
  Promise.resolve(body.officeId)
const ofRecord = {
  office: async (
    _: unknown,
    handle: Parameters<typeof versionsOf>[0],
    input: { readonly params: { readonly recordId: string } },
  ) => (await versionsOf(handle, input.params.recordId))[0].officeId,
  params: z.strictObject({ recordId: id.describe('诚信记录编号') }),
}

/** Handing records over to the credit platform. */
export const sharingRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/platforms',
    summary: '登记信用信息平台和共享的依据，或停止共享',
    act: 'integrity.publish',
    office: inBody,
    body: z.strictObject({
      officeId: id,
      name,
      publicKey: z.string().max(64).describe('平台签回执的 Ed25519 公钥，32 字节，base64url'),
      basis: z.string().max(200).describe('文件和条款'),
      isOpen: z.boolean(),
    }),
    answers: { 204: z.undefined() },
    problems: ['integrity/bad-record', 'integrity/changed-meanwhile'],
    async handle(ctx, { body }) {
      await setPlatform(ctx, body)
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/integrity/files',
    summary: '共享文件一览',
    act: 'integrity.see',
    office: 'scoped',
    answers: {
      200: z.strictObject({
        items: z.array(
          z.strictObject({
            exchangeId: z.string(),
            officeId: z.string(),
            sequence: z.int(),
            kind: z.enum(EXCHANGE_KINDS),
            madeOn: day,
            lines: z.int(),
            answer: z.enum(['accepted', 'partly', 'refused']).nullable().describe('没有回执的为 null'),
            rejected: z.int().describe('平台退回的行数'),
            isOverdue: z.boolean().describe('逾期没有回执，应重新发送'),
          }),
        ),
      }),
    },
    problems: [],
    handle: async (ctx) => ({ status: 200, body: { items: await listFiles(ctx) } }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/files',
    summary: '制作下一份共享文件：全量、增量或撤回',
    act: 'integrity.share',
    office: inBody,
    body: z.strictObject({ officeId: id, kind: z.enum(EXCHANGE_KINDS) }),
    answers: { 201: z.strictObject({ exchangeId: z.string(), sequence: z.int(), lines: z.int() }) },
    problems: ['integrity/no-platform', 'integrity/nothing-to-share', 'people/erased'],
    async handle(ctx, { body }) {
      const { fileId, sequence, lines } = await makeFile(ctx, body)
      return { status: 201, body: { exchangeId: fileId, sequence, lines } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/files/{exchangeId}/sending',
    summary: '取出共享文件发送或重新发送：每次逐字节相同，先留下记录',
    act: 'integrity.share',
    office: (_, handle, { params: { exchangeId } }) => officeOfFile(handle, exchangeId),
    params: z.strictObject({ exchangeId: id.describe('共享文件编号') }),
    body: 'none',
    answers: {
      200: z.strictObject({ name: z.string().describe('文件名'), content: z.string().describe('JWS') }),
    },
    problems: ['integrity/file-not-found', 'integrity/file-gone', 'people/erased'],
    async handle(ctx, { params: { exchangeId } }) {
      const { name: fileName, text } = await sendFile(ctx, exchangeId)
      return { status: 200, body: { name: fileName, content: text } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/replies',
    summary: '登记平台签名的回执',
    act: 'integrity.share',
    office: inBody,
    body: z.strictObject({ officeId: id, content: z.string().max(5_000_000).describe('JWS') }),
    answers: {
      201: z.strictObject({ sequence: z.int(), outcome: z.enum(['sent', 'accepted', 'partly', 'refused']) }),
    },
    problems: ['integrity/reply-not-genuine', 'integrity/reply-elsewhere', 'integrity/already-answered'],
    handle: async (ctx, { body: { officeId, content } }) => ({
      status: 201,
      body: await receiveReply(ctx, { officeId, text: content }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/copies',
    summary: '登记共享副本的变化：信用修复、暂不共享、恢复共享；不影响本档案的记录',
    act: 'integrity.share',
    ...ofRecord,
    body: z.strictObject({ act: z.enum(COPY_ACTS), document: name.describe('文号'), happenedOn: day }),
    answers: { 204: z.undefined() },
    problems: [
      'integrity/record-not-found',
      'integrity/not-in-force',
      'integrity/not-shared',
      'integrity/copy-settled',
      'integrity/record-destroyed',
      'integrity/bad-record',
      'integrity/changed-meanwhile',
    ],
    async handle(ctx, { params: { recordId }, body }) {
      await noteCopy(ctx, { ...body, recordId })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/endings-after-repair',
    summary: '信用修复后，按决定提前终止本档案的记录；须当地规定允许',
    act: 'integrity.enter',
    ...ofRecord,
    body: z.strictObject({
      endsOn: day,
      decidedBy: name,
      decisionNumber: name,
      decidedOn: day,
      reason: z.string().max(2000),
    }),
    answers: { 204: z.undefined() },
    problems: [
      'integrity/record-not-found',
      'integrity/not-repaired',
      'integrity/repair-ends-nothing',
      'integrity/bad-record',
      'integrity/not-in-force',
      'integrity/already-over',
      'integrity/already-cleared',
      'integrity/changed-meanwhile',
      'people/erased',
    ],
    async handle(ctx, { params: { recordId }, body }) {
      await endAfterRepair(ctx, { ...body, recordId })
      return { status: 204, body: undefined }
    },
  }),
]

import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../identity/route.ts'
import { base64url, fromHex, fromUtf8 } from '../signing/bytes.ts'
import { commitDocument } from './commit-document.ts'

const newDocument = z.strictObject({
  officeId: z.string().min(1).max(64).describe('以哪个机构的名义'),
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/)
    .describe('文件种类，会公开：小写字母、数字和连字符'),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('文件的 SHA-256，64 位小写十六进制；不公开'),
})

const receipt = z.strictObject({
  index: z.int().min(0).describe('在存证链中的序号'),
  entry: z.string().describe('条目原文，RFC 8785 JSON'),
  salt: z.string().describe('承诺值的盐，32 字节 base64url；请保存，凭它才能证明条目说的是这份文件'),
  commitment: z
    .string()
    .describe(
      '条目中的承诺值，32 字节 base64url：HMAC-SHA-256，密钥为 salt，内容为 "zhengxin/v1|document|digest|"、条目的 record、"|" 和摘要的 32 个字节，依次相接',
    ),
  proof: z.string().describe('c2sp.org/tlog-proof@v1'),
  checkpoint: z.string().describe('签名检查点'),
})

export const documentRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/documents',
    summary: '把一份文件的摘要写入存证链，当场取得序号、证明和检查点；重复提交得到同一条',
    act: 'ledger.append',
    office: (_, __, { body }) => Promise.resolve(body.officeId),
    body: newDocument,
    answers: { 201: receipt },
    problems: ['documents/not-a-client', 'ledger/busy', 'ledger/disk-full', 'ledger/clock-behind'],
    // Its transaction is the queue's, so it cannot be part of the door's own.
    repeatsItself: true,
    async handle(ctx, { body }) {
      const { officeId, kind, digest } = body
      const given = await commitDocument(ctx, { officeId, kind, digest: fromHex(digest) })
      return {
        status: 201,
        body: {
          index: Number(given.index),
          entry: fromUtf8(given.entry),
          salt: base64url(given.answer.salt),
          commitment: base64url(given.answer.commitment),
          proof: given.proof,
          checkpoint: given.checkpoint,
        },
      }
    },
  }),
]

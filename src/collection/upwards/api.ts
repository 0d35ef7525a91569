import { z } from 'zod'
import { findAuthority } from '../../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { exportReport } from './export-report.ts'
import { importReport } from './import-report.ts'
import { nameSender } from './name-sender.ts'

const id = z.string().min(1).max(64)
const params = z.strictObject({
  programmeId: id.describe('归集任务编号'),
  officeId: id.describe('承担任务的机构'),
})

/** Reports to and from collections kept in other deployments. */
export const upwardsRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/{programmeId}/offices/{officeId}/exports',
    summary: '导出签名的上报文件：已验收的全部职称和零报告，新的一版',
    act: 'collection.enter',
    office: (_, __, { params: { officeId } }) => Promise.resolve(officeId),
    params,
    body: 'none',
    answers: {
      200: z.strictObject({
        version: z.int().min(1),
        rows: z.int().min(0),
        file: z.string().describe('文件，base64'),
      }),
    },
    problems: [
      'collection/programme-not-found',
      'collection/not-assigned',
      'collection/not-past',
      'collection/changed-meanwhile',
    ],
    async handle(ctx, { params: asked }) {
      const { bytes, version, rows } = await exportReport(ctx, asked)
      return { status: 200, body: { version, rows, file: Buffer.from(bytes).toString('base64') } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/{programmeId}/offices/{officeId}/imports',
    summary: '接收下级的上报文件：验签名和版次，再按同一套规则检查每一行',
    act: 'collection.enter',
    office: (_, __, { params: { officeId } }) => Promise.resolve(officeId),
    params,
    body: 'bytes',
    answers: {
      201: z.strictObject({
        version: z.int().min(1),
        uploadId: z.string().nullable().describe('没有行的为 null'),
        returnId: z.string().nullable().describe('没有新的零报告为 null'),
      }),
    },
    problems: [
      'collection/programme-not-found',
      'collection/not-assigned',
      'collection/bad-report',
      'collection/sender-unknown',
      'collection/report-elsewhere',
      'collection/report-older',
      'collection/report-miscounted',
      'collection/not-past',
      'collection/report-too-large',
    ],
    handle: async (ctx, { params: asked, body }) => ({
      status: 201,
      body: await importReport(ctx, { ...asked, bytes: body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/offices/{officeId}/report-key',
    summary: '登记下级机构上报文件的签名公钥',
    act: 'collection.assign',
    office: async (_, handle, { params: { officeId } }) =>
      (await findAuthority(handle, officeId))?.parentId ?? officeId,
    params: z.strictObject({ officeId: id.describe('上报的机构') }),
    body: z.strictObject({
      publicKey: z.string().min(40).max(64).describe('Ed25519 公钥，base64url'),
      ground: z.string().min(2).max(200).describe('怎样核对的'),
    }),
    answers: { 204: z.undefined() },
    problems: ['collection/bad-sender', 'collection/changed-meanwhile', 'identity/office-not-found'],
    async handle(ctx, { params: { officeId }, body }) {
      await nameSender(ctx, { ...body, officeId })
      return { status: 204, body: undefined }
    },
  }),
]

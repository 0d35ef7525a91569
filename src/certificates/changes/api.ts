import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { invalidationById } from '../../results/inquiry/propose-invalidation.ts'
import { findDocument } from '../../results/document/find-document.ts'
import { applyInvalidation } from './apply-invalidation.ts'
import { proposeFollowing } from './propose-following.ts'

/** Certificates follow a declared invalidity, and a corrected document. */
export const invalidationRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/documents/{documentId}/following',
    summary: '提出证书随更正后的任职资格文件更正，一次送审',
    act: 'certificates.change',
    office: async (_, handle, { params }) => (await findDocument(handle, params.documentId)).authorityId,
    params: z.strictObject({ documentId: z.string().min(1).max(64).describe('更正后的文件的编号') }),
    body: z.strictObject({ ground: z.string().min(2).max(500).describe('更正的理由') }),
    answers: {
      201: z.strictObject({
        planId: z.string(),
        requestId: z.string(),
        digest: z.string(),
        certificates: z.int().min(1),
      }),
    },
    problems: [
      'results/document-not-found',
      'certificates/bad-decision',
      'certificates/nobody-touched',
      'certificates/too-many',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await proposeFollowing(ctx, { document: params.documentId, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/invalidations/{invalidationId}/application',
    summary: '办理已批准的无效决定：结果无效，证书撤销',
    act: 'results.inquire',
    office: async (_, handle, { params }) => (await invalidationById(handle, params.invalidationId)).officeId,
    params: z.strictObject({ invalidationId: z.string().min(1).max(64).describe('无效决定编号') }),
    body: 'none',
    answers: { 200: z.strictObject({ results: z.int(), certificates: z.int() }) },
    problems: [
      'results/invalidation-not-found',
      'results/invalidation-applied',
      'results/invalidation-changed',
      'approvals/not-approved',
      'approvals/changed',
    ],
    handle: async (ctx, { params }) => ({
      status: 200,
      body: await applyInvalidation(ctx, params.invalidationId),
    }),
  }),
]

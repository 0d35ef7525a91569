import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { invalidationById } from '../../results/inquiry/propose-invalidation.ts'
import { applyInvalidation } from './apply-invalidation.ts'

/** Certificates follow a declared invalidity. */
export const invalidationRoutes: readonly StaffRoute[] = [
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

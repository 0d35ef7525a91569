import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { versionsOf } from '../../integrity/records/find-record.ts'
import { proposeForRecord } from './propose-for-record.ts'

/** Certificates follow a record of misconduct. */
export const recordConsequenceRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/certificates',
    summary: '按生效的诚信记录提出撤销证书；记录已撤销的，提出恢复',
    act: 'certificates.change',
    office: async (_, handle, { params }) => (await versionsOf(handle, params.recordId))[0].officeId,
    params: z.strictObject({ recordId: z.string().min(1).max(64).describe('诚信记录编号') }),
    body: 'none',
    answers: {
      200: z.strictObject({
        certificates: z.array(
          z.strictObject({
            number: z.string(),
            outcome: z
              .enum(['proposed', 'waiting', 'done', 'other-record', 'other-decision', 'elsewhere', 'unknown'])
              .describe(
                '已提出、在等核准、早已如此、另一条生效的记录也撤销它、由另一份决定终止、别的机构签发、不是本人的证书',
              ),
          }),
        ),
      }),
    },
    problems: ['integrity/record-not-found', 'integrity/not-in-force'],
    handle: async (ctx, { params }) => ({
      status: 200,
      body: { certificates: await proposeForRecord(ctx, params.recordId) },
    }),
  }),
]

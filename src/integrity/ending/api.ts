import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { versionsOf } from '../records/find-record.ts'
import { HOLD_KINDS } from './hold-kind.ts'
import { holdRecord } from './hold-record.ts'

/** Keeping a record beyond its time. */
export const endingRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/holds',
    summary: '因申诉、诉讼或归档保全一条记录，期满不销毁；或解除保全',
    act: 'integrity.enter',
    office: async (_, handle, { params: { recordId } }) => (await versionsOf(handle, recordId))[0].officeId,
    params: z.strictObject({ recordId: z.string().min(1).max(64).describe('诚信记录编号') }),
    body: z.strictObject({
      kind: z.enum(HOLD_KINDS),
      isStanding: z.boolean().describe('false：解除'),
      ground: z.string().max(500).describe('文号和事由'),
    }),
    answers: { 204: z.undefined() },
    problems: [
      'integrity/record-not-found',
      'integrity/already-held',
      'integrity/not-held',
      'integrity/record-destroyed',
      'integrity/bad-record',
      'people/erased',
    ],
    async handle(ctx, { params: { recordId }, body }) {
      await holdRecord(ctx, { ...body, recordId })
      return { status: 204, body: undefined }
    },
  }),
]

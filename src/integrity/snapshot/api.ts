import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { ID_DOCUMENT_TYPES } from '../../people/id-document.ts'
import { encodeAbsence } from './absence.ts'
import { askAbsence } from './ask-absence.ts'

/** The daily snapshot, asked about one subject. */
export const snapshotRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/absences',
    summary: '某日不在诚信档案的证明：任何人可凭证件号码自行核对；先留下查询记录和事由',
    act: 'integrity.see',
    office: (_, __, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({
      officeId: z.string().min(1).max(64),
      name: z.string().max(100).describe('证件上的姓名；与号码不符的，不出具'),
      idType: z.enum(ID_DOCUMENT_TYPES),
      idNumber: z.string().max(40),
      day: z.iso.date().describe('日期，如 2026-11-20'),
    }),
    answers: {
      200: z.strictObject({
        outcome: z.enum(['absent', 'listed']),
        proof: z.string().nullable().describe('证明文件；当日在记录期内的为 null'),
      }),
    },
    problems: [
      'integrity/bad-subject',
      'integrity/bad-search',
      'integrity/no-snapshot',
      'integrity/snapshot-altered',
      'ledger/not-published',
    ],
    async handle(ctx, { body: { officeId, name, day, idType, idNumber } }) {
      const answer = await askAbsence(ctx, { officeId, name, day, subject: { idType, idNumber } })
      const proof = answer.kind === 'absent' ? encodeAbsence(answer.proof) : null
      return { status: 200, body: { outcome: answer.kind, proof } }
    },
  }),
]

import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import type { Handle } from '../../platform/database.ts'
import { giveConsent, MOST_DAYS, withdrawConsent } from '../asked/consent.ts'
import { handOutCode, type HolderOf } from './hand-out-code.ts'
import { makeStatement, MOST_WORDS } from './make-statement.ts'
import { objectToRecord } from './object-to-record.ts'
import { ownStatus } from './own-status.ts'
import { noSuchHolder } from './refusals.ts'

const id = z.string().min(1).max(64)
const day = z.iso.date()
const words = z.string().max(4000)
const short = z.string().max(100)
const NOT_OWN = ['integrity/not-at-own-door']

const statusShape = z.strictObject({
  name: z.string(),
  day,
  records: z.array(
    z.strictObject({
      recordId: z.string(),
      office: z.string(),
      conduct: z.string(),
      facts: z.string(),
      decidedBy: z.string(),
      decisionNumber: z.string(),
      decidedOn: day,
      startsOn: day.nullable(),
      endsOn: day.nullable(),
      state: z.enum(['to-come', 'in-term', 'ended-early', 'expired']),
      mayObject: z.boolean(),
      notes: z.array(
        z.strictObject({
          kind: z.enum(['objected', 'answered']),
          detail: z.string().describe('答复：kept 维持，changed 予以更正或撤销'),
          day,
          words: z.string(),
        }),
      ),
    }),
  ),
  inquiries: z
    .array(
      z.strictObject({
        day,
        office: z.string(),
        by: z.enum(['application', 'consent']),
        purpose: z.string(),
        finding: z.enum(['recorded', 'no-entry']),
      }),
    )
    .describe('谁查询过我'),
  looks: z
    .array(
      z.strictObject({
        what: z.enum(['looked', 'not-accepted']).describe('查看，或名单中有我而没有受理'),
        day,
        office: z.string().nullable(),
        purpose: z.string().nullable(),
        times: z.int().min(1),
      }),
    )
    .describe('谁查看过诚信档案里与我有关的内容'),
  consents: z.array(
    z.strictObject({
      id: z.string(),
      office: z.string(),
      purpose: z.string(),
      expiresAt: z.string(),
      state: z.enum(['open', 'used', 'withdrawn', 'past']),
    }),
  ),
  statements: z.array(z.strictObject({ code: z.string(), day })),
  codes: z.array(
    z.strictObject({ day, office: z.string(), isUsed: z.boolean(), wrongTries: z.int().min(0) }),
  ),
})

/** What everybody signed in may ask and do about themselves; and, at the counter, the code for whoever has no account. */
export const ownRoutesWith = (holderOf: HolderOf): readonly StaffRoute[] => [
  staffRoute({
    method: 'get',
    path: '/api/v1/me/integrity',
    summary: '我的诚信状态，谁查询过我',
    act: 'self',
    office: 'none',
    answers: { 200: statusShape },
    problems: NOT_OWN,
    async handle(ctx) {
      const { records, consents, ...status } = await ownStatus(ctx)
      return {
        status: 200,
        body: {
          ...status,
          records,
          consents: consents.map((each) => ({ ...each, expiresAt: each.expiresAt.toISOString() })),
        },
      }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/me/integrity/objections',
    summary: '对我的一条诚信记录提出申诉',
    act: 'self',
    office: 'none',
    body: z.strictObject({ recordId: id, words }),
    answers: { 204: z.undefined() },
    problems: [
      ...NOT_OWN,
      'integrity/own-record-not-found',
      'integrity/objection-open',
      'integrity/bad-record',
      'integrity/changed-meanwhile',
    ],
    async handle(ctx, { body }) {
      await objectToRecord(ctx, body)
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/me/integrity/statements',
    summary: '出具我的诚信声明，给一个单位，用于一个用途',
    act: 'self',
    office: 'none',
    body: z.strictObject({
      recipient: short.describe(`出具给谁，${MOST_WORDS} 字以内`),
      purpose: short.describe(`用途，${MOST_WORDS} 字以内`),
      idNumber: z.string().max(40).describe('本人的证件号码，只核对'),
    }),
    answers: {
      201: z.strictObject({
        code: z.string(),
        text: z.string().describe('二维码的内容，任何人可以核验'),
        asOf: day,
        recordedUntil: day.nullable().describe('没有在期记录的为 null'),
      }),
    },
    problems: [...NOT_OWN, 'integrity/bad-statement', 'integrity/other-number'],
    async handle(ctx, { body }) {
      const { statement, text } = await makeStatement(ctx, body)
      const { code, asOf, recordedUntil } = statement
      return { status: 201, body: { code, text, asOf, recordedUntil } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/me/integrity/consents',
    summary: '授权一个单位查询一次我的诚信状态',
    act: 'self',
    office: 'none',
    body: z.strictObject({ officeId: id, purpose: short, days: z.int().min(1).max(MOST_DAYS) }),
    tellsSecret: true,
    answers: {
      201: z.strictObject({ consentId: z.string(), token: z.string(), expiresAt: z.string() }),
    },
    problems: [...NOT_OWN, 'integrity/bad-consent', 'request/told-once'],
    async handle(ctx, { body }) {
      const { expiresAt, ...given } = await giveConsent(ctx, body)
      return { status: 201, body: { ...given, expiresAt: expiresAt.toISOString() } }
    },
  }),
  staffRoute({
    method: 'delete',
    path: '/api/v1/me/integrity/consents/{consentId}',
    summary: '撤回没有用掉的授权',
    act: 'self',
    office: 'none',
    params: z.strictObject({ consentId: id.describe('授权编号') }),
    body: 'none',
    answers: { 204: z.undefined() },
    problems: [...NOT_OWN, 'integrity/consent-not-found'],
    async handle(ctx, { params }) {
      await withdrawConsent(ctx, params)
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/codes',
    summary: '当面核对身份后，给持证人本人查询码',
    act: 'integrity.admit',
    office: (_, handle, { body }) => officeOfHolder(holderOf, handle, body.number),
    body: z.strictObject({ number: z.string().min(1).max(64).describe('证书编号') }),
    tellsSecret: true,
    answers: { 201: z.strictObject({ code: z.string(), expiresAt: z.string() }) },
    problems: ['integrity/no-such-holder', 'request/told-once'],
    async handle(ctx, { body }) {
      const { code, expiresAt } = await handOutCode(ctx, holderOf, body)
      return { status: 201, body: { code, expiresAt: expiresAt.toISOString() } }
    },
  }),
]

async function officeOfHolder(holderOf: HolderOf, handle: Handle, number: string): Promise<string> {
  const holder = await holderOf(handle, number)
  if (!holder) throw noSuchHolder()
  return holder.officeId
}

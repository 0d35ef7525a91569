import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { askByConsent } from './ask-by-consent.ts'

/** What others may ask of a person: once, by the person's own word. Of an application, results/ asks. */
export const askedRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/inquiries',
    summary: '凭本人授权查询一次诚信状态：只答有无在期记录，本人看得到这次查询',
    act: 'integrity.ask',
    office: (_, __, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({
      officeId: z.string().min(1).max(64).describe('查询单位'),
      token: z.string().max(40).describe('本人给的授权码'),
      name: z.string().max(200).describe('本人姓名'),
    }),
    answers: {
      200: z.strictObject({
        finding: z.enum(['recorded', 'no-entry']).describe('有、无在记录期内的诚信记录'),
        asOf: z.iso.date(),
        purpose: z.string().describe('本人授权的用途；不得他用'),
      }),
    },
    problems: ['integrity/no-consent', 'integrity/too-many-inquiries'],
    // Asked again it is refused, the consent being used: and what it counts must not be undone.
    repeatsItself: true,
    handle: async (ctx, { body }) => ({ status: 200, body: { ...(await askByConsent(ctx, body)) } }),
  }),
]

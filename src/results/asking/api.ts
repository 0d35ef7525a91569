import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { officesOfList } from '../lists/find-list.ts'
import { askAboutList } from './ask-about-list.ts'

/** What a committee may ask about its applicants. */
export const askingRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/lists/{listId}/integrity',
    summary: '查询已登记申报人的诚信状态：只答有无在期记录，本人看得到这次查询',
    act: 'integrity.ask',
    office: async (_, handle, { params }) => (await officesOfList(handle, params.listId)).officeId,
    params: z.strictObject({ listId: z.string().min(1).max(64).describe('名单编号') }),
    body: z.strictObject({
      positions: z.array(z.int().min(1)).min(1).max(3000).nullable().describe('名单中的序号；null 为全部'),
    }),
    answers: {
      200: z.strictObject({
        asOf: z.iso.date(),
        rows: z.array(
          z.strictObject({
            position: z.int().min(1),
            name: z.string(),
            finding: z.enum(['recorded', 'no-entry']).describe('有、无在记录期内的诚信记录'),
          }),
        ),
      }),
    },
    problems: [
      'results/list-not-found',
      'results/not-an-application',
      'results/nobody-to-ask',
      'integrity/too-many-inquiries',
    ],
    // Asked again it looks again: an old answer told as of now would be wrong. And what it counts must not be undone.
    repeatsItself: true,
    handle: async (ctx, { params, body }) => ({
      status: 200,
      body: { ...(await askAboutList(ctx, { ...params, ...body })) },
    }),
  }),
]

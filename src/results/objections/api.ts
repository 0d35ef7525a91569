import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { cycleById } from '../../cycles/find-cycle.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { answerObjection } from './answer-objection.ts'
import { listObjections, readObjection, type ListedObjection } from './find-objection.ts'
import { OBJECTION_STEPS } from './objection.ts'
import { objectionNotFound } from './refusals.ts'
import { objections } from './schema.ts'

const day = z.iso.date()
const params = z.strictObject({ objectionId: z.string().min(1).max(64).describe('异议编号') })

const listed = {
  id: z.string(),
  reference: z.string().describe('受理编号'),
  publicationId: z.string(),
  kind: z.enum(['recommendation', 'pre-meeting', 'result']),
  receivedOn: day,
  isLate: z.boolean().describe('公示期满后提出'),
  isAnonymous: z.boolean(),
  namesSomebody: z.boolean().describe('针对名单上的一人'),
  state: z.enum(OBJECTION_STEPS).nullable().describe('null：已收到'),
}

const plain = ({
  id,
  reference,
  publicationId,
  kind,
  receivedOn,
  isLate,
  isAnonymous,
  namesSomebody,
  state,
}: ListedObjection): ListedObjection => ({
  id,
  reference,
  publicationId,
  kind,
  receivedOn,
  isLate,
  isAnonymous,
  namesSomebody,
  state,
})

/** Objections, for those who look into them; raising one is nobody's privilege and has a public page. */
export const objectionRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/objections',
    summary: '列出异议（最新的 200 件，不含内容和所涉的人）',
    act: 'objections.see',
    office: 'scoped',
    answers: { 200: z.strictObject({ items: z.array(z.strictObject(listed)) }) },
    problems: [],
    handle: async (ctx) => ({
      status: 200,
      body: { items: (await listObjections(ctx, ctx.database.read)).map(plain) },
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/objections/{objectionId}',
    summary: '打开一件异议（留下查看记录）',
    act: 'objections.see',
    office: 'scoped',
    params,
    answers: {
      200: z.strictObject({
        ...listed,
        text: z.string().nullable().describe('null：所涉人员的信息已清除'),
        contact: z.string().nullable().describe('只给办理人'),
        about: z
          .strictObject({
            position: z.int(),
            name: z.string(),
            employer: z.string(),
            title: z.string(),
          })
          .nullable(),
        steps: z.array(
          z.strictObject({
            step: z.enum(OBJECTION_STEPS),
            takenOn: day,
            ground: z.string().nullable(),
          }),
        ),
      }),
    },
    problems: ['results/objection-not-found'],
    async handle(ctx, { params: { objectionId } }) {
      const opened = await readObjection(ctx, objectionId)
      const { text, contact, about, steps } = opened
      return { status: 200, body: { ...plain(opened), text, contact, about, steps } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/objections/{objectionId}/steps',
    summary: '受理、答复一件异议',
    act: 'objections.handle',
    office: async (_, handle, { params: { objectionId } }) => {
      const [found] = await handle
        .select({ cycleId: objections.cycleId })
        .from(objections)
        .where(eq(objections.id, objectionId))
      if (!found) throw objectionNotFound()
      return (await cycleById(handle, found.cycleId)).officeId
    },
    params,
    body: z.strictObject({
      step: z.enum(OBJECTION_STEPS),
      ground: z.string().max(2000).describe('告知双方的理由，不得写明提出人'),
    }),
    answers: { 204: z.undefined() },
    problems: ['results/objection-not-found', 'results/objection-step-not-possible', 'results/bad-objection'],
    async handle(ctx, { params: { objectionId }, body }) {
      await answerObjection(ctx, { objectionId, ...body })
      return { status: 204, body: undefined }
    },
  }),
]

import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { ID_DOCUMENT_TYPES } from '../../people/id-document.ts'
import { carryOutJoin } from './carry-out-join.ts'
import { findProposal } from './proposal.ts'
import { proposeJoin } from './propose-join.ts'
import { listJoins, readJoin } from './read-joins.ts'

const id = z.string().min(1).max(64)
const day = z.iso.date()
const state = z
  .enum(['waiting', 'agreed', 'done', 'past'])
  .describe('送审中、已同意待办理、已办理、已过（被退回，或后来又有变动）')
const act = z.enum(['merge', 'part']).describe('merge：是同一人；part：撤销误合并')
const listed = { proposalId: z.string(), act, proposedOn: day, state }
const of = {
  office: async (_: unknown, handle: Parameters<typeof findProposal>[0], input: Params) =>
    (await findProposal(handle, input.params.proposalId)).officeId,
  params: z.strictObject({ proposalId: id.describe('合并事项编号') }),
}
interface Params {
  readonly params: { readonly proposalId: string }
}

const person = z.strictObject({
  name: z.string().max(100).describe('登记时的姓名'),
  idType: z.enum(ID_DOCUMENT_TYPES),
  idNumber: z.string().max(40),
})

/** Two records of persons that are one human. */
export const joinRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/persons/joins',
    summary: '同一人记录的合并事项，不含姓名',
    act: 'persons.see',
    office: 'scoped',
    answers: { 200: z.strictObject({ items: z.array(z.strictObject(listed)) }) },
    problems: [],
    handle: async (ctx) => ({ status: 200, body: { items: [...(await listJoins(ctx))] } }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/persons/joins',
    summary: '提出两份人员记录是同一人，或撤销误合并；送审核人同意',
    act: 'persons.join',
    office: (_, __, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({
      act,
      officeId: id,
      people: z.tuple([person, person]),
      ground: z.string().max(1000).describe('证明是同一人（或不是）的材料和经过'),
    }),
    answers: { 201: z.strictObject({ proposalId: z.string() }) },
    problems: [
      'integrity/person-unknown',
      'integrity/join-of-oneself',
      'integrity/bad-record',
      'people/same-person',
      'people/already-joined',
      'people/not-joined',
    ],
    handle: async (ctx, { body }) => ({ status: 201, body: await proposeJoin(ctx, body) }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/persons/joins/{proposalId}',
    summary: '查看一件合并事项；先留下查看记录',
    act: 'persons.see',
    ...of,
    answers: {
      200: z.strictObject({ ...listed, names: z.array(z.string()), ground: z.string() }),
    },
    problems: ['integrity/join-not-found', 'people/erased'],
    async handle(ctx, { params: { proposalId } }) {
      const { people, ground, ...opened } = await readJoin(ctx, proposalId)
      const { act: what, proposedOn, state: now } = opened
      const names = people.map(({ name }) => name)
      return { status: 200, body: { proposalId, act: what, proposedOn, state: now, names, ground } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/persons/joins/{proposalId}/force',
    summary: '办理已同意的合并或拆分',
    act: 'persons.join',
    ...of,
    body: 'none',
    answers: { 204: z.undefined() },
    problems: [
      'integrity/join-not-found',
      'integrity/join-settled',
      'approvals/not-requested',
      'approvals/not-approved',
      'approvals/returned',
      'approvals/snapshot-altered',
    ],
    async handle(ctx, { params: { proposalId } }) {
      await carryOutJoin(ctx, proposalId)
      return { status: 204, body: undefined }
    },
  }),
]

import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { ID_DOCUMENT_TYPES } from '../../people/id-document.ts'
import type { Handle } from '../../platform/database.ts'
import { listAccepted } from '../certifying/list-accepted.ts'
import { issuersToMap } from '../issuers/issuers-to-map.ts'
import { nameSuccessor } from '../issuers/name-successor.ts'
import { COMPARED_FIELDS } from '../reconcile/compare-titles.ts'
import { listSuccessors } from '../../titles/issuer-successor.ts'
import { applyCorrection } from './apply-correction.ts'
import { correctionById } from './find-correction.ts'
import { listUnbound } from './list-unbound.ts'
import { officeOfCollected } from './office-of-collected.ts'
import { proposeCorrection } from './propose-correction.ts'

const id = z.string().min(1).max(64)
const ground = z.string().min(1).max(500).describe('理由和依据')
const titleParams = z.strictObject({ titleId: id.describe('已验收的职称编号') })
const correctionParams = z.strictObject({ correctionId: id.describe('更正编号') })

const BINDING = [
  'collection/already-bound',
  'collection/not-bound',
  'collection/number-of-another',
  'collection/own-number',
  'people/not-joined',
]

/** Correcting accepted titles, successors of closed issuers, and lists for certificates. */
export const correctionRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/unbound',
    summary: '列出已验收而证件号码没有核实的职称；先留下查看记录',
    act: 'collection.see',
    office: 'scoped',
    query: z.strictObject({ after: z.string().max(64).optional().describe('从这一项之后') }),
    answers: {
      200: z.strictObject({
        items: z.array(
          z.strictObject({
            titleId: z.string(),
            name: z.string(),
            employer: z.string().nullable(),
            title: z.string(),
            obtainedOn: z.string(),
            tier: z.enum(['none', 'unverified']).describe('none：没有号码；unverified：号码存疑'),
          }),
        ),
        next: z.string().nullable(),
      }),
    },
    problems: [],
    async handle(ctx, { query: { after = '' } }) {
      const { titles, next } = await listUnbound(ctx, { after })
      const items = titles.map(({ title, told, employer, tier }) => ({
        titleId: title.id,
        name: told.name,
        employer,
        title: told.title,
        obtainedOn: told.obtainedOn,
        tier,
      }))
      return { status: 200, body: { items, next } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/titles/{titleId}/corrections',
    summary: '提出更正、撤下一项已验收的历年职称，认定或解除认定本人的证件号码；经审核后办理',
    act: 'collection.enter',
    office: (_: unknown, handle: Handle, { params }) => officeOfCollected(handle, params.titleId),
    params: titleParams,
    body: z.strictObject({
      corrected: z.union([
        z.strictObject({
          kind: z.literal('change'),
          changes: z.partialRecord(z.enum(COMPARED_FIELDS), z.string().max(200).nullable()),
        }),
        z.strictObject({ kind: z.literal('take-back') }),
        z
          .strictObject({
            kind: z.literal('bind'),
            idType: z.enum(ID_DOCUMENT_TYPES),
            idNumber: z.string().min(1).max(40),
          })
          .describe('认定没有核实号码的人的证件号码'),
        z.strictObject({ kind: z.literal('unbind') }).describe('解除认定'),
      ]),
      ground,
    }),
    answers: { 201: z.strictObject({ correctionId: z.string(), requestId: z.string() }) },
    problems: ['collection/title-not-found', 'collection/bad-correction', ...BINDING],
    handle: async (ctx, { params: { titleId }, body }) => ({
      status: 201,
      body: await proposeCorrection(ctx, { titleId, ...body }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/corrections/{correctionId}/application',
    summary: '办理已审核同意的更正：成为新的一版，原来的一版保留',
    act: 'collection.enter',
    office: async (_: unknown, handle: Handle, { params }) =>
      (await correctionById(handle, params.correctionId)).officeId,
    params: correctionParams,
    answers: { 204: z.undefined() },
    problems: [
      'collection/correction-not-found',
      'collection/correction-applied',
      'collection/title-not-found',
      'approvals/not-approved',
      'approvals/not-requested',
      'approvals/changed',
      'people/erased',
      'people/joined-meanwhile',
      ...BINDING,
    ],
    async handle(ctx, { params }) {
      await applyCorrection(ctx, params)
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/collections/issuers',
    summary: '列出已撤销、更名的发证单位和承接单位，以及还没有指明的',
    act: 'collection.see',
    office: 'scoped',
    answers: {
      200: z.strictObject({
        successors: z.array(
          z.strictObject({
            issuer: z.string(),
            officeId: z.string(),
            office: z.string(),
            ground: z.string(),
            decidedOn: z.string(),
          }),
        ),
        unknown: z.array(z.strictObject({ issuer: z.string(), rows: z.int() })),
      }),
    },
    problems: [],
    handle: async (ctx) => ({
      status: 200,
      body: {
        successors: await listSuccessors(ctx.database.read),
        unknown: await issuersToMap(ctx),
      },
    }),
  }),
  staffRoute({
    method: 'put',
    path: '/api/v1/collections/issuers',
    summary: '指明一个发证单位由哪个机构承接',
    act: 'collection.assign',
    office: (_: unknown, __: Handle, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({
      issuer: z.string().min(2).max(100).describe('照证书上的名称'),
      officeId: id.describe('承接其职能的机构'),
      ground: z.string().min(2).max(200).describe('依据的文件'),
    }),
    answers: { 204: z.undefined() },
    problems: ['collection/bad-successor', 'collection/changed-meanwhile', 'identity/office-not-found'],
    async handle(ctx, { body: { issuer, officeId, ground: why } }) {
      await nameSuccessor(ctx, { issuer, successorId: officeId, ground: why })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/collections/lists',
    summary: '把一个文件已验收的历年职称列入办证名单，之后照名单审核、登记文件、签发',
    act: 'lists.import',
    office: (_: unknown, __: Handle, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({
      officeId: id.describe('签发证书的机构'),
      document: z.string().min(1).max(100).describe('批准文号'),
    }),
    answers: {
      201: z.strictObject({
        listId: z.string(),
        titles: z.int().min(1),
        notNow: z.record(z.string(), z.int()).describe('没有列入的原因和项数'),
      }),
    },
    problems: [
      'collection/nothing-to-certify',
      'collection/changed-meanwhile',
      'identity/no-power',
      'identity/office-not-found',
      'results/already-imported',
    ],
    handle: async (ctx, { body: { officeId, document } }) => ({
      status: 201,
      body: await listAccepted(ctx, { authorityId: officeId, document }),
    }),
  }),
]

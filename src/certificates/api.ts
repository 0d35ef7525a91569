import { Hono, type Context as Request } from 'hono'
import { etag, RETAINED_304_HEADERS } from 'hono/etag'
import { z } from 'zod'
import { jwkOf } from '../credentials/trust-bundle.ts'
import { authorityByCreditCode } from '../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../identity/route.ts'
import type { Context, Env } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { findDocument } from '../results/document/find-document.ts'
import { fromBase64 } from '../signing/bytes.ts'
import * as shape from './api-shapes.ts'
import { applyChange } from './changes/apply-change.ts'
import type { Corrections } from './changes/correct.ts'
import { startFiles } from './files/files-job.ts'
import { startIssuing } from './issue-job.ts'
import { findStoredByNumber } from './reading/find.ts'
import { findPlan, readPlan } from './changes/find-plan.ts'
import { findCertificates, listCertificates } from './reading/list-certificates.ts'
import { servedTrustBundle } from './publishing/kept-trust-bundle.ts'
import { planBulk } from './changes/plan-bulk.ts'
import { proposeChange } from './changes/propose-change.ts'
import { proposeReplacement } from './changes/propose-replacement.ts'
import { publishStatusList } from './publishing/publish-status-list.ts'
import { readCertificate } from './reading/read-certificate.ts'
import { certificateNotFound, planNotFound } from './refusals.ts'
import { trustedKeys } from './publishing/trusted-keys.ts'

const tagged = etag({ retainedHeaders: [...RETAINED_304_HEADERS, 'access-control-allow-origin'] })

/** What outsiders need to judge a certificate for themselves. */
export const certificatesApi = new Hono<Env>()
  .use('/.well-known/*', tagged)
  .use('/status/*', tagged)
  .get('/.well-known/jwks.json', (c) =>
    cached(c, JSON.stringify({ keys: [...trustedKeys(c.var.ctx.keyring.history).values()].map(jwkOf) }), {
      type: 'application/jwk-set+json',
      seconds: 300,
    }),
  )
  .get('/.well-known/zhengxin-trust.json', async (c) =>
    cached(c, await servedTrustBundle(c.var.ctx), {
      type: 'application/json',
      seconds: 60,
    }),
  )
  .get('/status/:id{[0-9]{1,5}}', async (c) => {
    const token = await statusList(c.var.ctx, c.req.param('id'))
    return token ? cached(c, token, { type: 'application/statuslist+jwt', seconds: 5 }) : c.notFound()
  })

// One spelling of each address.
const statusList = async (ctx: Context, id: string) =>
  String(Number(id)) === id ? publishStatusList(ctx, Number(id)) : null

function cached(c: Request<Env>, body: string, of: { type: string; seconds: number }): Response {
  return c.body(body, 200, {
    'Content-Type': of.type,
    'Cache-Control': `public, max-age=${of.seconds}`,
    'Access-Control-Allow-Origin': '*',
  })
}

const DECISION_PROBLEMS = [
  'certificates/bad-decision',
  'certificates/not-found',
  'certificates/already-in-state',
  'certificates/ended',
  'certificates/not-possible',
  'certificates/superseded',
]
const SCOPE_PROBLEMS = [
  'certificates/bad-decision',
  'certificates/nobody-touched',
  'certificates/result-invalid',
  'certificates/too-many',
  'identity/authority-not-found',
  'results/document-not-found',
]

const officeOfAuthority = async (
  _: Context,
  handle: Handle,
  { body }: { readonly body: { readonly office: string } },
) => (await authorityByCreditCode(handle, body.office)).id

async function officeOfCertificate(
  _: Context,
  handle: Handle,
  { params }: { readonly params: { readonly number: string } },
): Promise<string> {
  const found = await findStoredByNumber(handle, params.number)
  if (!found) throw certificateNotFound(params.number)
  return found.row.authorityId
}

async function officeOfPlan(
  _: Context,
  handle: Handle,
  { params }: { readonly params: { readonly planId: string } },
): Promise<string> {
  const plan = await findPlan(handle, params.planId)
  if (!plan) throw planNotFound(params.planId)
  return plan.authorityId
}

async function officeOfDocument(
  _: Context,
  handle: Handle,
  { body }: { readonly body: { readonly document: string } },
): Promise<string> {
  return (await findDocument(handle, body.document)).authorityId
}

/** Certificates at the offices' desks: found, read, and changed by what one proposes and others approve. */
export const certificateRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/certificates',
    summary: '列出或查找证书；按编号、姓名查找须写明事由（X-Purpose），会留痕',
    act: 'certificates.see',
    office: 'scoped',
    query: shape.search,
    answers: { 200: z.strictObject({ items: z.array(shape.listedShape), next: z.string().nullable() }) },
    problems: ['certificates/purpose-needed', 'certificates/bad-search', 'results/document-not-found'],
    async handle(ctx, { query }) {
      if (query.number === undefined && query.name === undefined)
        return { status: 200, body: await listCertificates(ctx, query) }
      return { status: 200, body: { items: await findCertificates(ctx, query), next: null } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/certificate-issuing',
    summary: '签发一份任职资格文件的全部证书；任务编号用于查看进度，文件（PDF）随后自动制作',
    act: 'certificates.issue',
    office: officeOfDocument,
    body: shape.byDocument,
    answers: { 202: shape.begunShape },
    problems: ['results/document-not-found'],
    handle: async (ctx, { body }) => ({ status: 202, body: { jobId: await startIssuing(ctx, body) } }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/certificate-files',
    summary: '制作一份文件中尚无可用 PDF 的证书文件；签章密钥失密后，也由此重新签章',
    act: 'certificates.issue',
    office: officeOfDocument,
    body: shape.byDocument,
    answers: { 202: shape.begunShape },
    problems: ['results/document-not-found'],
    handle: async (ctx, { body }) => ({ status: 202, body: { jobId: await startFiles(ctx, body) } }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/certificates/{number}',
    summary: '查看一份证书及其变更经过（须写明事由，会留痕）',
    act: 'certificates.read',
    office: officeOfCertificate,
    params: shape.byNumber,
    answers: { 200: shape.historyShape },
    problems: ['certificates/not-found', 'certificates/purpose-needed'],
    handle: async (ctx, { params }) => ({ status: 200, body: await readCertificate(ctx, params.number) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/certificates/{number}/correction',
    summary: '提出更正：换一个新版本，旧版即被取代；由另一人核准后办理',
    act: 'certificates.change',
    office: officeOfCertificate,
    params: shape.byNumber,
    body: shape.correction,
    answers: { 201: shape.proposedShape },
    problems: [...DECISION_PROBLEMS, 'certificates/bad-correction', 'certificates/nothing-changed'],
    async handle(ctx, { params, body }) {
      // Left out is undefined or absent: both mean that the member stays.
      const corrections = body.corrections as Corrections
      return {
        status: 201,
        body: await proposeReplacement(ctx, { ...params, ...body, act: 'correct', corrections }),
      }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/certificates/{number}/reissue',
    summary: '提出换发：新照片、15 位证件号码换 18 位，或原签名密钥已失密；由另一人核准后办理',
    act: 'certificates.change',
    office: officeOfCertificate,
    params: shape.byNumber,
    body: shape.reissue,
    answers: { 201: shape.proposedShape },
    problems: [
      ...DECISION_PROBLEMS,
      'certificates/nothing-changed',
      'certificates/other-person',
      'rendering/photo-unusable',
    ],
    async handle(ctx, { params, body }) {
      const { photo, idNumber, ...decision } = body
      const renewal = {
        ...(photo === undefined ? {} : { photo: fromBase64(photo) }),
        ...(idNumber === undefined ? {} : { idNumber }),
      }
      return {
        status: 201,
        body: await proposeReplacement(ctx, { ...params, ...decision, act: 'reissue', renewal }),
      }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/certificate-changes/trial',
    summary: '试算：按证书、文件、届次或评委会变更，会涉及哪些证书；不作任何改动',
    act: 'certificates.change',
    office: officeOfAuthority,
    body: shape.change,
    answers: { 200: shape.trialShape },
    problems: SCOPE_PROBLEMS,
    async handle(ctx, { body: { office, ...asked } }) {
      const { id } = await authorityByCreditCode(ctx.database.read, office)
      const { digest, states, touched } = await planBulk(ctx, { ...asked, authorityId: id })
      const list = touched.map(({ number, from, to }) => ({ number, from, to }))
      return { status: 200, body: { digest, certificates: list.length, states, touched: list } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/certificate-changes',
    summary: '按试算的摘要提出变更，送其他人核准',
    act: 'certificates.change',
    office: officeOfAuthority,
    body: shape.proposal,
    answers: { 201: shape.proposedShape },
    problems: [...SCOPE_PROBLEMS, 'certificates/bulk-changed'],
    async handle(ctx, { body: { office, ...asked } }) {
      const { id } = await authorityByCreditCode(ctx.database.read, office)
      return { status: 201, body: await proposeChange(ctx, { ...asked, authorityId: id }) }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/certificate-changes/{planId}',
    summary: '查看一份变更方案',
    act: 'certificates.see',
    office: officeOfPlan,
    params: shape.byPlan,
    answers: { 200: shape.planShape },
    problems: ['certificates/plan-not-found'],
    handle: async (ctx, { params }) => ({ status: 200, body: await readPlan(ctx, params.planId) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/certificate-changes/{planId}/application',
    summary: '办理已核准的变更：名单和状态与核准时一致才办，一次办完',
    act: 'certificates.change',
    office: officeOfPlan,
    params: shape.byPlan,
    body: 'none',
    answers: { 200: shape.appliedShape },
    problems: [
      'certificates/plan-not-found',
      'certificates/plan-applied',
      'certificates/bulk-changed',
      'certificates/result-invalid',
      'approvals/not-approved',
      'approvals/changed',
      'approvals/returned',
      'approvals/role-withdrawn',
    ],
    handle: async (ctx, { params }) => ({ status: 200, body: await applyChange(ctx, params.planId) }),
  }),
]

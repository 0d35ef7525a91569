import { z } from 'zod'
import { cycleById } from '../../cycles/find-cycle.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { fromHex } from '../../signing/bytes.ts'
import { isSpecified, LEVEL_CODES } from '../../titles/level.ts'
import { commitEvidence } from '../lists/evidence/commit-evidence.ts'
import { EVIDENCE_KINDS } from '../lists/evidence/evidence-kind.ts'
import { answerConfirmation } from './answer-confirmation.ts'
import { chooseApproved } from './choose-approved.ts'
import { enterConfirmation } from './enter-confirmation.ts'
import type { FoundConfirmation } from './find-confirmations.ts'
import { finishConfirmations } from './finish-confirmations.ts'
import { readConfirmations } from './read-confirmations.ts'

const id = z.string().min(1).max(64)
const cycleParams = z.strictObject({ cycleId: id.describe('年度评审的编号') })
const day = z.iso.date().describe('日期，如 2023-12-20')
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256，64 位小写十六进制')
const words = z.string().min(1).max(100)

const original = z.strictObject({
  number: words.describe('证书编号'),
  issuer: words.describe('发证机构'),
  series: words,
  specialty: words,
  title: words.describe('资格名称'),
  level: z.enum(LEVEL_CODES.filter(isSpecified)),
  obtainedOn: day.describe('原取得时间，照原证书'),
})
const answer = z.enum(['genuine', 'not-genuine', 'no-record']).describe('属实、不属实、查无记录')

const confirmationShape = z.strictObject({
  id: z.string(),
  name: z.string(),
  original: original.nullable().describe('所属人员的信息已清除的，为 null'),
  obtainedOn: day,
  version: z.int().min(1),
  answer: answer.nullable(),
  answeredOn: day.nullable(),
  reference: z.string().nullable(),
})

const officeOfCycle = async (
  _: unknown,
  handle: Parameters<typeof cycleById>[0],
  { params }: { readonly params: { readonly cycleId: string } },
) => (await cycleById(handle, params.cycleId)).officeId

/** Papers of a cycle, whom it approved, and titles that come from elsewhere. */
export const routeRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/evidence',
    summary: '登记支撑材料的摘要（文件留在本单位；上传文件在工作台办理）',
    act: 'lists.import',
    office: officeOfCycle,
    params: cycleParams,
    body: z.strictObject({
      kind: z.enum(EVIDENCE_KINDS),
      title: z.string().min(2).max(100).describe('名称，不写人名'),
      digest,
      aboutList: id.optional().describe('所关系的名单；不填为整个年度评审'),
      aboutRow: id.optional().describe('只关系到名单中一人的（如委托评审函），填该行'),
    }),
    answers: { 201: z.strictObject({ id: z.string() }) },
    problems: [
      'cycles/cycle-not-found',
      'cycles/cycle-withdrawn',
      'results/list-not-found',
      'results/bad-evidence',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await commitEvidence(ctx, {
        cycleId: params.cycleId,
        kind: body.kind,
        title: body.title,
        listId: body.aboutList,
        rowId: body.aboutRow,
        content: { digest: fromHex(body.digest) },
      }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/approved-list',
    summary: '从上会名单中选出通过人员，生成通过名单',
    act: 'lists.import',
    office: officeOfCycle,
    params: cycleParams,
    body: z.strictObject({
      rowIds: z.array(id).min(1).max(20_000).describe('上会名单中的行'),
      obtainedOn: day.nullable().describe('取得时间；由文件等确定的为 null'),
      replaces: id.optional().describe('所更正的通过名单'),
    }),
    answers: { 201: z.strictObject({ listId: z.string(), rows: z.int().min(1) }) },
    problems: [
      'cycles/cycle-not-found',
      'cycles/step-not-reached',
      'results/decided-not-uploaded',
      'results/no-candidates-yet',
      'results/not-publicised',
      'results/publicity-running',
      'results/publicity-not-closed',
      'results/filing-outdated',
      'results/not-on-the-list',
      'results/list-exists',
      'results/list-replaced',
      'results/list-has-defects',
      'results/bad-obtained-day',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await chooseApproved(ctx, { cycleId: params.cycleId, ...body }),
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/cycles/{cycleId}/confirmations',
    summary: '查看职称确认',
    act: 'lists.see',
    office: officeOfCycle,
    params: cycleParams,
    answers: { 200: z.strictObject({ items: z.array(confirmationShape) }) },
    problems: ['cycles/cycle-not-found'],
    async handle(ctx, { params }) {
      const cycle = await cycleById(ctx.database.read, params.cycleId)
      const found = await readConfirmations(ctx, cycle)
      return { status: 200, body: { items: found.map(toldConfirmation) } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/confirmations',
    summary: '登记名单中一人的原职称证书',
    act: 'lists.import',
    office: officeOfCycle,
    params: cycleParams,
    body: z.strictObject({
      rowId: id.describe('名单中的行'),
      original,
      digest: digest.optional().describe('原证书扫描件的 SHA-256'),
    }),
    answers: { 201: z.strictObject({ confirmationId: z.string(), version: z.int().min(1) }) },
    problems: ['cycles/cycle-not-found', 'results/row-not-found', 'results/bad-original'],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await enterConfirmation(ctx, {
        cycleId: params.cycleId,
        rowId: body.rowId,
        original: body.original,
        fileDigest: body.digest === undefined ? null : fromHex(body.digest),
      }),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/confirmations/{confirmationId}',
    summary: '登记原发证机构的答复',
    act: 'lists.import',
    office: officeOfCycle,
    params: z.strictObject({ cycleId: id, confirmationId: id }),
    body: z.strictObject({
      answer,
      answeredOn: day,
      reference: z.string().min(2).max(200).describe('来函文号或查询方式'),
      digest: digest.optional().describe('答复的 SHA-256'),
    }),
    answers: { 201: z.strictObject({ confirmationId: z.string() }) },
    problems: [
      'cycles/cycle-not-found',
      'results/confirmation-not-found',
      'results/bad-issuer-answer',
      'results/already-answered',
    ],
    async handle(ctx, { params, body }) {
      const { confirmationId } = params
      const fileDigest = body.digest === undefined ? null : fromHex(body.digest)
      const { answer: said, answeredOn, reference } = body
      await answerConfirmation(ctx, { ...params, answer: said, answeredOn, reference, fileDigest })
      return { status: 201, body: { confirmationId } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/confirmations-completion',
    summary: '登记职称确认完成',
    act: 'lists.submit',
    office: officeOfCycle,
    params: cycleParams,
    body: 'none',
    answers: { 201: z.strictObject({ sent: z.int().min(0), confirmed: z.int().min(0) }) },
    problems: ['cycles/cycle-not-found', 'cycles/step-not-reached', 'results/confirmations-open'],
    handle: async (ctx, { params }) => ({ status: 201, body: await finishConfirmations(ctx, params) }),
  }),
]

function toldConfirmation(found: FoundConfirmation): Omit<FoundConfirmation, 'personId'> {
  const { personId: _, ...told } = found
  return told
}

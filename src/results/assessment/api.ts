import { z } from 'zod'
import { cycleById } from '../../cycles/find-cycle.ts'
import { registerCycle } from '../../cycles/register-cycle.ts'
import { authorityByCreditCode } from '../../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { isSpecified, LEVEL_CODES } from '../../titles/level.ts'
import { decideAssessment } from './decide-assessment.ts'
import { readAssessment } from './find-assessment.ts'
import { handIn } from './hand-in.ts'

const id = z.string().min(1).max(64)
const creditCode = z.string().length(18)
const params = z.strictObject({ assessmentId: id.describe('考核认定的编号') })
const cycleParams = z.strictObject({ cycleId: id.describe('年度评审的编号') })

const newAssessment = z.strictObject({
  employer: creditCode.describe('用人单位的统一社会信用代码'),
  filingAuthority: creditCode.describe('作出决定的人社部门的统一社会信用代码'),
  series: z.array(z.string().min(1).max(60)).min(1).max(50).nullable().describe('系列；null 为全部系列'),
  levels: z.array(z.enum(LEVEL_CODES.filter(isSpecified))).min(1),
  place: z.string().min(1).max(60).describe('所依据的通知，如 kunming-2023'),
  year: z.int().min(2000).max(2100),
})

const personShape = z.strictObject({
  rowId: z.string(),
  position: z.int().min(1),
  name: z.string(),
  title: z.string(),
  decision: z
    .strictObject({ granted: z.boolean(), ground: z.string().nullable() })
    .nullable()
    .describe('认定决定；审核同意以前为 null'),
})

/** 考核认定: an employer hands in its people, the bureau decides of each. */
export const assessmentRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/assessments',
    summary: '登记本单位一个年度的考核认定',
    act: 'assessments.hand-in',
    office: async (_, handle, { body }) => (await authorityByCreditCode(handle, body.employer)).id,
    body: newAssessment,
    answers: { 201: z.strictObject({ assessmentId: z.string() }) },
    problems: [
      'cycles/bad-cycle',
      'cycles/bad-committee',
      'policy/unknown-place',
      'identity/authority-not-found',
    ],
    async handle(ctx, { body: { employer, ...of } }) {
      const { cycleId } = await registerCycle(ctx, { route: 'assessment', office: employer, ...of })
      return { status: 201, body: { assessmentId: cycleId } }
    },
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/assessments/{assessmentId}',
    summary: '查看本单位的考核认定：人员和决定（会留痕）',
    act: 'assessments.hand-in',
    office: 'scoped',
    params,
    answers: {
      200: z.strictObject({
        state: z.enum(['empty', 'handed-in', 'deciding', 'decided', 'documented', 'withdrawn']),
        listId: z.string().nullable(),
        people: z.array(personShape),
      }),
    },
    problems: ['results/assessment-not-found'],
    async handle(ctx, { params: { assessmentId } }) {
      const { state, listId, rows, decisions } = await readAssessment(ctx, assessmentId)
      const people = rows.map((row) => {
        const said = decisions?.get(row.id) ?? null
        return {
          rowId: row.id,
          position: row.position,
          name: row.name,
          title: row.title,
          decision: said && { granted: said.granted, ground: said.ground },
        }
      })
      return { status: 200, body: { state, listId, people } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/assessments/{assessmentId}/list',
    summary: '报送本单位考核认定人员名单（xlsx、xls 或 csv 原文件）',
    act: 'assessments.hand-in',
    office: async (_, handle, input) => (await cycleById(handle, input.params.assessmentId)).officeId,
    params,
    query: z.strictObject({
      fileName: z.string().min(1).max(200).describe('文件名'),
      replaces: id.optional().describe('所更正的名单的编号'),
    }),
    body: 'bytes',
    answers: {
      201: z.strictObject({ listId: z.string(), rows: z.int().min(1), warnings: z.int().min(0) }),
    },
    problems: [
      'results/assessment-not-found',
      'results/upload-too-large',
      'results/list-has-defects',
      'results/list-exists',
      'results/list-replaced',
      'results/already-imported',
      'results/candidates-settled',
      'cycles/cycle-not-found',
      'cycles/cycle-withdrawn',
      'spreadsheets/not-a-workbook',
    ],
    async handle(ctx, { params: { assessmentId }, query, body }) {
      const { listId, rows, warnings } = await handIn(ctx, { assessmentId, bytes: body, ...query })
      return { status: 201, body: { listId, rows, warnings: warnings.length } }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/cycles/{cycleId}/assessment-decisions',
    summary: '对考核认定人员逐人作出认定或不予认定的决定，生成认定名单送审',
    act: 'lists.import',
    office: async (_, handle, input) => (await cycleById(handle, input.params.cycleId)).filingAuthorityId,
    params: cycleParams,
    body: z.strictObject({
      decisions: z
        .array(
          z.strictObject({
            rowId: id,
            granted: z.boolean(),
            ground: z.string().min(2).max(500).optional().describe('不予认定的理由'),
          }),
        )
        .min(1)
        .max(20_000),
      obtainedOn: z.iso.date().nullable().describe('取得时间；由文件等确定的为 null'),
      replaces: id.optional().describe('所更正的认定名单'),
    }),
    answers: {
      201: z.strictObject({ listId: z.string(), granted: z.int().min(0), refused: z.int().min(0) }),
    },
    problems: [
      'cycles/cycle-not-found',
      'cycles/cycle-withdrawn',
      'results/not-an-assessment',
      'results/no-candidates-yet',
      'results/not-on-the-list',
      'results/not-all-decided',
      'results/bad-refusal-ground',
      'results/list-exists',
      'results/list-replaced',
      'results/list-has-defects',
      'results/bad-obtained-day',
    ],
    handle: async (ctx, { params, body }) => ({
      status: 201,
      body: await decideAssessment(ctx, { ...params, ...body }),
    }),
  }),
]

import { z } from 'zod'
import { authorityByCreditCode } from '../../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { checkBatch, type CheckedRow } from './check-batch.ts'
import { resultWorkbook, saidOf, VERDICT_WORDS } from './result-workbook.ts'

const verdict = z.enum(['valid', 'not-valid', 'cannot-tell'])

const rowShape = z.strictObject({
  sheet: z.string().describe('工作表；JSON 的行为空'),
  row: z.int().min(1).describe('表格中的行号；JSON 中的次序'),
  number: z.string(),
  name: z.string(),
  verdict,
  word: z.string().describe('有效、无效、无法判定'),
  status: z.string(),
  since: z.string().nullable(),
  reasons: z.array(z.string()).describe('原因代码；查无与不符是同一个'),
  message: z.string(),
  ask: z.string().nullable().describe('没有查到时，承接原发证单位职称事项、可以询问的单位'),
  title: z
    .strictObject({
      number: z.string().nullable(),
      name: z.string(),
      title: z.string(),
      level: z.string(),
      series: z.string(),
      specialty: z.string(),
      obtainedOn: z.string(),
      scope: z.string().nullable(),
      issuer: z.string().nullable(),
    })
    .nullable(),
})

const defectShape = z.strictObject({
  sheet: z.string(),
  row: z.int(),
  column: z.string(),
  value: z.string(),
  code: z.string(),
  reason: z.string(),
})

export const batchRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'post',
    path: '/api/v1/verifications/batch',
    summary: '批量核验证书（xlsx、xls、csv 或 JSON，最多 10000 行）：结果、结果表格和签名回执',
    act: 'verification.batch',
    office: async (_, handle, { query }) => (await authorityByCreditCode(handle, query.office)).id,
    query: z.strictObject({
      office: z.string().length(18).describe('核验单位的统一社会信用代码'),
    }),
    body: 'bytes',
    answers: {
      200: z.strictObject({
        checkedAt: z.string(),
        counts: z.record(verdict, z.int().min(0)).nullable(),
        rows: z.array(rowShape),
        refused: z.array(defectShape).describe('没有核验的行：行、列和原因'),
        workbook: z.string().describe('结果表格 xlsx，base64'),
        receipt: z.string().nullable().describe('签名回执文件的原文，请原样保存'),
      }),
    },
    problems: [
      'verification/purpose-needed',
      'verification/not-a-batch',
      'verification/batch-empty',
      'verification/batch-too-large',
      'verification/looks-like-guessing',
      'verification/too-many-misses',
      'identity/authority-not-found',
      'spreadsheets/not-a-workbook',
    ],
    // Asked again it looks again: an old answer told as of now would be wrong. And what it counts must not be undone.
    repeatsItself: true,
    async handle(ctx, { query, body }) {
      const batch = await checkBatch(ctx, { office: query.office, bytes: body })
      return {
        status: 200,
        body: {
          checkedAt: batch.checkedAt,
          counts: batch.receipt?.counts ?? null,
          rows: batch.rows.map(told),
          refused: batch.defects.map(({ sheet, row, column, value, code, reason }) => {
            return { sheet, row, column, value, code, reason }
          }),
          workbook: Buffer.from(await resultWorkbook(batch)).toString('base64'),
          receipt: batch.receipt?.file ?? null,
        },
      }
    },
  }),
]

function told({ asked, answer }: CheckedRow): z.input<typeof rowShape> {
  const found = answer.certificate ?? answer.pastTitle
  return {
    sheet: asked.sheet,
    row: asked.row,
    number: asked.number,
    name: asked.name,
    verdict: answer.verdict,
    word: VERDICT_WORDS[answer.verdict],
    status: answer.status,
    since: answer.since,
    reasons: answer.reasons.map(({ code }) => code),
    message: saidOf(answer),
    ask: answer.coverage?.ask ?? null,
    title: found && {
      number: found.number,
      name: found.name,
      title: found.title,
      level: found.level.name,
      series: found.series,
      specialty: found.specialty,
      obtainedOn: found.obtainedOn,
      scope: found.scope.text,
      issuer: answer.certificate?.issuer.name ?? answer.pastTitle?.issuer ?? null,
    },
  }
}

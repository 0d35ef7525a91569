import { chineseDay } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import type { PreparedPdf } from '../../rendering/certificate-pdf.ts'
import { preparePaper } from '../../rendering/signed-paper.ts'
import { scopeLine } from '../../titles/validity-scope.ts'
import type { ConferredRow } from './record-document.ts'

const DECIDED = { review: '评审', assessment: '考核认定', confirmation: '资格确认' } as const

/** The qualification document as a PDF still to be signed: what its number, people and days make of it, and no more. */
export function drawDocument(document: {
  readonly cycle: Pick<Cycle, 'name' | 'year' | 'route'>
  readonly issuer: string
  readonly number: string
  readonly issuedOn: string
  readonly signedAt: string
  /** The number of the document it corrects. */
  readonly corrects: string | null
  readonly rows: readonly Pick<
    ConferredRow,
    'name' | 'employer' | 'specialty' | 'title' | 'obtainedOn' | 'scope'
  >[]
}): PreparedPdf {
  const { cycle, issuer, rows } = document
  const how = DECIDED[cycle.route]
  const restricted = rows.some(({ scope }) => scopeLine(scope) !== null)
  return preparePaper({
    title: `关于公布${cycle.year}年度${cycle.name}${how}通过人员任职资格的通知`,
    author: issuer,
    instant: new Date(document.signedAt),
    parts: [
      { kind: 'text', text: document.number },
      {
        kind: 'text',
        text: `经${cycle.name}${how}，下列 ${rows.length} 人取得相应专业技术职务任职资格，名单附后。`,
      },
      ...(document.corrects === null
        ? []
        : [{ kind: 'text' as const, text: `本文件更正${document.corrects}，以本文件为准。` }]),
      { kind: 'seal', office: issuer, day: chineseDay(document.issuedOn) },
      { kind: 'heading', text: `取得任职资格人员名单（${rows.length} 人）` },
      {
        kind: 'table',
        columns: [
          { header: '序号', width: 0.08 },
          { header: '姓名', width: 0.14 },
          { header: '工作单位', width: 0.29 },
          { header: '专业', width: 0.16 },
          { header: '资格名称', width: 0.17 },
          { header: '取得时间', width: 0.16 },
        ],
        rows: rows.map((row, i) => [
          String(i + 1),
          row.name,
          row.employer,
          row.specialty,
          [row.title, scopeLine(row.scope)].filter((text) => text !== null).join('\n'),
          row.obtainedOn,
        ]),
      },
      ...(restricted ? [{ kind: 'note' as const, text: '注明适用范围的资格只在所注明的范围内有效。' }] : []),
    ],
  })
}

import type { CellStyle, WriteSheet } from 'hucre/xlsx'
import { chineseDay } from '../../calendar/day.ts'
import type { Verdict } from '../../credentials/reason.ts'
import { escapeText } from '../../spreadsheets/workbook-text.ts'
import type { CheckedBatch, CheckedRow } from './check-batch.ts'
import { writeWorkbook } from './write-workbook.ts'

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  valid: '有效',
  'not-valid': '无效',
  'cannot-tell': '无法判定',
}

const filled = (rgb: string) => ({
  style: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb } } } satisfies CellStyle,
})
const CELLS = { valid: filled('C6EFCE'), 'not-valid': filled('FFC7CE'), 'cannot-tell': filled('FFEB9C') }
const HEADERS = [
  '行号',
  '证书编号',
  '姓名',
  '结论',
  '说明',
  '职称',
  '级别',
  '系列',
  '专业',
  '取得时间',
  '适用范围',
  '发证机关',
]
const WIDTHS = [8, 22, 14, 10, 50, 16, 10, 18, 18, 14, 20, 28]
const TEXT: CellStyle = { numFmt: '@' }

/** The results as .xlsx, in the order of the list, and the rows that could not be read on a sheet of their own. */
export function resultWorkbook({ rows, defects, checkedAt, office }: CheckedBatch): Promise<Uint8Array> {
  const sheets: WriteSheet[] = [
    {
      name: '核验结果',
      rows: [HEADERS, ...rows.map(cellsOf)],
      cells: new Map(rows.map(({ answer }, i) => [`${i + 1},3`, CELLS[answer.verdict]])),
      columns: WIDTHS.map((width) => ({ width, style: TEXT })),
      freezePane: { rows: 1 },
    },
    {
      name: '未核验的行',
      rows: [
        ['工作表', '行号', '列', '单元格内容', '原因'],
        ...defects.map(({ sheet, row, column, value, reason }) =>
          [sheet, row, column, value, reason].map(safe),
        ),
      ],
      columns: [16, 8, 14, 24, 60].map((width) => ({ width, style: TEXT })),
    },
    {
      name: '说明',
      rows: [
        ['核验单位', safe(office.name)],
        ['核验时间', checkedAt],
        ['说明', '结论只说明核验时的状态。“无法判定”不等于证书是假的：请向原发证单位确认。'],
      ],
      columns: [12, 80].map((width) => ({ width, style: TEXT })),
    },
  ]
  return writeWorkbook({ sheets }, rows.length)
}

function cellsOf({ asked, answer }: CheckedRow): (string | number)[] {
  const { certificate, pastTitle, verdict } = answer
  const found = certificate ?? pastTitle
  return [
    asked.row,
    asked.number || (found?.number ?? ''),
    asked.name || (found?.name ?? ''),
    VERDICT_WORDS[verdict],
    saidOf(answer),
    found?.title ?? '',
    found?.level.name ?? '',
    found?.series ?? '',
    found?.specialty ?? '',
    found?.obtainedOn ?? '',
    found?.scope.text ?? '',
    certificate?.issuer.name ?? pastTitle?.issuer ?? '',
  ].map(safe)
}

/** Why, and since when, in one sentence a clerk reads. */
export function saidOf({ reasons, since, notes, pastTitle, coverage }: CheckedRow['answer']): string {
  const from = since === null ? [] : [`自${chineseDay(since)}起，`]
  const said = [...reasons, ...notes].map(({ message }) => message)
  const more = [...(pastTitle ? [pastTitle.provenance] : []), ...(coverage ? [coverage.message] : [])]
  return [...from, ...said, ...more].join('')
}

const safe = (value: string | number): string | number =>
  typeof value === 'number' ? value : escapeText(value)

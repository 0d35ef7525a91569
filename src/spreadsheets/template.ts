import { writeXlsx } from 'hucre/xlsx'
import type { Cell, DataValidation } from 'hucre/xlsx'
import { COLUMN_NAMES } from './column.ts'
import type { ColumnSpec, ListKind } from './table.ts'

/** Rows made ready: a column's own format is lost on the way into the file, so each cell has one. */
const LAST_ROW = 3_001
export const MARK_SHEET = '模板标记'
const REQUIRED = 'FCE4D6'
const OPTIONAL = 'EDEDED'

/**
 * An empty list of one kind as .xlsx: the header row, frozen; rows made ready as text, so that no number loses a
 * digit; drop-downs; a sheet of notes; and a sheet nobody sees, whose one cell is the kind's mark.
 */
export function templateOf<Key extends string>({ name, mark, columns }: ListKind<Key>): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      {
        name: '名单',
        rows: [columns.map(({ header }) => header), ...emptyRows(columns.length)],
        cells: new Map(columns.map((column, i) => [`0,${i}`, headerCell(column)])),
        columns: columns.map((column) => ({ width: widthOf(column), style: { numFmt: '@' } })),
        freezePane: { rows: 1 },
        dataValidations: columns.flatMap((column, i) => dropDown(column, COLUMN_NAMES[i + 1]!)),
      },
      {
        name: '填写说明',
        rows: [[`${name}填写说明`], ...columns.map((column) => [column.header, noteOf(column)])],
        columns: [{ width: 20 }, { width: 90 }],
      },
      { name: MARK_SHEET, veryHidden: true, rows: [[mark]] },
    ],
  })
}

const emptyRows = (width: number): null[][] =>
  Array.from({ length: LAST_ROW - 1 }, () => Array.from({ length: width }, () => null))

const headerCell = <Key extends string>({ required }: ColumnSpec<Key>): Partial<Cell> => ({
  style: {
    numFmt: '@',
    font: { bold: true },
    fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: required ? REQUIRED : OPTIONAL } },
  },
})

const widthOf = <Key extends string>({ key, header }: ColumnSpec<Key>): number =>
  key === 'idNumber' ? 24 : Math.max(12, header.length * 3)

function noteOf<Key extends string>({ required, choices, note }: ColumnSpec<Key>): string {
  const chosen = choices === undefined ? [] : [`可选：${choices.join('、')}`]
  return [required ? '须有此列' : '可以没有', ...chosen, ...(note === undefined ? [] : [note])].join('。')
}

const dropDown = <Key extends string>({ choices }: ColumnSpec<Key>, column: string): DataValidation[] =>
  choices === undefined
    ? []
    : [
        {
          type: 'list',
          values: [...choices],
          range: `${column}2:${column}${LAST_ROW}`,
          allowBlank: true,
          showErrorMessage: true,
          errorTitle: '请从列表中选择',
          errorMessage: '这一列只能填写列表中的词',
        },
      ]

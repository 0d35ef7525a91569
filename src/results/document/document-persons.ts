import type { Day } from '../../calendar/day.ts'
import { refusal } from '../../spreadsheets/defect.ts'
import { judgeList, type ListRules } from '../../spreadsheets/judge.ts'
import { openSpreadsheet } from '../../spreadsheets/open-spreadsheet.ts'
import type { ListKind } from '../../spreadsheets/table.ts'
import * as cell from '../lists/list-cell.ts'
import { NAME_FAULTS } from '../lists/reasons.ts'
import { listHasDefects } from '../lists/refusals.ts'

/** Somebody as a document names them: what it leaves out is null and not compared. */
export interface DocumentPerson {
  readonly name: string
  readonly title: string
  readonly employer: string | null
  readonly specialty: string | null
}

type Column = keyof DocumentPerson

/** The annex of a document made elsewhere; names and titles at least, numbers are nobody's business there. */
const DOCUMENT_PERSONS: ListKind<Column> = {
  mark: 'document-persons 1',
  name: '任职资格文件所附人员名单',
  columns: [
    { key: 'name', header: '姓名', also: ['人员姓名', '申报人姓名', '申报人'], required: true },
    {
      key: 'title',
      header: '评审资格名称',
      also: ['资格名称', '职称名称', '评审职称', '取得资格名称', '任职资格名称', '任职资格', '职称'],
      required: true,
    },
    {
      key: 'employer',
      header: '工作单位',
      also: ['单位名称', '单位', '所在单位', '用人单位'],
      required: false,
    },
    {
      key: 'specialty',
      header: '申报专业',
      also: ['评审专业', '专业名称', '专业'],
      required: false,
    },
  ],
}

type Found = DocumentPerson & { readonly sheet: string; readonly row: number; readonly position: number }

const RULES: ListRules<Column, Found> = {
  kind: DOCUMENT_PERSONS,
  privateUse: NAME_FAULTS['private-use-character'],
  who: 'name',
  nobody: refusal('results/no-people', '表中没有人员：请上传文件所附的名单'),
  repeats: {},
  judgeRow(row) {
    const name = cell.readName(row, 'name')
    const title = row.once('title', cell.readRequiredText)
    const employer = row.hasColumn('employer') ? row.once('employer', cell.readOptionalText) : null
    const specialty = row.hasColumn('specialty') ? row.once('specialty', cell.readOptionalText) : null
    return name === null || title === null ? null : { ...row.at, name, title, employer, specialty }
  },
}

/** Reads the persons of a document from a spreadsheet. Refuses `results/list-has-defects`, all defects in its facts. */
export async function readDocumentPersons(bytes: Uint8Array, today: Day): Promise<readonly DocumentPerson[]> {
  const judged = await judgeList(openSpreadsheet(bytes), RULES, { today, keepRows: true })
  if (judged.refusals > 0) throw listHasDefects(judged.defects)
  return judged.rows
}

import { setImmediate as breath } from 'node:timers/promises'
import type { Day } from '../../calendar/day.ts'
import { checkName, textFault } from '../../people/name.ts'
import { parseStrictJson } from '../../platform/strict-json.ts'
import { fromUtf8 } from '../../signing/bytes.ts'
import { isObject } from '../../signing/jws.ts'
import { refusal } from '../../spreadsheets/defect.ts'
import type { Defect, Remark } from '../../spreadsheets/defect.ts'
import { judgeList, type ListRules } from '../../spreadsheets/judge.ts'
import { openSpreadsheet } from '../../spreadsheets/open-spreadsheet.ts'
import type { RowReader } from '../../spreadsheets/row-reader.ts'
import type { ListKind } from '../../spreadsheets/table.ts'
import { batchEmpty, batchTooLarge, notABatch } from '../refusals.ts'
import { codeIn, LONGEST, MOST_ROWS, paperIn, type BatchRow, type ReadBatch } from './batch-row.ts'

type Judged = 'number' | 'name' | 'idNumber' | 'code'
type Column = Judged | 'year' | 'level' | 'issuer'

/** The columns an employer's list may have; all others are passed over. */
export const BATCH_LIST: ListKind<Column> = {
  mark: 'batch-check 1',
  name: '待核验名单',
  columns: [
    {
      key: 'number',
      header: '证书编号',
      also: ['职称证书编号', '证书号', '证书号码', '电子证书编号', '编号'],
      required: false,
      note: '照证书填写；有查验码的可以不填',
    },
    {
      key: 'name',
      header: '姓名',
      also: ['持证人', '持证人姓名', '人员姓名', '职工姓名'],
      required: true,
      note: '照证书填写',
    },
    {
      key: 'idNumber',
      header: '证件号码',
      also: ['证件号', '身份证号', '身份证号码', '公民身份号码'],
      required: false,
      note: '可以不填；填了就一并核对，只答相符与否',
    },
    {
      key: 'code',
      header: '查验码',
      also: ['查验网址', '二维码', '核验码', '证书网址'],
      required: false,
      note: '22 位查验码，或证书网址 # 之前的部分',
    },
    {
      key: 'year',
      header: '取得年度',
      also: ['取得时间'],
      required: false,
      aside: true,
      note: '可以不填；与级别一起填了，没有查到的会告诉您当年归集到哪里、该问哪个单位',
    },
    {
      key: 'level',
      header: '职称级别',
      also: ['取得级别'],
      required: false,
      aside: true,
      note: '可以不填；如 中级',
    },
    { key: 'issuer', header: '发证单位', required: false, aside: true, note: '可以不填；照证书所印' },
  ],
}

const FAULTS = {
  nothing: refusal('verification/nothing-to-check', '证书编号和查验码都没有填写：请至少填一项'),
  noName: refusal('verification/name-missing', '姓名没有填写：按证书编号核验时必须填写持证人姓名'),
  badName: refusal('verification/bad-name', '姓名中有不能识别的字符或空格：请照证书重新填写'),
  badText: refusal('verification/bad-text', '含有看不见的字符或公式符号：请照证书重新填写'),
  tooLong: refusal('verification/too-long', '内容过长，不是一份证书的编号或号码：请核对'),
  digitsLost: refusal(
    'verification/digits-lost',
    '号码存成了数字，第15位以后已经丢失，无法还原：请把该列设为“文本”后重新填写',
  ),
  badCode: refusal(
    'verification/bad-code',
    '不是本机关证书的查验码：请填写 22 位查验码，或证书网址 # 之前的部分',
  ),
} as const satisfies Record<string, Remark>

// Others have their turn between.
const AT_ONCE = 1_000

interface Setting {
  readonly today: Day
  /** Every address certificates were printed with. */
  readonly origins: ReadonlySet<string>
}

/**
 * The rows of an xlsx, xls, csv or JSON (`{"rows": […]}`, or the list alone) file of unknown origin. What is wrong with a cell keeps its row
 * out and is told; other rows are read. Refuses `verification/batch-empty`, `…/batch-too-large`, `…/not-a-batch`, and as
 * `openSpreadsheet` and `parseStrictJson` do.
 */
export async function readBatch(bytes: Uint8Array, setting: Setting): Promise<ReadBatch> {
  const batch = isJson(bytes) ? await readJson(bytes, setting) : await readSheet(bytes, setting)
  if (batch.rows.length === 0 && batch.defects.length === 0) throw batchEmpty()
  return batch
}

const isJson = (bytes: Uint8Array): boolean => /^\s*[{[]/.test(Buffer.from(bytes.subarray(0, 64)).toString())

async function readSheet(bytes: Uint8Array, { today, origins }: Setting): Promise<ReadBatch> {
  const rules: ListRules<Column, BatchRow & { readonly position: number }> = {
    kind: BATCH_LIST,
    privateUse: FAULTS.badName,
    who: 'name',
    nobody: FAULTS.nothing,
    repeats: {},
    judgeRow(row) {
      const read = (key: Column) => textIn(row, key)
      const [number, name, idNumber, code] = [read('number'), read('name'), read('idNumber'), read('code')]
      if (number === null || name === null || idNumber === null || code === null) return null
      const paper = { year: looked(row, 'year'), level: looked(row, 'level'), issuer: looked(row, 'issuer') }
      const judged = judgeRow(
        { ...row.at, number, name, idNumber, code, paper: paperIn(paper, today) },
        origins,
      )
      if ('row' in judged) return { ...judged, position: row.at.position }
      row.tell(row.hasColumn(judged.at) ? judged.at : 'name', judged.remark)
      return null
    },
  }
  const verdict = await judgeList(openSpreadsheet(bytes), rules, { today, keepRows: true })
  if (verdict.judged > MOST_ROWS) throw batchTooLarge(verdict.judged)
  const defects = verdict.defects.filter(({ severity }) => severity === 'refusal')
  return { rows: verdict.rows, defects }
}

/** '' when the cell is empty; null when it cannot be read, which has been told. */
function textIn(row: RowReader<Column>, key: Column): string | null {
  if (row.hasColumn(key) && row.isUnreadable(key)) return null
  const cell = row.cell(key)
  if (cell?.number !== undefined && cell.number.replace(/\D/g, '').length > 15) {
    row.tell(key, FAULTS.digitsLost)
    return null
  }
  return cell?.text.trim() ?? ''
}

/** What is no reason to leave a row out: an odd cell is an empty one. */
const looked = (row: RowReader<Column>, key: Column): string =>
  row.hasColumn(key) ? (row.cell(key)?.text ?? '') : ''

function judgeRow(
  row: BatchRow,
  origins: ReadonlySet<string>,
): BatchRow | { readonly at: Judged; readonly remark: Remark } {
  for (const key of ['number', 'name', 'idNumber', 'code'] as const) {
    if (row[key].length > LONGEST[key]) return { at: key, remark: FAULTS.tooLong }
    // A code may well begin with a hyphen; what it may hold codeIn says.
    if (key !== 'code' && textFault(row[key]) !== null) return { at: key, remark: FAULTS.badText }
  }
  if (row.name !== '' && 'fault' in checkName(row.name)) return { at: 'name', remark: FAULTS.badName }
  if (row.code === '') {
    if (row.number === '') return { at: 'number', remark: FAULTS.nothing }
    if (row.name === '') return { at: 'name', remark: FAULTS.noName }
    return row
  }
  const code = codeIn(row.code, origins)
  return code === null ? { at: 'code', remark: FAULTS.badCode } : { ...row, code }
}

const NO_TEXTS: Readonly<Record<Column, string>> = {
  number: '',
  name: '',
  idNumber: '',
  code: '',
  year: '',
  level: '',
  issuer: '',
}

/** A misspelt member would be passed over, and look as if it had been compared. */
const isOnly = (value: unknown, members: readonly string[]): value is Readonly<Record<string, unknown>> =>
  isObject(value) && Object.keys(value).every((member) => members.includes(member))

async function readJson(bytes: Uint8Array, { today, origins }: Setting): Promise<ReadBatch> {
  const given = parseStrictJson(textOf(bytes))
  const list: unknown = isOnly(given, ['rows']) ? given['rows'] : given
  if (!Array.isArray(list)) throw notABatch()
  if (list.length > MOST_ROWS) throw batchTooLarge(list.length)
  const rows: BatchRow[] = []
  const defects: Defect[] = []
  for (const [i, item] of list.entries()) {
    const texts: Record<Column, string> = { ...NO_TEXTS }
    if (!isOnly(item, Object.keys(NO_TEXTS))) throw notABatch()
    for (const key of Object.keys(NO_TEXTS) as Column[]) {
      const text = item[key] ?? ''
      if (typeof text !== 'string') throw notABatch()
      texts[key] = text
    }
    const { number, name, idNumber, code } = texts
    if (i % AT_ONCE === AT_ONCE - 1) await breath()
    const judged = judgeRow(
      { sheet: '', row: i + 1, number, name, idNumber, code, paper: paperIn(texts, today) },
      origins,
    )
    if ('row' in judged) rows.push(judged)
    else defects.push({ sheet: '', row: i + 1, column: judged.at, value: texts[judged.at], ...judged.remark })
  }
  return { rows, defects }
}

function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes)
  } catch {
    throw notABatch()
  }
}

import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeHistoryList } from '../../src/collection/history-list.ts'
import { checkDigit } from '../../src/people/id-number.ts'
import type { CellKind } from '../../src/spreadsheets/cell-value.ts'
import { spreadsheetOf } from '../spreadsheets/workbook-builder.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'

const today = '2025-11-21'
const HEADERS = '姓名 身份证号 工作单位 系列 专业 职称名称 级别 取得途径 取得时间 批准文号 发证机关'.split(
  ' ',
)
const PERSON: Readonly<Record<string, string>> = {
  姓名: '杜宇桂',
  身份证号: '519901380716772',
  工作单位: '昆明市职业技术学院',
  系列: '会计',
  专业: '会计',
  职称名称: '会计师',
  级别: '中级',
  取得途径: '评审通过',
  取得时间: '1998.4',
  批准文号: '昆职改办[1998]3号',
  发证机关: '大理州职改办',
}
type Person = Readonly<Record<string, string>>

/** A list of people who differ from PERSON as told, judged; `kinds` makes cells of some columns numbers. */
function judge(people: readonly Person[], kinds: Readonly<Record<string, CellKind>> = {}, headers = HEADERS) {
  const line = (
    number: number,
    textOf: (header: string) => string,
    kindOf: (header: string) => CellKind,
  ) => ({
    number,
    hidden: false,
    cells: headers.map((header) => {
      const [text, kind] = [textOf(header), kindOf(header)]
      return kind === 'text' || text === '' ? text : { kind, text }
    }),
  })
  const rows = [
    line(
      1,
      (header) => header,
      () => 'text',
    ),
    ...people.map((person, i) =>
      line(
        i + 2,
        (header) => person[header] ?? PERSON[header] ?? '',
        (header) => kinds[header] ?? 'text',
      ),
    ),
  ]
  const workbook = { date1904: false, sheets: [{ name: '表', hidden: false, merged: [], rows }] }
  return judgeHistoryList(spreadsheetOf(workbook), { today, keepRows: true })
}

const told = ({ defects }: Awaited<ReturnType<typeof judge>>) =>
  defects.map(({ row, column, severity, code }) => [row, column, severity, code])

describe('the sample lists of past years', () => {
  it.each([
    ['history-1998-gb18030.csv', { flawed: 7, none: 26, undocumented: 52, lost: 4 }],
    ['history-2005.xls', { flawed: 11, none: 38, undocumented: 39, lost: 0 }],
  ])('%s: every row is taken, and what it lacks is told', async (file, expected) => {
    const bytes = new Uint8Array(readFileSync(`tests/samples/${file}`))
    const { judged, rows, defects } = await judgeHistoryList(openSpreadsheet(bytes), {
      today,
      keepRows: true,
    })
    const count = (code: string) => defects.filter((defect) => defect.code === code).length
    expect([judged, rows.length]).toEqual([200, 200])
    expect(defects.every(({ severity }) => severity === 'warning')).toBe(true)
    expect(defects).toHaveLength(expected.flawed + expected.none + expected.undocumented + expected.lost)
    expect(count('collection/month-ambiguous')).toBe(expected.lost)
    expect(count('people/id-wrong-check-digit')).toBe(expected.flawed)
    expect(count('collection/no-id-number')).toBe(expected.none)
    expect(count('collection/no-document')).toBe(expected.undocumented)
    expect(rows.filter(({ identity }) => identity === 'none')).toHaveLength(expected.none)
    expect(new Set(rows.map(({ obtainedOn }) => obtainedOn.precision))).toEqual(
      new Set(['day', 'month', 'year']),
    )
    for (const { document } of rows)
      if (document !== null) expect(document).toMatch(/^\p{sc=Han}+〔[0-9]{4}〕[0-9]+号$/u)
  })

  it('keep rare characters, 15-digit numbers and the words of their year', async () => {
    const bytes = new Uint8Array(readFileSync('tests/samples/history-1998-gb18030.csv'))
    const { rows } = await judgeHistoryList(openSpreadsheet(bytes), { today, keepRows: true })
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['江𬱖', '尼玛·扎西', '贾龘平']))
    expect(rows[4]).toEqual({
      sheet: 'CSV',
      row: 6,
      position: 5,
      name: '杜宇桂',
      identity: 'sound',
      idType: 'resident-identity-card',
      idNumber: '519901380716772',
      fullNumber: '519901193807167723',
      employer: '昆明市职业技术学院',
      series: '会计',
      specialty: '会计',
      title: '会计师',
      level: '420',
      route: 'review',
      obtainedOn: { value: '1998-04', precision: 'month' },
      document: '昆职改办〔1998〕3号',
      issuer: '大理州职改办',
      paper: null,
      mending: false,
      remarks: null,
    })
  })
})

describe('an old row', () => {
  it.each<[string, Person, object]>([
    ['高级 and 初级 are levels', { 职称名称: '高级会计师', 级别: '高级' }, { level: '410' }],
    ['small words for levels', { 职称名称: '高级会计师', 级别: '副高' }, { level: '412' }],
    ['series of the older 29', { 系列: '中学教师', 职称名称: '中学一级教师' }, { series: '中学教师' }],
    ['小学高级教师 was intermediate', { 系列: '中小学教师', 职称名称: '小学高级教师' }, { level: '420' }],
    ['a short word for the route', { 取得途径: '认定' }, { route: 'assessment' }],
    ['a year in hanzi', { 取得时间: '一九九八年' }, { obtainedOn: { value: '1998', precision: 'year' } }],
    ['a closed office', { 发证机关: '云南省人事厅' }, { issuer: '云南省人事厅' }],
    ['a passport', { 身份证号: 'E12345678' }, { idType: 'passport', idNumber: 'E12345678' }],
  ])('is taken without a word: %s', async (_, person, expected) => {
    const verdict = await judge([person])
    expect(told(verdict)).toEqual([])
    expect(verdict.rows).toMatchObject([expected])
  })

  it.each<[string, Person, string, object]>([
    [
      '身份证号',
      { 身份证号: '' },
      'collection/no-id-number',
      { identity: 'none', idNumber: null, idType: null },
    ],
    [
      '身份证号',
      { 身份证号: '53990219601208351９' },
      'people/id-wrong-check-digit',
      { identity: 'flawed', idNumber: '539902196012083519' },
    ],
    ['身份证号', { 身份证号: '519901 380716772' }, 'people/id-folded', { idNumber: '519901380716772' }],
    ['工作单位', { 工作单位: '' }, 'collection/no-employer', { employer: null }],
    ['系列', { 系列: '会计学问' }, 'titles/unknown-series', { series: '会计学问' }],
    ['职称名称', { 职称名称: '会计能手' }, 'titles/unknown-title', { title: '会计能手' }],
    ['职称名称', { 系列: '中小学教师', 职称名称: '高级教师' }, 'titles/title-doubtful', { level: '420' }],
    ['职称名称', { 系列: '工程技术' }, 'titles/title-doubtful', { title: '会计师' }],
    ['取得时间', { 取得时间: '九八年' }, 'collection/year-completed', { obtainedOn: { value: '1998' } }],
    [
      '取得时间',
      { 取得时间: '36130' },
      'spreadsheets/date-serial-number',
      { obtainedOn: { value: '1998-12-01' } },
    ],
    ['取得时间', { 取得时间: '1950' }, 'collection/too-young', { obtainedOn: { value: '1950' } }],
    [
      '批准文号',
      { 批准文号: '人社部令第40号' },
      'collection/document-number-kept',
      { document: '人社部令第40号' },
    ],
    ['发证机关', { 发证机关: '' }, 'collection/no-issuer', { issuer: null }],
    ['姓名', { 姓名: '杜\ue863桂' }, 'people/private-use-character', { name: '杜\ue863桂', mending: true }],
    ['姓名', { 姓名: '尼玛•扎西' }, 'people/interpunct-variant', { name: '尼玛•扎西', mending: false }],
  ])('is taken with a warning at %s for %j: %s', async (column, person, code, expected) => {
    const verdict = await judge([person])
    expect(told(verdict)).toContainEqual([2, column, 'warning', code])
    expect(verdict.defects.every(({ severity }) => severity === 'warning')).toBe(true)
    expect(verdict.rows).toMatchObject([expected])
  })

  it.each<[string, Person, string]>([
    ['姓名', { 姓名: '' }, 'results/missing-value'],
    ['姓名', { 姓名: '杜 桂' }, 'people/blank-in-name'],
    ['姓名', { 姓名: '杜□桂' }, 'people/lost-character'],
    ['姓名', { 姓名: '杜\ue863\u200b' }, 'people/invisible-character'],
    ['身份证号', { 身份证号: '5199013807167' }, 'people/id-wrong-length'],
    ['身份证号', { 身份证号: '519901381316772' }, 'people/id-no-such-birth-day'],
    ['身份证号', { 身份证号: '5.39902E+17' }, 'people/id-digits-lost'],
    ['姓名', { 身份证号: '', 工作单位: '' }, 'collection/nobody-identifiable'],
    ['职称名称', { 级别: '高级' }, 'titles/title-contradiction'],
    ['职称名称', { 系列: '小学教师', 职称名称: '小学高级教师', 级别: '高级' }, 'titles/title-contradiction'],
    ['级别', { 级别: '特级' }, 'titles/unknown-level'],
    ['取得途径', { 取得途径: '' }, 'results/missing-value'],
    ['取得途径', { 取得途径: '买来' }, 'titles/unknown-route'],
    ['取得时间', { 取得时间: '1998.13' }, 'spreadsheets/date-no-such-day'],
    ['取得时间', { 取得时间: '1948年' }, 'collection/date-too-early'],
    ['取得时间', { 取得时间: '待查' }, 'spreadsheets/date-not-a-date'],
    ['批准文号', { 批准文号: '=1+1' }, 'people/formula-like'],
  ])('is refused at %s for %j: %s', async (column, person, code) => {
    const verdict = await judge([person])
    expect(told(verdict)).toContainEqual([2, column, 'refusal', code])
    expect(verdict.rows).toEqual([])
  })

  it('loses no digit of a 15-digit numeral, and three of an 18-digit one', async () => {
    const fifteen = await judge([{}], { 身份证号: 'number' })
    expect(told(fifteen)).toEqual([[2, '身份证号', 'warning', 'collection/id-as-numeral']])
    const eighteen = await judge([{ 身份证号: '539902196012083000' }], { 身份证号: 'number' })
    expect(told(eighteen)).toEqual([[2, '身份证号', 'refusal', 'people/id-digits-lost']])
  })

  it('stored as the number 1998.1 is refused: January or October', async () =>
    expect(told(await judge([{ 取得时间: '1998.1' }], { 取得时间: 'number' }))).toEqual([
      [2, '取得时间', 'refusal', 'spreadsheets/date-ambiguous-number'],
    ]))

  it('with a sex its number contradicts is told, and taken', async () => {
    const headers = [...HEADERS, '性别']
    expect(told(await judge([{ 性别: '男' }], {}, headers))).toEqual([
      [2, '性别', 'warning', 'people/sex-contradiction'],
    ])
    expect(told(await judge([{ 性别: '女' }], {}, headers))).toEqual([])
  })
})

describe('old rows together', () => {
  it('of one person with one title are told, and taken, 15 and 18 digits being one number', async () => {
    const verdict = await judge([{}, { 身份证号: `51990119380716772${checkDigit('51990119380716772')}` }])
    const same = told(verdict).filter(([, , , code]) => code === 'results/same-person-and-title')
    expect(same).toHaveLength(2)
    expect(same[0]).toEqual([2, '身份证号', 'warning', 'results/same-person-and-title'])
    expect(verdict.rows).toHaveLength(2)
  })

  it('of two people who share a number are told, and taken', async () => {
    const verdict = await judge([{}, { 姓名: '杜宇贵' }])
    expect(told(verdict)).toEqual([
      [2, '姓名', 'warning', 'results/one-number-two-names'],
      [3, '姓名', 'warning', 'results/one-number-two-names'],
    ])
    expect(verdict.rows).toHaveLength(2)
  })

  it('of one person with a title reviewed here and confirmed there are two titles', async () =>
    expect(told(await judge([{}, { 取得途径: '资格确认', 取得时间: '2001' }]))).toEqual([]))

  it('without numbers but alike in all else may be one person: told, and taken', async () => {
    const verdict = await judge([{ 身份证号: '' }, { 身份证号: '' }])
    expect(told(verdict).filter(([, column]) => column === '姓名')).toEqual([
      [2, '姓名', 'warning', 'collection/perhaps-same-person'],
      [3, '姓名', 'warning', 'collection/perhaps-same-person'],
    ])
    expect(verdict.rows).toHaveLength(2)
  })

  it('are each taken or told why not, whatever their cells hold', async () => {
    const odd = fc.oneof(
      fc.constantFrom('', ' ', '=1', '?', '1998.1', '\ue863', '高级', '九八年'),
      fc.array(fc.nat(0x10ffff), { maxLength: 8 }).map((codes) => String.fromCodePoint(...codes)),
    )
    const person = fc.record(
      Object.fromEntries(
        HEADERS.map((header) => [
          header,
          fc.oneof({ weight: 9, arbitrary: fc.constant(PERSON[header]!) }, odd),
        ]),
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('text', 'number'),
        async (people, kind) => {
          const { judged, rows, defects } = await judge(people, { 取得时间: kind as CellKind })
          const refused = new Set(
            defects.flatMap(({ severity, row }) => (severity === 'refusal' && row > 1 ? [row] : [])),
          )
          expect(rows.length + refused.size).toBe(judged)
          for (const { row } of rows) expect(refused.has(row)).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })
})

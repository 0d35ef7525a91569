import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeApprovedList } from '../../../src/results/lists/approved-list.ts'
import { openSpreadsheet } from '../../../src/spreadsheets/open-spreadsheet.ts'
import { SOUND_ROW } from '../../support/list.ts'
import { sheetOf, spreadsheetOf, xlsxOf } from '../../spreadsheets/workbook-builder.ts'

// Any code points, unpaired surrogates included; fast-check's own table of them takes seconds to build.
const anyText = fc.array(fc.nat(0x10ffff), { maxLength: 12 }).map((codes) => String.fromCodePoint(...codes))

const today = '2025-11-21'
const setting = { today, keepRows: true }
const judgeFile = (path: string) => judgeApprovedList(openSpreadsheet(readFileSync(path)), setting)

const HEADERS = Object.keys(SOUND_ROW)
const PERSON: Readonly<Record<string, string>> = SOUND_ROW
const OTHER = { 姓名: '罗英平', 证件号码: '539901197301239170' }

/** A list of people who differ from PERSON as told, judged. */
function judge(...people: readonly Readonly<Record<string, string>>[]) {
  const rows = people.map((person) => HEADERS.map((header) => person[header] ?? PERSON[header]!))
  return judgeApprovedList(
    openSpreadsheet(xlsxOf({ sheets: [{ xml: sheetOf([HEADERS, ...rows]) }] })),
    setting,
  )
}

const told = ({ defects }: Awaited<ReturnType<typeof judge>>) =>
  defects.map(({ row, column, severity, code }) => [row, column, severity, code])

describe('the sample lists', () => {
  it('of 200 clean rows has not one defect', async () => {
    const { judged, rows, defects } = await judgeFile('templates/samples/approved-list-2023.xlsx')
    expect(defects).toEqual([])
    expect(judged).toBe(200)
    expect(rows).toHaveLength(200)
    expect(rows[0]).toEqual({
      sheet: '通过人员',
      row: 4,
      position: 1,
      name: '韦娟',
      sex: '男',
      idType: 'resident-identity-card',
      idNumber: '519901196004034197',
      employer: '昆明市第一人民医院',
      employerCode: '1253990169628225A0',
      series: '中小学教师',
      specialty: '数学',
      title: '高级教师',
      level: '412',
      route: 'assessment',
      obtainedOn: '2023-11-12',
      declaredOn: null,
      application: null,
      committee: '云南省中小学教师系列高级职称评审委员会',
      scope: { kind: 'everywhere' },
      remarks: null,
    })
    expect(rows.filter(({ scope }) => scope.kind === 'grassroots')).toHaveLength(15)
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['江𪚥诗', '毛𬱖英', '阿依·依火·木呷']),
    )
  })

  it('of 40 rows with faults tells each listed fault at its cell and refuses no other row', async () => {
    const listed = readFileSync('tests/samples/approved-list-2023-faults.csv', 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => /^(\d+),([^,]+),(.*)$/.exec(line.trim())?.slice(1) ?? [])
    const { judged, rows, defects } = await judgeFile('tests/samples/approved-list-2023-faults.xlsx')
    expect(defects.map(({ row, column, severity, code }) => [row, column, severity, code])).toEqual([
      [4, '证件号码', 'refusal', 'people/id-digits-lost'],
      [5, '证件号码', 'refusal', 'people/id-wrong-check-digit'],
      [6, '证件号码', 'refusal', 'results/same-person-and-title'],
      [7, '证件号码', 'refusal', 'results/same-person-and-title'],
      [8, '姓名', 'refusal', 'people/blank-in-name'],
      [9, '姓名', 'warning', 'people/interpunct-variant'],
      [10, '姓名', 'refusal', 'people/formula-like'],
      [11, '级别', 'refusal', 'titles/level-unspecified'],
      [12, '评审资格名称', 'refusal', 'titles/title-contradiction'],
      [13, '取得时间', 'refusal', 'spreadsheets/date-month-only'],
      [14, '取得时间', 'warning', 'spreadsheets/date-serial-number'],
      [15, '取得时间', 'warning', 'spreadsheets/date-folded'],
      [16, '姓名', 'refusal', 'people/private-use-character'],
      [17, '统一社会信用代码', 'refusal', 'identity/credit-code-wrong-check-digit'],
      [18, '证件号码', 'refusal', 'results/missing-value'],
      [19, '取得时间', 'refusal', 'spreadsheets/date-no-such-day'],
      [20, '证件类型', 'refusal', 'people/id-type-mismatch'],
      [21, '姓名', 'refusal', 'people/invisible-character'],
      [22, '证件号码', 'warning', 'people/id-folded'],
      [23, '姓名', 'refusal', 'results/missing-value'],
    ])
    expect(listed).toHaveLength(19 * 3)
    expect(judged).toBe(40)
    expect(rows).toHaveLength(24)
    expect(rows.find(({ row }) => row === 9)?.name).toBe('买买提•艾力')
    expect(rows.find(({ row }) => row === 14)?.obtainedOn).toBe('2023-11-12')
    expect(rows.find(({ row }) => row === 22)?.idNumber).toBe('539901196707250092')
  })

  it.each(['', '-1904'])(
    'with merged, hidden, formula and date cells%s is told cell by cell',
    async (system) => {
      const { judged, rows, defects } = await judgeFile(
        `tests/samples/approved-list-2023-structure${system}.xlsx`,
      )
      expect(
        defects.map(({ sheet, row, column, severity, code }) => [sheet, row, column, severity, code]),
      ).toEqual([
        ['通过人员', 4, '', 'warning', 'spreadsheets/hidden-row'],
        ['通过人员', 5, '工作单位', 'warning', 'spreadsheets/merged-cells'],
        ['通过人员', 6, '工作单位', 'refusal', 'spreadsheets/merged-cells'],
        ['通过人员', 7, '评审资格名称', 'refusal', 'spreadsheets/formula-cell'],
        ['通过人员', 8, '取得时间（年－月－日）', 'refusal', 'spreadsheets/date-month-only'],
        ['通过人员', 9, '评委会名称', 'refusal', 'spreadsheets/formula-cell'],
        ['通过人员', 10, '申报专业', 'refusal', 'results/not-text'],
        ['通过人员', 11, '统一社会信用代码', 'refusal', 'identity/credit-code-digits-lost'],
        ['通过人员', 14, '', 'warning', 'spreadsheets/row-not-read'],
        ['通过人员', 15, '', 'warning', 'spreadsheets/row-not-read'],
        ['去年', 1, '', 'warning', 'spreadsheets/hidden-sheet'],
      ])
      expect(judged).toBe(10)
      expect(rows.map(({ row, obtainedOn }) => [row, obtainedOn])).toEqual([
        [3, '2023-11-02'],
        [4, '2023-11-03'],
        [5, '2023-11-04'],
        [13, '2023-11-12'],
      ])
    },
  )
})

describe('one row', () => {
  it('that is sound is accepted without a word', async () => {
    const verdict = await judge({})
    expect(verdict.defects).toEqual([])
    expect(verdict.rows).toHaveLength(1)
  })

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['性别', { 性别: '女' }, 'people/sex-contradiction'],
    ['性别', { 性别: 'M' }, 'people/unknown-sex'],
    ['证件类型', { 证件类型: '军官证' }, 'people/unknown-id-type'],
    ['证件号码', { 证件号码: '130503670401001' }, 'people/id-fifteen-digits'],
    ['证件号码', { 证件号码: '51990119600403419' }, 'people/id-wrong-length'],
    ['统一社会信用代码', { 统一社会信用代码: '169628225' }, 'identity/credit-code-wrong-length'],
    ['申报专业', { 申报专业: '数\u200b学' }, 'people/invisible-character'],
    ['工作单位', { 工作单位: '=A1' }, 'people/formula-like'],
    ['工作单位', { 工作单位: '院'.repeat(101) }, 'results/too-long'],
    ['评审资格名称', { 评审资格名称: '高级工程师' }, 'titles/title-contradiction'],
    ['级别', { 级别: '特级' }, 'titles/unknown-level'],
    ['级别', { 级别: '初级' }, 'titles/level-unspecified'],
    ['取得方式', { 取得方式: '破格' }, 'titles/unknown-route'],
    ['取得时间', { 取得时间: '2025-11-22' }, 'spreadsheets/date-in-the-future'],
    ['取得时间', { 取得时间: '2023' }, 'spreadsheets/date-year-only'],
    ['适用范围', { 适用范围: '全市' }, 'titles/unknown-scope'],
    ['评委会名称', { 评委会名称: '' }, 'results/missing-value'],
  ])('is refused at %s for %j: %s', async (column, person, code) => {
    const verdict = await judge(person)
    expect(told(verdict)).toEqual([[2, column, 'refusal', code]])
    expect(verdict.rows).toEqual([])
    expect(verdict.defects[0]!.value).toBe(person[column])
    expect(verdict.defects[0]!.reason.length).toBeGreaterThan(4)
  })

  it.each(HEADERS.slice(1, 13))('is refused when %s is empty, at that cell', async (header) => {
    expect(told(await judge({ [header]: ' ' }))).toEqual([[2, header, 'refusal', 'results/missing-value']])
  })

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['工作单位', { 工作单位: ' 昆明市第一人民医院' }, 'results/trimmed'],
    ['统一社会信用代码', { 统一社会信用代码: '1253990169628225a0' }, 'identity/credit-code-folded'],
    ['申报系列', { 申报系列: '中小学教师系列' }, 'titles/series-spelling'],
    ['评审资格名称', { 评审资格名称: '特级教师' }, 'titles/unknown-title'],
  ])('is accepted with a warning at %s for %j: %s', async (column, person, code) => {
    const verdict = await judge(person)
    expect(told(verdict)).toEqual([[2, column, 'warning', code]])
    expect(verdict.rows).toMatchObject([
      { employer: '昆明市第一人民医院', employerCode: '1253990169628225A0', series: '中小学教师' },
    ])
  })

  it('keeps a series the table does not know, with a warning', async () => {
    const verdict = await judge({ 申报系列: '海关' })
    expect(verdict.rows).toMatchObject([{ series: '海关' }])
    expect(told(verdict).map(([, , , code]) => code)).toEqual([
      'titles/unknown-series',
      'titles/unknown-title',
    ])
  })

  it('needs a committee only when the route is review', async () =>
    expect((await judge({ 取得方式: '考核认定', 评委会名称: '' })).rows).toMatchObject([{ committee: null }]))

  it('may name other documents and a targeted scope', async () =>
    expect(
      (
        await judge({
          证件类型: '护照',
          证件号码: 'E12345678',
          适用范围: '定向评价、定向使用（怒江州、迪庆州）',
        })
      ).rows,
    ).toMatchObject([
      {
        idType: 'passport',
        idNumber: 'E12345678',
        scope: { kind: 'targeted', places: ['怒江州', '迪庆州'] },
      },
    ]))
})

describe('rows together', () => {
  it('of one person with two titles are both accepted', async () => {
    const verdict = await judge({}, { 申报系列: '经济', 评审资格名称: '高级经济师' })
    expect(verdict.defects).toEqual([])
    expect(verdict.rows).toHaveLength(2)
  })

  it('of one person with one title are refused at each row, each naming the others', async () => {
    const verdict = await judge({}, { ...OTHER }, { 证件号码: '５１９９０１１９６００４０３４１９７' })
    expect(told(verdict)).toEqual([
      [2, '证件号码', 'refusal', 'results/same-person-and-title'],
      [4, '证件号码', 'warning', 'people/id-folded'],
      [4, '证件号码', 'refusal', 'results/same-person-and-title'],
    ])
    expect(verdict.defects[0]!.reason).toContain('第4行')
    expect(verdict.rows.map(({ row, position }) => [row, position])).toEqual([[3, 2]])
  })

  it('of one number under two names are refused at both names', async () => {
    const verdict = await judge({}, { 姓名: '韦绢', 申报系列: '经济', 评审资格名称: '高级经济师' })
    expect(told(verdict)).toEqual([
      [2, '姓名', 'refusal', 'results/one-number-two-names'],
      [3, '姓名', 'refusal', 'results/one-number-two-names'],
    ])
  })

  it('repeat each other over two sheets too', async () => {
    const xml = sheetOf([HEADERS, HEADERS.map((header) => PERSON[header]!)])
    const spreadsheet = openSpreadsheet(
      xlsxOf({
        sheets: [
          { name: '一', xml },
          { name: '二', xml },
        ],
      }),
    )
    const { defects } = await judgeApprovedList(spreadsheet, setting)
    expect(defects.map(({ sheet, row, reason }) => [sheet, row, /另见(.*)：/.exec(reason)?.[1]])).toEqual([
      ['一', 2, '“二”第2行'],
      ['二', 2, '“一”第2行'],
    ])
  })

  it('with a required header missing are told once, at the header', async () => {
    const without = (row: readonly string[]) => row.filter((_, i) => HEADERS[i] !== '级别')
    const rows = [HEADERS, HEADERS.map((header) => PERSON[header]!)].map(without)
    const { defects, rows: accepted } = await judgeApprovedList(
      openSpreadsheet(xlsxOf({ sheets: [{ xml: sheetOf(rows) }] })),
      setting,
    )
    expect(defects).toMatchObject([{ row: 1, column: '级别', code: 'spreadsheets/missing-header' }])
    expect(accepted).toEqual([])
  })

  it('without 适用范围 are good everywhere', async () => {
    const without = (row: readonly string[]) => row.filter((_, i) => HEADERS[i] !== '适用范围')
    const rows = [HEADERS, HEADERS.map((header) => PERSON[header]!)].map(without)
    const spreadsheet = openSpreadsheet(xlsxOf({ sheets: [{ xml: sheetOf(rows) }] }))
    expect(await judgeApprovedList(spreadsheet, setting)).toMatchObject({
      defects: [],
      rows: [{ scope: { kind: 'everywhere' } }],
    })
  })

  it('that are none are refused', async () =>
    expect(told(await judge())).toEqual([[1, '姓名', 'refusal', 'results/no-people']]))

  it('are each accepted or told why not, whatever their cells hold', async () => {
    const odd = fc.oneof(fc.constantFrom('', ' ', '=1', '?', '2023', '45242', '男', '高级'), anyText)
    const people = fc.array(
      fc.record(
        Object.fromEntries(
          HEADERS.slice(1, 15).map((header) => [
            header,
            fc.oneof({ weight: 9, arbitrary: fc.constant(PERSON[header]!) }, odd),
          ]),
        ),
      ),
      { maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(people, async (rows) => {
        const lines = [HEADERS, ...rows.map((row) => HEADERS.map((header) => row[header] ?? ''))]
        const sheet = {
          name: '表',
          hidden: false,
          merged: [],
          rows: lines.map((line, i) => ({ number: i + 1, hidden: false, cells: line })),
        }
        const {
          judged,
          rows: accepted,
          defects,
        } = await judgeApprovedList(spreadsheetOf({ date1904: false, sheets: [sheet] }), setting)
        const refused = new Set(
          defects.filter(({ severity }) => severity === 'refusal').map(({ row }) => row),
        )
        expect(accepted.length + refused.size).toBe(Math.max(judged, refused.has(1) ? judged + 1 : judged))
        for (const { row } of accepted) expect(refused.has(row)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
import { filled, sheetOf, xlsxOf } from './workbook-builder.ts'

const cellsOf = async (...args: Parameters<typeof xlsxOf>) =>
  filled((await readWorkbook(xlsxOf(...args))).sheets[0]!.rows[0]!)
const texts = async (...args: Parameters<typeof xlsxOf>) => (await cellsOf(...args)).map(({ text }) => text)
const row = (cells: string) => ({ sheets: [{ xml: `<sheetData><row r="1">${cells}</row></sheetData>` }] })

describe('a workbook as offices send it', () => {
  it('is read with its sheets, rows and merged banners', async () => {
    const workbook = await readWorkbook(readFileSync('templates/samples/approved-list-2023.xlsx'))
    expect(workbook.date1904).toBe(false)
    expect(workbook.sheets.map(({ name, hidden, rows }) => [name, hidden, rows.length])).toEqual([
      ['通过人员', false, 203],
      ['填表说明', false, 1],
    ])
    expect(workbook.sheets[0]!.merged).toEqual([
      { firstRow: 1, lastRow: 1, firstColumn: 1, lastColumn: 16 },
      { firstRow: 2, lastRow: 2, firstColumn: 1, lastColumn: 16 },
    ])
    const last = workbook.sheets[0]!.rows.at(-1)!
    expect(last.number).toBe(203)
    expect(last.cells[0]).toBe('200')
  })

  it('counts its dates from 1904 when it says so', async () => {
    for (const [file, date1904] of [
      ['approved-list-2023-structure.xlsx', false],
      ['approved-list-2023-structure-1904.xlsx', true],
    ] as const) {
      const workbook = await readWorkbook(readFileSync(`tests/samples/${file}`))
      expect(workbook.date1904).toBe(date1904)
      const [sheet] = workbook.sheets
      expect(filled(sheet!.rows.find(({ number }) => number === 3)!)[12]).toMatchObject({
        kind: 'date',
        text: '2023-11-02',
      })
      expect(filled(sheet!.rows.find(({ number }) => number === 8)!)[12]).toMatchObject({
        kind: 'date',
        text: '2023-11',
      })
    }
  })

  it('tells hidden rows and hidden sheets', async () => {
    const workbook = await readWorkbook(readFileSync('tests/samples/approved-list-2023-structure.xlsx'))
    expect(workbook.sheets.map(({ hidden }) => hidden)).toEqual([false, false, true])
    expect(workbook.sheets[0]!.rows.filter(({ hidden }) => hidden).map(({ number }) => number)).toEqual([4])
  })
})

describe('a cell', () => {
  it('takes shared strings: rich text joined, phonetic runs left out, blanks as xml:space says', async () => {
    const sharedStrings =
      '<si><t>单</t></si><si><r><rPr/><t>张</t></r><r><t xml:space="preserve"> 伟</t></r><rPh sb="0" eb="1"><t>ZHANG</t></rPh></si>' +
      '<si><t> a </t></si><si><t xml:space="preserve"> b </t></si><si/>'
    const cells = [0, 1, 2, 3, 4].map((i) => `<c t="s"><v>${i}</v></c>`).join('')
    expect(await texts({ ...row(cells), sharedStrings })).toEqual(['单', '张 伟', 'a', ' b '])
  })

  it('takes inline strings, formula strings, CDATA, comments between, and prefixed names', async () => {
    const cells =
      '<c t="inlineStr"><is><t>阿依·<!-- cut -->木呷</t></is></c><c t="str"><v><![CDATA[a<b&c]]></v></c>' +
      '<x:c t="str"><x:v>d</x:v></x:c>'
    expect(await texts(row(cells))).toEqual(['阿依·木呷', 'a<b&c', 'd'])
  })

  it('resolves the five entities, numeric references and _xHHHH_ escapes', async () => {
    const cells =
      '<c t="str"><v>&lt;&amp;&gt;&quot;&apos;&#20320;&#x2CB96;</v></c><c t="str"><v>a_x000D_b_x005F_x0041_</v></c>'
    expect(await texts(row(cells))).toEqual(['<&>"\'你𬮖', 'a\rb_x0041_'])
  })

  it('keeps the numeral of a number and shows lost digits as zeros', async () => {
    const cells = ['5.39901196310156E+017', '45242', '0.1', '1.1000000000000001', '-12', '1E+30', '20231112']
      .map((v) => `<c><v>${v}</v></c>`)
      .join('')
    expect(await cellsOf(row(cells))).toMatchObject([
      { kind: 'number', text: '539901196310156000', number: '5.39901196310156E+017' },
      { kind: 'number', text: '45242' },
      { kind: 'number', text: '0.1' },
      { kind: 'number', text: '1.1', number: '1.1000000000000001' },
      { kind: 'number', text: '-12' },
      { kind: 'number', text: '1e+30' },
      { kind: 'number', text: '20231112' },
    ])
  })

  it('is a date when its style shows one, and a month when the style shows no more', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0.00"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>'
    const cells =
      [0, 1, 2, 3].map((s) => `<c s="${s}"><v>45242</v></c>`).join('') +
      '<c s="4"><v>45242.354166666664</v></c>'
    expect((await cellsOf({ ...row(cells), styles })).map(({ kind, text }) => [kind, text])).toEqual([
      ['number', '45242'],
      ['date', '2023-11-12'],
      ['date', '2023-11'],
      ['number', '45242'],
      ['date', '2023-11-12 08:30:00'],
    ])
  })

  it('says formula, error, boolean and ISO date', async () => {
    const cells =
      '<c t="str"><f>A1</f><v>x</v></c><c><f t="shared" si="0"/><v>3</v></c><c><f>B1</f></c><c t="e"><v>#N/A</v></c>' +
      '<c t="b"><v>1</v></c><c t="d"><v>2023-11-12T00:00:00</v></c>'
    expect((await cellsOf(row(cells))).map(({ kind, text }) => [kind, text])).toEqual([
      ['formula', 'x'],
      ['formula', '3'],
      ['formula', ''],
      ['error', '#N/A'],
      ['boolean', 'TRUE'],
      ['date', '2023-11-12'],
    ])
  })

  it('stands where its reference says, or after the one before; empty ones are left out', async () => {
    const sheets = [
      {
        xml: '<sheetData><row/><row r="5"><c r="B5" s="1"/><c r="AA5" t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row><c><v>1</v></c></row></sheetData>',
      },
    ]
    const [sheet] = (await readWorkbook(xlsxOf({ sheets }))).sheets
    expect(sheet!.rows.map((row) => [row.number, filled(row)])).toEqual([
      [
        5,
        [
          { column: 'AA', kind: 'text', text: 'a' },
          { column: 'AB', kind: 'text', text: 'b' },
        ],
      ],
      [6, [{ column: 'A', kind: 'number', text: '1', number: '1' }]],
    ])
  })

  it('is read the same wherever the chunks are cut', async () => {
    // Longer than one inflated chunk, every character of three bytes and more.
    const rows = Array.from({ length: 3000 }, (_, i) => [`第${i}行𬮖`, '一二三四五六七八九十&', String(i)])
    const [sheet] = (await readWorkbook(xlsxOf({ sheets: [{ xml: sheetOf(rows) }] }))).sheets
    expect(sheet!.rows.map((row) => filled(row).map(({ text }) => text))).toEqual(rows)
  })
})

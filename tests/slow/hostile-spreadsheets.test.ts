import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/platform/refusal.ts'
import { judgeApprovedList } from '../../src/results/lists/approved-list.ts'
import { utf8 } from '../../src/signing/bytes.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'
import { partsOf, sheetOf, xlsxOf, zipOf } from '../spreadsheets/workbook-builder.ts'

/** What a hostile file may cost: seconds of a busy machine, and memory above what the process had. */
const MOST_MS = 5_000
const MOST_MB = 150

const simple = { sheets: [{ xml: sheetOf([['姓名', '性别']]) }] }
const oneSheet = (xml: string) => xlsxOf({ sheets: [{ xml }] })
const many = (count: number, make: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join('')
const altered = (name: string, change: object) =>
  zipOf(partsOf(simple).map((part) => (part.name.endsWith(name) ? { ...part, ...change } : part)))
const sample = new Uint8Array(readFileSync('templates/samples/approved-list-2023.xlsx'))

const FILES: readonly (readonly [string, () => Uint8Array, string])[] = [
  [
    'a bomb that declares two gigabytes',
    () =>
      xlsxOf({
        ...simple,
        more: [{ name: 'xl/media/a', data: deflateRawSync(new Uint8Array(1 << 20)), declaredSize: 2 ** 31 }],
      }),
    'spreadsheets/too-large',
  ],
  [
    'a sheet larger than it says',
    () => altered('sheet1.xml', { data: new Uint8Array(1 << 24).fill(0x20), declaredSize: 100 }),
    'spreadsheets/damaged',
  ],
  [
    'twelve million rows in a small file',
    () => oneSheet(`<sheetData>${'<row><c t="str"><v>1</v></c></row>'.repeat(12_000_000)}</sheetData>`),
    'spreadsheets/too-large',
  ],
  [
    'entities that grow',
    () => oneSheet('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet><sheetData/></worksheet>'),
    'spreadsheets/document-type',
  ],
  [
    'rows that end at column XFD',
    () =>
      oneSheet(
        `<sheetData>${many(200_000, (i) => `<row r="${i + 1}"><c r="XFD${i + 1}" t="str"><v>x</v></c></row>`)}</sheetData>`,
      ),
    'spreadsheets/too-large',
  ],
  [
    'a million empty cells at column XFD',
    () =>
      oneSheet(
        `<sheetData>${many(1_000_000, (i) => `<row r="${i + 1}"><c r="XFD${i + 1}" s="1"/></row>`)}</sheetData>`,
      ),
    'spreadsheets/not-this-list',
  ],
  [
    'a million empty sheets',
    () =>
      altered('workbook.xml', {
        data: `<workbook><sheets>${many(1_000_000, (i) => `<sheet name="a${i}" r:id="s0"/>`)}</sheets></workbook>`,
      }),
    'spreadsheets/too-large',
  ],
  [
    'four million shared strings',
    () =>
      xlsxOf({ ...simple, sharedStrings: many(3_900_000, (i) => `<si><t>一二三四五六七八九${i}</t></si>`) }),
    'spreadsheets/too-large',
  ],
  [
    'thousands of merged ranges over everything',
    () =>
      oneSheet(
        `${sheetOf([LIST_HEADERS, ...Array.from({ length: 5_000 }, (_, i) => LIST_HEADERS.map(() => `x${i}`))])}<mergeCells>${many(19_000, () => '<mergeCell ref="A2:XFD1048576"/>')}</mergeCells>`,
      ),
    'spreadsheets/too-large',
  ],
  ['an envelope of an encrypted book', () => encrypted(), 'spreadsheets/encrypted'],
  [
    'links to other files',
    () => xlsxOf({ ...simple, more: [{ name: 'xl/externalLinks/externalLink1.xml', data: '<x/>' }] }),
    'spreadsheets/external-links',
  ],
  [
    'macros',
    () => xlsxOf({ ...simple, more: [{ name: 'xl/vbaProject.bin', data: '' }] }),
    'spreadsheets/macros',
  ],
  ['half an upload', () => sample.slice(0, sample.length >> 1), 'spreadsheets/damaged'],
  ['a quote left open', () => utf8(`a,"${'b,\n'.repeat(400_000)}`), 'spreadsheets/damaged-text'],
  ['a row without end', () => utf8(`a,b\n${'"",'.repeat(20_000_000)}`), 'spreadsheets/damaged-text'],
]

const LIST_HEADERS =
  '序号 姓名 性别 证件类型 证件号码 工作单位 统一社会信用代码 申报系列 申报专业 评审资格名称 级别 取得方式 取得时间 评委会名称'.split(
    ' ',
  )

function encrypted(): Uint8Array {
  const stream = Buffer.from('EncryptedPackage\0', 'utf16le')
  return new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(504), ...stream])
}

/** Resident memory at its highest while `act` runs, above what it was before. */
async function measured(act: () => Promise<unknown>) {
  await sleep(200)
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10)
  const started = performance.now()
  const outcome = await act().catch((error: unknown) => error)
  clearInterval(watch)
  peak = Math.max(peak, process.memoryUsage().rss)
  return { outcome, milliseconds: performance.now() - started, megabytes: (peak - before) / 1_048_576 }
}

const judged = (bytes: Uint8Array) => judgeApprovedList(openSpreadsheet(bytes), { today: '2026-11-21' })

describe('a hostile spreadsheet is refused in one sentence, soon and in little memory', () => {
  it.each(FILES)('%s', async (_, make, code) => {
    const bytes = make()
    const { outcome, milliseconds, megabytes } = await measured(async () => judged(bytes))
    expect(outcome).toBeInstanceOf(Refusal)
    expect(outcome).toMatchObject({ code })
    expect((outcome as Refusal).message).toMatch(/^[^\n]+。$/)
    expect(milliseconds).toBeLessThan(MOST_MS)
    expect(megabytes).toBeLessThan(MOST_MB)
    expect(await judged(sample)).toMatchObject({ judged: 200, refusals: 0 })
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/platform/refusal.ts'
import { concat, utf8 } from '../../src/signing/bytes.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
import { partsOf, sheetOf, xlsxOf, zipOf } from './workbook-builder.ts'

async function readThrough(bytes: Uint8Array): Promise<void> {
  for await (const _ of openSpreadsheet(bytes).pieces());
}

async function refusalOf(bytes: Uint8Array): Promise<Refusal> {
  const outcome: unknown = await readThrough(bytes).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(Refusal)
  return outcome as Refusal
}

const codeOf = async (bytes: Uint8Array): Promise<string> => (await refusalOf(bytes)).code
const simple = { sheets: [{ xml: sheetOf([['姓名', '性别']]) }] }
const oneSheet = (xml: string) => xlsxOf({ sheets: [{ xml }] })

const ole = (...streams: readonly string[]) =>
  concat(
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    new Uint8Array(504),
    ...streams.map((name) => new Uint8Array(Buffer.from(`${name}\0`, 'utf16le'))),
  )

describe('a file that is no table', () => {
  it('is named when it is empty', async () => {
    const refusal = await refusalOf(new Uint8Array())
    expect(refusal.code).toBe('spreadsheets/empty-file')
    expect(refusal.message).toMatch(/空的.*请/)
  })

  it.each([
    ['old-xls', ole('Book')],
    ['old-xls', new Uint8Array([0x09, 0x08, 0x10, 0x00])],
    ['word', ole('WordDocument')],
    ['pdf', utf8('%PDF-1.7')],
    ['html', utf8('\ufeff<html><table><tr><td>姓名')],
    ['html', utf8('<?xml version="1.0"?>\n<!DOCTYPE html>')],
    [
      'spreadsheetml-2003',
      utf8('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
    ],
    ['image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])],
    ['unknown', new Uint8Array([0, 1, 2, 3])],
    ['unknown', utf8('hello')],
    [
      'opendocument',
      zipOf([
        { name: 'mimetype', data: 'x' },
        { name: 'content.xml', data: '<x/>' },
      ]),
    ],
    [
      'word',
      zipOf([
        { name: '_rels/.rels', data: '<x/>' },
        { name: 'word/document.xml', data: '<x/>' },
      ]),
    ],
    [
      'excel-binary',
      zipOf([
        { name: '_rels/.rels', data: '<x/>' },
        { name: 'xl/workbook.bin', data: '' },
      ]),
    ],
    ['archive', zipOf([{ name: '名单.xlsx', data: 'x' }])],
  ])('is refused as what it seems to be: %s', async (format, bytes) => {
    const refusal = await refusalOf(bytes)
    expect(refusal.code).toBe('spreadsheets/not-a-workbook')
    expect(refusal.facts).toEqual({ format })
    expect(refusal.message).toMatch(/请/)
  })

  it('is refused as encrypted when it is an OLE envelope of one', async () =>
    expect(await codeOf(ole('EncryptionInfo', 'EncryptedPackage'))).toBe('spreadsheets/encrypted'))
})

describe('a workbook that would harm', () => {
  it('is refused when it has macros or outside links', async () => {
    expect(await codeOf(xlsxOf({ ...simple, more: [{ name: 'xl/vbaProject.bin', data: '' }] }))).toBe(
      'spreadsheets/macros',
    )
    const link = { name: 'xl/externalLinks/externalLink1.xml', data: '<x/>' }
    expect(await codeOf(xlsxOf({ ...simple, more: [link] }))).toBe('spreadsheets/external-links')
  })

  it('is refused when its parts declare a bomb, before anything is inflated', async () => {
    const bomb = { name: 'xl/media/a', data: deflateRawSync(new Uint8Array(1 << 20)), declaredSize: 2 ** 31 }
    const refusal = await refusalOf(xlsxOf({ ...simple, more: [bomb] }))
    expect(refusal).toMatchObject({
      kind: 'too-large',
      code: 'spreadsheets/too-large',
      facts: { what: 'expanded' },
    })
  })

  it('is refused when a part is larger than it says, without reading on', async () => {
    const parts = partsOf(simple).map((part) =>
      part.name.endsWith('sheet1.xml')
        ? { ...part, data: new Uint8Array(1 << 22).fill(0x20), declaredSize: 100 }
        : part,
    )
    expect((await refusalOf(zipOf(parts))).facts).toEqual({ fault: '部件大小不符' })
  })

  it('is refused when a part is smaller than it says, or not what its CRC-32 says', async () => {
    const lying = (lie: object) =>
      zipOf(partsOf(simple).map((part) => (part.name.endsWith('sheet1.xml') ? { ...part, ...lie } : part)))
    expect((await refusalOf(lying({ declaredSize: 5000 }))).code).toBe('spreadsheets/damaged')
    expect((await refusalOf(lying({ declaredCrc: 1 }))).facts).toEqual({ fault: '部件校验不符' })
    expect((await refusalOf(lying({ flags: 1 }))).code).toBe('spreadsheets/encrypted')
    expect((await refusalOf(lying({ method: 12 }))).code).toBe('spreadsheets/damaged')
  })

  it('is refused when two parts have one name, or there are thousands', async () => {
    expect(await codeOf(xlsxOf({ ...simple, more: [{ name: 'XL/workbook.xml', data: '' }] }))).toBe(
      'spreadsheets/damaged',
    )
    const many = Array.from({ length: 2100 }, (_, i) => ({ name: `a${i}`, data: '' }))
    expect((await refusalOf(xlsxOf({ ...simple, more: many }))).facts).toMatchObject({ what: 'parts' })
  })

  it('is refused when it has too many sheets, or shows one part as several', async () => {
    const sheets = Array.from({ length: 101 }, () => ({ xml: '<sheetData/>' }))
    expect((await refusalOf(xlsxOf({ sheets }))).facts).toMatchObject({ what: 'sheets' })
    const parts = partsOf({ sheets: [{ xml: '' }, { xml: '' }] }).map((part) =>
      part.name.endsWith('.rels') ? { ...part, data: String(part.data).replace('sheet2', 'sheet1') } : part,
    )
    expect((await refusalOf(zipOf(parts))).facts).toEqual({ fault: '工作表重复' })
  })

  it('is refused when it has more rows than a list can have; empty rows do not count', async () => {
    const empty = '<row><c r="XFD1" s="1"/></row>'.repeat(300_000)
    expect((await readWorkbook(oneSheet(`<sheetData>${empty}</sheetData>`))).sheets[0]!.rows).toEqual([])
    expect((await refusalOf(utf8('1,2\n'.repeat(1_000_101)))).facts).toMatchObject({ what: 'rows' })
  })

  it('is refused for one endless cell or tag', async () => {
    const endless = 'A'.repeat(2 << 20)
    expect(await codeOf(oneSheet(`<sheetData><row><c t="str"><v>${endless}</v></c></row></sheetData>`))).toBe(
      'spreadsheets/damaged',
    )
    expect(await codeOf(oneSheet(`<sheetData x="${endless}"/>`))).toBe('spreadsheets/damaged')
    const shared = xlsxOf({ ...simple, sharedStrings: `<si><t>${'A'.repeat(40_000)}</t></si>` })
    expect(await codeOf(shared)).toBe('spreadsheets/damaged')
  })

  it.each(readdirSync('tests/vectors/spreadsheets/invalid'))('is refused by the vector %s', async (file) => {
    const vector = JSON.parse(readFileSync(`tests/vectors/spreadsheets/invalid/${file}`, 'utf8')) as {
      sheet: string
      code: string
    }
    const refusal = await refusalOf(oneSheet(vector.sheet))
    expect(refusal.code).toBe(vector.code)
    expect(refusal.message).toMatch(/^[^\n]+。$/)
  })
})

describe('bytes altered at random', () => {
  const sample = new Uint8Array(readFileSync('tests/samples/approved-list-2023-structure.xlsx'))
  const outcomeOf = (bytes: Uint8Array): Promise<unknown> =>
    readWorkbook(bytes).catch((error: unknown) => error)
  const isReadOrRefused = (outcome: unknown) => !(outcome instanceof Error) || outcome instanceof Refusal
  const edited = (bytes: Uint8Array, edits: readonly (readonly [number, number])[]) => {
    const copy = bytes.slice()
    for (const [at, value] of edits) copy[at] = value
    return copy
  }

  it('are read or refused, and nothing else happens', async () => {
    const edits = fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    const holds = fc.asyncProperty(edits, async (edits) =>
      isReadOrRefused(await outcomeOf(edited(sample, edits))),
    )
    expect(fc.defaultReportMessage(await fc.check(holds, { numRuns: 150 }))).toBeUndefined()
  })

  it('never make a cut file readable', async () => {
    const holds = fc.asyncProperty(
      fc.nat(sample.length - 1),
      async (length) => (await outcomeOf(sample.slice(0, length))) instanceof Refusal,
    )
    expect(fc.defaultReportMessage(await fc.check(holds, { numRuns: 60 }))).toBeUndefined()
  })

  it('inside the sheet, with sizes and checksums made right again, are read or refused', async () => {
    const xml = utf8(
      '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> 张&amp;伟</t></is></c>' +
        '<c r="B1" s="1"><f>A1</f><v>45242</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>',
    )
    const bytes = fc.constantFrom(...utf8('<>/"\'&;= ![]-?:0Ar'), 0x80, 0xff)
    const edits = fc.array(fc.tuple(fc.nat(xml.length - 1), bytes), { minLength: 1, maxLength: 5 })
    const withSheet = (data: Uint8Array) =>
      zipOf(partsOf(simple).map((part) => (part.name.endsWith('sheet1.xml') ? { ...part, data } : part)))
    const holds = fc.asyncProperty(edits, async (edits) =>
      isReadOrRefused(await outcomeOf(withSheet(edited(xml, edits)))),
    )
    expect(fc.defaultReportMessage(await fc.check(holds, { numRuns: 400 }))).toBeUndefined()
  })
})

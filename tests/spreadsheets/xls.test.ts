import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { readXls as readByLibrary } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/platform/refusal.ts'
import { openCompoundFile } from '../../src/spreadsheets/compound-file.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
import { filled } from './workbook-builder.ts'

const sample = new Uint8Array(readFileSync('tests/samples/history-2005.xls'))
const structure = new Uint8Array(readFileSync('tests/samples/approved-list-2023-structure.xls'))
const outcomeOf = (bytes: Uint8Array): Promise<unknown> =>
  readWorkbook(bytes).catch((error: unknown) => error)
const codeOf = async (bytes: Uint8Array) => ((await outcomeOf(bytes)) as Refusal).code

/** The same bytes with a UTF-16 or byte text replaced by another of its length, wherever it stands. */
function altered(bytes: Uint8Array, from: Buffer, to: Buffer): Uint8Array {
  const copy = Buffer.from(bytes)
  for (let at = copy.indexOf(from); at !== -1; at = copy.indexOf(from, at + 1)) to.copy(copy, at)
  return new Uint8Array(copy)
}
const wide = (text: string) => Buffer.from(text, 'utf16le')

describe('a workbook of Excel 97–2003', () => {
  it('has the cells another reader finds', async () => {
    const [sheet] = (await readWorkbook(sample)).sheets
    const [other] = (await readByLibrary(sample)).sheets
    const expected = other!.rows.map((cells) => cells.map((cell) => cell ?? ''))
    const found = sheet!.rows.map((each) => {
      const row = Array.from({ length: 11 }, () => '')
      for (const { column, text } of filled(each)) row[column.charCodeAt(0) - 65] = text
      return row
    })
    expect(sheet!.name).toBe('职称信息')
    expect(found.slice(1)).toEqual(expected.slice(1).map((row) => [...row, '', ''].slice(0, 11)))
    expect(sheet!.rows.flatMap(filled).every(({ kind }) => kind === 'text')).toBe(true)
  })

  it('is the same workbook as when saved as .xlsx: formulas, errors, dates, merged and hidden parts too', async () => {
    const xlsx = new Uint8Array(readFileSync('tests/samples/approved-list-2023-structure.xlsx'))
    const [old, now] = [await readWorkbook(structure), await readWorkbook(xlsx)]
    expect(old.sheets.map(({ name, hidden, merged }) => ({ name, hidden, merged }))).toEqual(
      now.sheets.map(({ name, hidden, merged }) => ({ name, hidden, merged })),
    )
    for (const [i, sheet] of now.sheets.entries())
      for (const [j, row] of sheet.rows.entries()) {
        const texts = (each: typeof row) => filled(each).map(({ column, kind, text }) => [column, kind, text])
        expect(texts(old.sheets[i]!.rows[j]!)).toEqual(texts(row))
        expect(old.sheets[i]!.rows[j]).toMatchObject({ number: row.number, hidden: row.hidden })
      }
  })
})

describe('a compound file', () => {
  it('gives its small streams too, and null for what it has not', () => {
    const file = openCompoundFile(sample)
    const summary = file.read('\u0005SummaryInformation')!
    // [MS-OLEPS] §2.21: a property set begins with its byte order.
    expect([...summary.subarray(0, 2)]).toEqual([0xfe, 0xff])
    expect(summary.length).toBeLessThan(4096)
    expect(file.read('Book')).toBeNull()
  })
})

describe('an .xls that would harm', () => {
  it('is refused as older than Excel 97, encrypted, or with macros', async () => {
    const version = altered(
      sample,
      Buffer.from([0x09, 0x08, 0x10, 0, 0, 6, 5, 0]),
      Buffer.from([9, 8, 0x10, 0, 0, 5]),
    )
    expect(await codeOf(version)).toBe('spreadsheets/not-a-workbook')
    // The record behind the first BOF, whatever it was, made a FILEPASS.
    const globals = Buffer.from(sample).indexOf(Buffer.from([0x09, 0x08, 0x10, 0, 0, 6, 5, 0]))
    const encrypted = sample.slice()
    encrypted.set([0x2f, 0], globals + 20)
    expect(await codeOf(encrypted)).toBe('spreadsheets/encrypted')
    const name = '\u0005SummaryInformation'
    const macros = altered(sample, wide(name), wide('_VBA_PROJECT_CUR\0\0\0'))
    const length = Buffer.from(macros).indexOf(wide('_VBA_PROJECT_CUR')) + 64
    macros[length] = 34
    expect(await codeOf(macros)).toBe('spreadsheets/macros')
  })

  it('is refused when its sectors run in a circle or outside the file', async () => {
    const circle = sample.slice()
    const fat = 512 * (1 + new DataView(sample.buffer).getUint32(76, true))
    const first = new DataView(sample.buffer).getUint32(48, true)
    new DataView(circle.buffer).setUint32(fat + 4 * first, first, true)
    expect(await codeOf(circle)).toBe('spreadsheets/damaged')
    const outside = sample.slice()
    new DataView(outside.buffer).setUint32(48, 0x7fffffff, true)
    expect(await codeOf(outside)).toBe('spreadsheets/damaged')
  })

  it('is refused when it is larger than we hold in memory', async () => {
    const large = new Uint8Array(33 << 20)
    large.set(sample)
    expect((await outcomeOf(large)) as Refusal).toMatchObject({ code: 'spreadsheets/too-large' })
  })

  it('altered at random is read or refused, and nothing else happens', async () => {
    for (const file of [sample, structure]) {
      const edits = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 })
      await fc.assert(
        fc.asyncProperty(edits, async (edits) => {
          const copy = file.slice()
          for (const [at, value] of edits) copy[at] = value
          const outcome = await outcomeOf(copy)
          expect(!(outcome instanceof Error) || outcome instanceof Refusal).toBe(true)
        }),
        { numRuns: 150 },
      )
    }
  })

  it('cut short is refused, or has lost nothing', async () => {
    const whole = JSON.stringify(await outcomeOf(sample))
    await fc.assert(
      fc.asyncProperty(fc.nat(sample.length - 1), async (length) => {
        const outcome = await outcomeOf(sample.slice(0, length))
        expect(outcome instanceof Refusal || JSON.stringify(outcome) === whole).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

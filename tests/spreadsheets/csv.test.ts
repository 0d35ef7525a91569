import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/platform/refusal.ts'
import { utf8 } from '../../src/signing/bytes.ts'
import type { TextEncodingName } from '../../src/spreadsheets/text-encoding.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
import { filled } from './workbook-builder.ts'

const rowsOf = async (bytes: Uint8Array, encoding?: TextEncodingName) =>
  (await readWorkbook(bytes, { encoding })).sheets[0]!.rows.map((row) => [
    row.number,
    filled(row).map(({ text }) => text),
  ])
const refusalOf = async (bytes: Uint8Array, encoding?: TextEncodingName) => {
  const outcome: unknown = await readWorkbook(bytes, { encoding }).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(Refusal)
  return outcome as Refusal
}
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

describe('a text table', () => {
  it('is text and nothing but text, in the columns where it stands', async () =>
    expect((await readWorkbook(utf8('姓名,,号码\n张伟,,0012345678901234567890\n'))).sheets).toEqual([
      {
        name: 'CSV',
        hidden: false,
        merged: [],
        rows: [
          {
            number: 1,
            hidden: false,
            cells: ['姓名', '', '号码'],
          },
          {
            number: 2,
            hidden: false,
            cells: ['张伟', '', '0012345678901234567890'],
          },
        ],
      },
    ]))

  it('is numbered as a spreadsheet would: empty rows count, a quoted line break does not', async () =>
    expect(await rowsOf(utf8('名单\r\n\r\n"a\r\nb",c\r\n,\r\n"""d""",e'))).toEqual([
      [1, ['名单']],
      [3, ['a\r\nb', 'c']],
      [5, ['"d"', 'e']],
    ]))

  it('may have tabs or semicolons between its cells; a quote inside a cell is a quote', async () => {
    expect(await rowsOf(utf8('a\tb,c\td'))).toEqual([[1, ['a', 'b,c', 'd']]])
    expect(await rowsOf(utf8('a;b"c;"d;e"'))).toEqual([[1, ['a', 'b"c', 'd;e']]])
  })

  it('keeps blanks, and what looks like a formula, as they stand', async () =>
    expect(await rowsOf(utf8(' a ,=1+1,"\t1"'))).toEqual([[1, [' a ', '=1+1', '\t1']]]))

  it.each<[string, Uint8Array, TextEncodingName | undefined]>([
    ['UTF-8', utf8('张,䶮'), undefined],
    ['UTF-8 with its mark', utf8('\ufeff张,䶮'), undefined],
    ['UTF-16 little-endian', new Uint8Array(Buffer.from('\ufeff张,䶮', 'utf16le')), undefined],
    ['UTF-16 big-endian', new Uint8Array(Buffer.from('\ufeff张,䶮', 'utf16le').swap16()), undefined],
    // FE9F was a private-use character in GBK; GB 18030-2022 gives it its own.
    ['GB18030', bytes('d5c5 2c fe9f'), undefined],
  ])('in %s is told by its bytes', async (_, file, encoding) =>
    expect(await rowsOf(file, encoding)).toEqual([[1, ['张', '䶮']]]),
  )

  it('in Big5 is read as that only when somebody says so', async () => {
    const file = bytes('b169 2c a4a4 a4e5')
    expect(await rowsOf(file, 'big5')).toEqual([[1, ['張', '中文']]])
    expect(await rowsOf(file)).not.toEqual([[1, ['張', '中文']]])
  })

  it('keeps what GB18030 leaves to private use as that, for the judge to tell', async () =>
    expect(await rowsOf(bytes('d5c5 2c aaa1'))).toEqual([[1, ['张', '\ue000']]]))

  it('with four-byte characters across the pieces it is read in loses none', async () => {
    const rows = await rowsOf(bytes(`41${'9534b2352c410a'.repeat(20_000)}`))
    expect(new Set(rows.slice(1).map(([, cells]) => (cells as string[]).join()))).toEqual(new Set(['𠮷,A']))
    expect(rows).toHaveLength(20_000)
  })

  it('of any cells is read back cell by cell', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '张', ',', '"', '\n', '\r\n', ' ', ';'),
      maxLength: 6,
    })
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
    const table = fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const file = `h,h,h,h,h,h,h,h\n${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}`
        const expected = rows.flatMap((row, i) => {
          const filled = row.filter((cell) => cell !== '')
          return filled.length === 0 ? [] : [[i + 2, filled]]
        })
        expect((await rowsOf(utf8(file))).slice(1)).toEqual(expected)
      }),
    )
  })
})

describe('a text table that cannot be read', () => {
  it.each([
    ['a,"b\nc,d', 1],
    ['a,b\n"c"d,e', 2],
  ])('%j is refused with its row', async (text, row) =>
    expect(await refusalOf(utf8(text))).toMatchObject({ code: 'spreadsheets/damaged-text', facts: { row } }),
  )

  it('is refused when its bytes stand for nothing: none is replaced', async () => {
    expect((await refusalOf(bytes('61 2c ff'))).code).toBe('spreadsheets/unknown-encoding')
    expect((await refusalOf(utf8('张,伟'), 'big5')).code).toBe('spreadsheets/unknown-encoding')
  })

  it('is refused when a quote swallows the file, a row has too many cells, or a cell is endless', async () => {
    expect((await refusalOf(utf8(`"${'a,'.repeat(600_000)}`))).code).toBe('spreadsheets/damaged-text')
    expect((await refusalOf(utf8(`a${',b'.repeat(200)}`))).facts).toMatchObject({ what: 'columns' })
    expect((await refusalOf(utf8(`a,${'b'.repeat(40_000)}`))).facts).toMatchObject({ row: 1 })
    expect((await refusalOf(utf8('a,b\n'.repeat(200_101)))).facts).toMatchObject({ what: 'marked' })
  })

  it('of any bytes is refused and nothing else', async () => {
    const parts = fc.constantFrom(...utf8('a,"\n\r\t;='), 0x81, 0xd5, 0xc5, 0xfe, 0xff, 0x30, 0)
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 40 }), async (file) => {
        const outcome: unknown = await readWorkbook(new Uint8Array(file)).catch((error: unknown) => error)
        expect(!(outcome instanceof Error) || outcome instanceof Refusal).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

import { writeXlsx } from 'hucre/xlsx'
import { readWorkbook } from '../spreadsheets/read-workbook.ts'
import { openPackage } from '../spreadsheets/zip.ts'
import type { BenchRow } from './measure.ts'

const COLUMNS = 20

/** As in an honest list: a number and a name nobody shares, and words that come again and again. */
const person = (i: number): string[] =>
  Array.from({ length: COLUMNS }, (_, column) => {
    if (column === 0) return String(i + 1)
    if (column === 1)
      return String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000), 0x4e00 + ((i * 104_729) % 20_000))
    if (column === 2)
      return `539901${19_500_101 + ((i * 48_271) % 400_000)}${String((i * 69_621) % 10_000).padStart(4, '0')}`
    return `第${column}列的第${(i * (column + 3)) % (50 * column)}种写法`
  })

export const spreadsheetRow: BenchRow = {
  name: 'xlsx',
  what: `读取 .xlsx（${COLUMNS} 列），按行计`,
  limit: '只解压，不读',
  target: 0.4,
  async prepare({ quick }) {
    const rows = quick ? 2_000 : 20_000
    const bytes = await writeXlsx({
      sheets: [{ name: '表', rows: Array.from({ length: rows }, (_, i) => person(i)) }],
    })
    return {
      figure: async () => (await readWorkbook(bytes)).sheets[0]?.rows.length ?? 0,
      async limit() {
        const { parts, read } = await openPackage(bytes)
        let size = 0
        for (const part of parts) for await (const chunk of read(part) ?? []) size += chunk.length
        if (size === 0) throw new Error('empty')
        return rows
      },
    }
  },
}

import { createRequire } from 'node:module'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { writeXlsx } from 'hucre/xlsx'
import yauzl from 'yauzl'
import { syntheticList } from '../demo/synthetic-list.ts'
import { judgeApprovedList } from '../results/lists/approved-list.ts'
import { openSpreadsheet } from '../spreadsheets/open-spreadsheet.ts'
import { readWorkbook } from '../spreadsheets/read-workbook.ts'
import { textOf } from '../spreadsheets/workbook.ts'
import type { BenchRow } from './measure.ts'

const COLUMNS = 20
const SAMPLE = fileURLToPath(new URL('../../templates/samples/approved-list-2023.xlsx', import.meta.url))
const TODAY = '2026-11-21'

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
  limit: '只解压（yauzl），不读',
  target: 0.4,
  async prepare({ quick }) {
    const rows = quick ? 5_000 : 50_000
    const bytes = await writeXlsx({
      sheets: [{ name: '表', rows: Array.from({ length: rows }, (_, i) => person(i)) }],
    })
    return {
      figure: () => rowsRead(bytes),
      async limit() {
        const zip = await yauzl.fromBufferPromise(Buffer.from(bytes))
        let size = 0
        for await (const entry of zip.eachEntry())
          for await (const chunk of await zip.openReadStreamPromise(entry)) size += (chunk as Buffer).length
        if (size === 0) throw new Error('empty')
        return rows
      },
    }
  },
}

export const csvRow: BenchRow = {
  name: 'csv',
  what: '读取并检查 CSV 名单，按行计',
  limit: 'papaparse 只切分，不检查',
  target: 0.3,
  async prepare({ quick }) {
    const bytes = await csvList(quick ? 5_000 : 50_000)
    const { parse } = createRequire(import.meta.url)('papaparse') as {
      parse(text: string): { data: readonly unknown[] }
    }
    return {
      figure: () => judged(bytes),
      limit: () => parse(new TextDecoder().decode(bytes)).data.length - 1,
    }
  },
}

export const judgeRow: BenchRow = {
  name: 'judge',
  what: '检查 100,000 行 .xlsx 名单，按行计',
  limit: '只读取，不检查',
  target: 0.2,
  async prepare({ quick }) {
    const bytes = await xlsxList(quick ? 5_000 : 100_000)
    let slowest = 0
    let longest = 0
    return {
      async figure() {
        const started = performance.now()
        const held = monitorEventLoopDelay({ resolution: 5 })
        held.enable()
        const rows = await judged(bytes)
        held.disable()
        longest = Math.max(longest, held.max / 1e6)
        slowest = Math.max(slowest, ((performance.now() - started) / rows) * 100_000)
        return rows
      },
      limit: () => rowsRead(bytes),
      remark: () =>
        `十万行最慢 ${(slowest / 1000).toFixed(1)} s（要求 ≤ 20），事件循环最长停顿 ${Math.round(longest)} ms（要求 ≤ 50）`,
    }
  },
}

async function judged(bytes: Uint8Array): Promise<number> {
  const verdict = await judgeApprovedList(openSpreadsheet(bytes), { today: TODAY })
  if (verdict.judged !== verdict.accepted) throw new Error('the list of the bench is not clean')
  return verdict.judged
}

async function rowsRead(bytes: Uint8Array): Promise<number> {
  let rows = 0
  for await (const piece of openSpreadsheet(bytes).pieces())
    if (piece.kind === 'rows') rows += piece.rows.length
  return rows
}

async function xlsxList(people: number): Promise<Uint8Array> {
  const sample = await judgeApprovedList(openSpreadsheet(new Uint8Array(readFileSync(SAMPLE))), {
    today: TODAY,
    keepRows: true,
  })
  return syntheticList(sample.rows, people)
}

async function csvList(people: number): Promise<Uint8Array> {
  const { sheets } = await readWorkbook(await xlsxList(people))
  const lines = sheets[0]?.rows.map(({ cells }) => cells.map(textOf).join(',')) ?? []
  return new TextEncoder().encode(lines.join('\n'))
}

import { createHash } from 'node:crypto'
import { Refusal } from '../../platform/refusal.ts'
import { utf8 } from '../../signing/bytes.ts'
import type { ByteSource } from '../../spreadsheets/byte-source.ts'
import { judgeList } from '../../spreadsheets/judge.ts'
import { markedWorkbook } from '../../spreadsheets/marked.ts'
import { readWorkbook } from '../../spreadsheets/read-workbook.ts'
import type { Spreadsheet } from '../../spreadsheets/workbook.ts'
import { levelGroupOf, type LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import { HISTORY_RULES, type HistoryRow } from '../history-list.ts'
import type { Findings, ThreadSetting } from './thread-talk.ts'

/** More rows than a marked copy can hold are listed instead; as src/spreadsheets gives back. */
const MOST_MARKED = 200_000

/** A source that is hashed while it is read for the first time. */
export function hashedSource(source: ByteSource): ByteSource & { digest(): Promise<string> } {
  const hash = createHash('sha256')
  let hashed = 0
  let known: string | null = null
  async function* pieces() {
    let at = 0
    for await (const piece of source.pieces()) {
      if (at === hashed) {
        hash.update(piece)
        hashed += piece.length
      }
      at += piece.length
      yield piece
    }
  }
  return {
    size: source.size,
    pieces,
    async digest() {
      for await (const piece of hashed < source.size ? pieces() : []) void piece
      known ??= hash.digest('hex')
      return known
    },
  }
}

/** Judges the whole file and counts what a batch of it would hold; stores nothing. */
export async function findInFile(
  spreadsheet: Spreadsheet,
  source: ByteSource,
  { today, headers }: ThreadSetting,
): Promise<Findings> {
  const counts = { numberless: 0, flawed: 0, mending: 0 }
  const cells = new Map<string, number>()
  const rules = {
    ...HISTORY_RULES,
    judgeRow(reader: Parameters<typeof HISTORY_RULES.judgeRow>[0]) {
      const row = HISTORY_RULES.judgeRow(reader)
      if (reader.at.position === 1) {
        // Read once more because cells are merged: counted from the beginning.
        cells.clear()
        Object.assign(counts, { numberless: 0, flawed: 0, mending: 0 })
      }
      if (row !== null) count(row, counts, cells)
      return row
    },
  }
  const verdict = await judgeList(spreadsheet, rules, { today, headers })
  const { judged, refusals, warnings, defects, columns, merged } = verdict
  const isMarkable = defects.length > 0 && judged <= MOST_MARKED
  return {
    judged,
    refusals,
    warnings,
    defects: defects.length === 0 ? null : utf8(JSON.stringify(defects)),
    merged,
    cells: [...cells].map(([key, rows]) => cellOf(key, rows)),
    ...counts,
    marked: isMarkable
      ? await markedCopy(source, async (bytes) => markedWorkbook(await readWorkbook(bytes), defects, columns))
      : null,
  }
}

function count(
  row: HistoryRow,
  counts: { numberless: number; flawed: number; mending: number },
  cells: Map<string, number>,
): void {
  if (row.identity === 'none') counts.numberless++
  if (row.identity === 'flawed') counts.flawed++
  if (row.mending) counts.mending++
  const key = `${row.obtainedOn.value.slice(0, 4)} ${levelGroupOf(row.level)} ${row.route}`
  cells.set(key, (cells.get(key) ?? 0) + 1)
}

function cellOf(key: string, rows: number) {
  const [year, level, route] = key.split(' ')
  // Routes no notice asks for are refused by whoever compares cells with the programme.
  return { year: Number(year), level: level as LevelGroup, route: route as CollectedRoute, rows }
}

/** Null when the file is one that can be judged but not given back. */
async function markedCopy(
  source: ByteSource,
  mark: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array | null> {
  const whole = new Uint8Array(source.size)
  let at = 0
  for await (const piece of source.pieces()) {
    whole.set(piece, at)
    at += piece.length
  }
  try {
    return await mark(whole)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

import { judgeList, type MergedByPlace } from '../../spreadsheets/judge.ts'
import type { Spreadsheet } from '../../spreadsheets/workbook.ts'
import { HISTORY_RULES, type HistoryRow } from '../history-list.ts'
import type { FormerRows } from './former-rows.ts'
import { marksOf } from './marks.ts'
import { protectRows, type MarkedRow } from './protect-rows.ts'
import { recentPersons } from './recent-persons.ts'
import type { Help, RowSet, ThreadSetting } from './thread-talk.ts'

/** Rows of one commit. */
export const SET_ROWS = 2_000

interface Streaming {
  /** Rows through this position are stored already. */
  readonly after: number
  readonly merged: MergedByPlace
  /** Null when no batch is corrected. */
  readonly formers: FormerRows | null
  help(documents: readonly string[], formers: readonly number[]): Promise<Help>
  /** Waits while too many sets wait for their commit. */
  hand(set: RowSet): Promise<void>
}

/**
 * Reads a file that has been judged once more and hands over its rows in sets, protected and sealed. While one set is
 * protected the next one's persons are looked up.
 */
export async function streamSets(
  spreadsheet: Spreadsheet,
  { batchId, markKey, today, headers }: ThreadSetting,
  { after, merged, formers, help, hand }: Streaming,
): Promise<void> {
  const waiting: HistoryRow[] = []
  const recent = recentPersons()
  let before: { readonly rows: readonly MarkedRow[]; readonly help: Promise<Help> } | null = null

  const finish = async () => {
    if (before === null) return
    const { rows } = before
    const set = protectRows(batchId, rows, await before.help, recent)
    recent.turn()
    await hand(set)
  }
  const take = async (rows: readonly HistoryRow[]) => {
    const marked = rows.map((row) => markedRow(row, markKey, formers))
    const documents = marked.map(({ document, former }) => (former ? '' : document))
    const asked = help(
      documents,
      marked.map(({ former }) => former?.position ?? 0),
    )
    await finish()
    before = { rows: marked, help: asked }
  }

  await judgeList(
    {
      // Between two slices of the file is where waiting costs nothing.
      async *pieces() {
        for await (const piece of spreadsheet.pieces()) {
          while (waiting.length >= SET_ROWS) await take(waiting.splice(0, SET_ROWS))
          yield piece
        }
      },
    },
    {
      ...HISTORY_RULES,
      repeats: {},
      judgeRow(reader) {
        const row = HISTORY_RULES.judgeRow(reader)
        if (row === null) return null
        if (row.position > after) waiting.push(row)
        // What the stored rows corrected is taken, so that the rest finds its own.
        else formers?.take(marksOf(markKey, row))
        return row
      },
    },
    { today, headers, merged },
  )
  while (waiting.length > 0) await take(waiting.splice(0, SET_ROWS))
  await finish()
}

function markedRow(row: HistoryRow, markKey: Uint8Array, formers: FormerRows | null): MarkedRow {
  const marks = marksOf(markKey, row)
  const document = row.fullNumber === null ? '' : `${row.idType}|${row.fullNumber}`
  return { row, marks, document, former: formers === null ? undefined : formers.take(marks) }
}

import { judgeList, type MergedByPlace } from '../../spreadsheets/judge.ts'
import type { Spreadsheet } from '../../spreadsheets/workbook.ts'
import { HISTORY_RULES, type HistoryRow } from '../history-list.ts'
import type { FormerRows } from './former-rows.ts'
import { marksOf } from './marks.ts'
import { protectRows, type MarkedRow } from './protect-rows.ts'
import type { AskedRows, Help, RowSet, Share, ThreadSetting } from './thread-talk.ts'

/** Rows of one commit. */
export const SET_ROWS = 2_000

interface Streaming {
  /** Rows through this position are stored already. */
  readonly after: number
  readonly merged: MergedByPlace
  /** Null when no batch is corrected; else the share is all there is, for each row takes one of them. */
  readonly formers: FormerRows | null
  readonly share: Share
  help(number: number, rows: AskedRows): Promise<Help>
  /** Waits while too many sets wait for their commit. */
  hand(number: number, set: RowSet): Promise<void>
}

interface MarkedSet {
  readonly number: number
  readonly rows: readonly MarkedRow[]
  readonly help: Promise<Help>
}

/**
 * Reads a file that has been judged once more and hands over the rows of its share in sets, protected and sealed. While
 * one set is protected the next one's persons are looked up.
 */
export async function streamSets(
  spreadsheet: Spreadsheet,
  { batchId, markKey, today, headers }: ThreadSetting,
  { after, merged, formers, share, help, hand }: Streaming,
): Promise<void> {
  const waiting: HistoryRow[] = []
  let before: MarkedSet | null = null

  const setOf = (position: number) => Math.floor((position - after - 1) / SET_ROWS)
  const finish = async () => {
    if (before === null) return
    const { number, rows } = before
    await hand(number, protectRows(batchId, rows, await before.help))
  }
  const take = async (taken: readonly HistoryRow[]) => {
    const rows = taken.map((row) => markedRow(row, markKey, formers))
    const number = setOf(taken[0]!.position)
    const asked = help(number, {
      documents: rows.map(({ document, former }) => (former ? '' : document)),
      names: taken.map(({ name }) => name),
      formers: rows.map(({ former }) => former?.position ?? 0),
    })
    await finish()
    before = { number, rows, help: asked }
  }

  if (formers !== null) await keepSame(spreadsheet, { markKey, today, headers, merged, formers })
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
        const { position } = reader.at
        const isStored = position <= after
        if (isStored ? formers === null : setOf(position) % share.of !== share.place) return null
        const row = HISTORY_RULES.judgeRow(reader)
        if (row === null) return null
        if (!isStored) waiting.push(row)
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

/** Reads the file once before: a row that says less takes no former row another says word for word. */
async function keepSame(
  spreadsheet: Spreadsheet,
  {
    markKey,
    today,
    headers,
    merged,
    formers,
  }: Pick<ThreadSetting, 'markKey' | 'today' | 'headers'> &
    Pick<Streaming, 'merged'> & { readonly formers: FormerRows },
): Promise<void> {
  const judgeRow = (reader: Parameters<typeof HISTORY_RULES.judgeRow>[0]) => {
    const row = HISTORY_RULES.judgeRow(reader)
    if (row !== null) formers.keep(marksOf(markKey, row))
    return row
  }
  await judgeList(spreadsheet, { ...HISTORY_RULES, repeats: {}, judgeRow }, { today, headers, merged })
}

function markedRow(row: HistoryRow, markKey: Uint8Array, formers: FormerRows | null): MarkedRow {
  const marks = marksOf(markKey, row)
  const document = row.fullNumber === null ? '' : `${row.idType}|${row.fullNumber}`
  return { row, marks, document, former: formers === null ? undefined : formers.take(marks) }
}

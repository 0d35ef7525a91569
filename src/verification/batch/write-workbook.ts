import { once } from 'node:events'
import { setImmediate as breath } from 'node:timers/promises'
import { writeXlsx } from 'hucre/xlsx'
import type { WriteOptions, WriteSheet } from 'hucre/xlsx'
import { startThread } from '../../platform/start-thread.ts'

/** Fewer are written before anybody would notice; ten thousand hold everybody up for a quarter of a second. */
const WORTH_A_THREAD = 1_000
// Copied for the thread in some milliseconds: others have their turn between.
const AT_ONCE = 500

type Thread = ReturnType<typeof startThread>
type Rows = NonNullable<WriteSheet['rows']>
type Cells = NonNullable<WriteSheet['cells']>
type Marked = Cells extends Map<string, infer Cell> ? readonly (readonly [string, Cell])[] : never

/** What the thread is told: some of a sheet, or that everything is there. */
export type WorkbookPart = { readonly sheet: number; readonly rows: Rows; readonly cells: Marked } | 'write'

const THREAD = new URL(`./workbook-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/** A workbook as bytes; a long one is made in a thread of its own, while this one goes on answering others. */
export async function writeWorkbook(workbook: WriteOptions, rows: number): Promise<Uint8Array> {
  if (rows < WORTH_A_THREAD) return writeXlsx(workbook)
  const frame = { ...workbook, sheets: workbook.sheets.map((sheet) => ({ ...sheet, rows: [], cells: NONE })) }
  const thread = startThread(THREAD, frame)
  const written = once(thread, 'message') as Promise<[Uint8Array]>
  // Awaited below; until then a thread that fails must not end the process.
  written.catch(() => {})
  try {
    for (const [sheet, { rows: all = [], cells = NONE }] of workbook.sheets.entries())
      await tellSheet(thread, sheet, all, [...cells])
    tell(thread, 'write')
    const [bytes] = await written
    return bytes
  } catch (error) {
    await thread.terminate()
    throw error
  }
}

async function tellSheet(thread: Thread, sheet: number, rows: Rows, cells: Marked): Promise<void> {
  for (let from = 0; from < Math.max(rows.length, cells.length); from += AT_ONCE) {
    tell(thread, { sheet, rows: rows.slice(from, from + AT_ONCE), cells: cells.slice(from, from + AT_ONCE) })
    await breath()
  }
}

const NONE: Cells = new Map()

const tell = (thread: Thread, part: WorkbookPart): void =>
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  thread.postMessage(part)

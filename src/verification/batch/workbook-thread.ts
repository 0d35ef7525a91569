import { parentPort, workerData } from 'node:worker_threads'
import { writeXlsx } from 'hucre/xlsx'
import type { WriteOptions, WriteSheet } from 'hucre/xlsx'
import type { WorkbookPart } from './write-workbook.ts'

// The thread that write-workbook.ts starts, with the workbook's frame: its parts come one by one, then the word to write.
const frame = workerData as WriteOptions
const sheets = frame.sheets.map((sheet) => ({
  ...sheet,
  rows: [] as NonNullable<WriteSheet['rows']>,
  cells: new Map(sheet.cells),
}))

parentPort?.on('message', (part: WorkbookPart) => {
  if (part === 'write') return void write()
  const sheet = sheets[part.sheet]
  sheet?.rows.push(...part.rows)
  for (const [at, cell] of part.cells) sheet?.cells.set(at, cell)
})

async function write(): Promise<void> {
  const bytes = new Uint8Array(await writeXlsx({ ...frame, sheets }))
  // Moved, not copied; then there is nothing left to wait for.
  parentPort?.postMessage(bytes, [bytes.buffer])
  parentPort?.close()
}

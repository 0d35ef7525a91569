import { parentPort, workerData } from 'node:worker_threads'
import { writeXlsx } from 'hucre/xlsx'
import type { WriteOptions } from 'hucre/xlsx'

// The thread that write-workbook.ts starts: one workbook, and then its end.
const bytes = new Uint8Array(await writeXlsx(workerData as WriteOptions))
// Moved, not copied.
parentPort?.postMessage(bytes, [bytes.buffer])

import { once } from 'node:events'
import { writeXlsx } from 'hucre/xlsx'
import type { WriteOptions } from 'hucre/xlsx'
import { startThread } from '../../platform/start-thread.ts'

/** Fewer are written before anybody would notice; ten thousand hold everybody up for a quarter of a second. */
const WORTH_A_THREAD = 1_000

const THREAD = new URL(`./workbook-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/** A workbook as bytes; a long one is made in a thread of its own, while this one goes on answering others. */
export async function writeWorkbook(workbook: WriteOptions, rows: number): Promise<Uint8Array> {
  if (rows < WORTH_A_THREAD) return writeXlsx(workbook)
  const [bytes] = (await once(startThread(THREAD, workbook), 'message')) as [Uint8Array]
  return bytes
}

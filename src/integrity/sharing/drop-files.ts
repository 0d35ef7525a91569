import { inArray, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { exchangeFiles, exchangeSalts } from './schema.ts'

/** Step: from now on no file that names this record can be made again. */
export async function dropFilesWith(tx: Transaction, recordId: string): Promise<void> {
  const files = tx
    .select({ id: exchangeFiles.id })
    .from(exchangeFiles)
    .where(sql`${exchangeFiles.lines} @> ${JSON.stringify([{ recordId }])}::jsonb`)
  await tx.delete(exchangeSalts).where(inArray(exchangeSalts.fileId, files))
}

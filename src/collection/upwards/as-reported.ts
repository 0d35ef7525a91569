import { desc, eq } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { cellKey, type Cell } from '../acceptance/cell-state.ts'
import type { CellCount } from '../acceptance/count-cells.ts'
import { cellWords } from '../programme/refusals.ts'
import { reportMiscounted } from './refusals.ts'
import { collectionImports } from './schema.ts'
import type { Manifest } from './report-file.ts'

/**
 * Step: a file that came as a report counts, cell by cell, what its signature says; any other file counts what it likes.
 * Refuses `collection/report-miscounted`, naming the first cell that differs.
 */
export async function requireAsReported(
  handle: Handle,
  uploadId: string,
  counts: readonly CellCount[],
): Promise<void> {
  const [report] = await handle
    .select({ cells: collectionImports.cells })
    .from(collectionImports)
    .where(eq(collectionImports.uploadId, uploadId))
    .orderBy(desc(collectionImports.version))
    .limit(1)
  if (report) requireSame(report.cells, counts)
}

/** Refuses `collection/report-miscounted`. */
export function requireSame(said: Manifest['cells'], counts: readonly CellCount[]): void {
  const counted = new Map(counts.map((cell) => [cellKey(cell), cell]))
  const told = new Map<string, Cell & { readonly rows: number }>(
    said.map(([year, level, route, rows]) => [cellKey({ year, level, route }), { year, level, route, rows }]),
  )
  for (const [key, cell] of [...told, ...counted]) {
    const [signed, found] = [told.get(key)?.rows ?? 0, counted.get(key)?.rows ?? 0]
    if (signed !== found) throw reportMiscounted(cellWords(cell), signed, found)
  }
}

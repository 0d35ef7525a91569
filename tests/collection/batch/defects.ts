import { auditSeals } from '../../../src/ledger/audit-seals.ts'
import type { Defect } from '../../../src/ledger/defect.ts'
import { sealedPersons } from '../../../src/people/schema.ts'
import { sealedCollectionBatches, sealedCollectionRows } from '../../../src/collection/batch/schema.ts'
import type { Context } from '../../../src/platform/context.ts'

/** What an audit of the rows a batch consists of would report. */
export async function collectEntryDefects(ctx: Context): Promise<readonly Defect[]> {
  const defects: Defect[] = []
  for (const table of [sealedPersons, sealedCollectionRows, sealedCollectionBatches])
    await auditSeals(ctx.database.read, { table, size: 1_000_000n, expected: -1 }, (defect) => {
      defects.push(defect)
    })
  return defects
}

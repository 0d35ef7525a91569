import type { Day } from '../../src/calendar/day.ts'
import { misconductTerms, sealedMisconductTerms } from '../../src/integrity/schema.ts'
import { appendEntries } from '../../src/ledger/append.ts'
import { entryRecord } from '../../src/ledger/entry.ts'
import { sealRows } from '../../src/ledger/seal.ts'
import { findOrAddPersons } from '../../src/people/find-or-add.ts'
import type { Context } from '../../src/platform/context.ts'
import { madeUpNumber } from '../support/staff.ts'
import { termRow } from './term-row.ts'

/** Somebody with a term in force, sealed and on the ledger; what their record says is not there. Answers their id. */
export const listed = (
  ctx: Context,
  person: number,
  term: { readonly startsOn: Day | null; readonly endsOn: Day | null; readonly position?: number },
): Promise<string> =>
  ctx.database.transaction(async (tx) => {
    const record = entryRecord(ctx.random(16))
    const somebody = { name: '某甲', idType: 'resident-identity-card', idNumber: madeUpNumber(person) }
    const { keys, sealRoot } = await findOrAddPersons(ctx, tx, record, [somebody])
    const personId = keys[0]!.personId
    const sealed = sealRows(sealedMisconductTerms, record, [termRow({ personId, ...term })], ctx.random(32))
    await tx.insert(misconductTerms).values([...sealed.rows])
    const seals = { misconduct_terms: sealed.sealRoot, ...(sealRoot && { persons: sealRoot }) }
    await appendEntries(tx, [{ type: 'document.committed', record, day: ctx.today(), seals }])
    return personId
  })

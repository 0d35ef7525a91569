import { inArray, sql } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { officeNotFound } from '../../identity/refusals.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf, type Transaction } from '../../platform/database.ts'
import { titleRecords } from '../../titles/schema.ts'
import { openTitleName } from '../../titles/title-name.ts'
import { recordAct } from '../../trail/record-act.ts'
import { cellKey, type Cell } from '../acceptance/cell-state.ts'
import { notCurrent } from '../acceptance/refusals.ts'
import type { CurrentCount } from '../acceptance/returned-cell.ts'
import { assignmentOf, findProgramme } from '../programme/find-programme.ts'
import { cellsOf, wholeOf } from '../programme/programme.ts'
import { countCurrent, hasCertificate, hasReason, isErased, titlesInDocuments } from './count-current.ts'

/** Somebody a document names who has neither a certificate nor a stated reason, and was not erased. */
export interface WithoutCertificate {
  readonly titleId: string
  readonly name: string
  readonly title: string
  readonly document: string
  readonly obtainedOn: string
}

export interface CurrentView {
  readonly cells: readonly (Cell & CurrentCount)[]
  /** At most 100. */
  readonly without: readonly WithoutCertificate[]
}

const MOST_SHOWN = 100

/**
 * An office's documents beside its certificates, in the years a current programme asks for; whose names are shown is
 * recorded first. Refuses `collection/programme-not-found`, `/not-current`, `identity/office-not-found`.
 */
export async function readCurrent(ctx: Context, programmeId: string, officeId: string): Promise<CurrentView> {
  return ctx.database.transaction(async (tx) => {
    const programme = await findProgramme(ctx, tx, programmeId)
    await authorise(ctx, tx, 'collection.see', officeId, officeNotFound(officeId))
    if (programme.kind !== 'current') throw notCurrent()
    const assignment = await assignmentOf(tx, programmeId, officeId)
    if (assignment === null) return { cells: [], without: [] }
    const years = wholeOf(programme.rules)
    const asked = new Set(cellsOf(programme.rules, assignment).map(cellKey))
    const cells = (await countCurrent(tx, officeId, years)).filter((cell) => asked.has(cellKey(cell)))
    const without = await namesWithout(ctx, tx, officeId, years)
    if (without.length > 0)
      await recordAct(ctx, tx, {
        act: 'collection.see',
        officeId,
        about: programmeId,
        subjects: without.map(({ personId }) => personId),
        facts: { shown: without.length },
      })
    return {
      cells,
      without: without.map(({ titleId, name, title, document, obtainedOn }) => ({
        titleId,
        name,
        title,
        document,
        obtainedOn,
      })),
    }
  })
}

async function namesWithout(
  ctx: Context,
  tx: Transaction,
  officeId: string,
  years: { readonly fromYear: number; readonly throughYear: number },
) {
  const found = await rowsOf<{ id: string; document: string }>(
    tx,
    sql`select ${titleRecords}.id, d.number as document
      from ${titlesInDocuments(tx, officeId, years)} and not ${hasCertificate} and not ${hasReason}
        and not ${isErased}
      order by d.issued_on, d.number, ${titleRecords}.position limit ${MOST_SHOWN}`,
  )
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const records = await tx.select().from(titleRecords).where(inArray(titleRecords.id, ids))
  const byId = new Map(records.map((record) => [record.id, record]))
  const keys = await remainingKeys(
    ctx,
    tx,
    records.map(({ personId }) => personId),
  )
  return found.flatMap(({ id, document }) => {
    const record = byId.get(id)
    const key = record && keys.get(record.personId)
    if (!record || !key) return []
    const { personId, title, obtainedOn } = record
    return [{ titleId: id, personId, name: openTitleName(key, id, record.name), title, document, obtainedOn }]
  })
}

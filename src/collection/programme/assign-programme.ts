import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { findAuthority, officesAbove } from '../../identity/find-authority.ts'
import { officeNotFound } from '../../identity/refusals.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { cellKey } from '../acceptance/cell-state.ts'
import { checkedPart } from './checked-part.ts'
import { findProgramme, programmeById, type Programme } from './find-programme.ts'
import { drawLines } from './line.ts'
import { cellsOf, type DueCell, type Part } from './programme.ts'
import { badPart, cellsReported, changedMeanwhile, notYoursToAssign, programmeNotFound } from './refusals.ts'
import { collectionAssignments, collectionCells, sealedCollectionAssignments } from './schema.ts'

const MOST_OFFICES = 500
const MOST_AT_ONCE = 1000

/**
 * Tells offices which part of a programme is theirs to report, or (`part` null) that nothing is any more; what was told
 * before is replaced. Each is told by the office right above it, or by the programme's own. Refuses
 * `collection/programme-not-found`, `/bad-part`, `/beyond-own-part`, `/not-below`, `/cells-reported`,
 * `/changed-meanwhile`, `identity/not-allowed`, `identity/office-not-found`.
 */
export async function assignProgramme(
  ctx: Context,
  input: {
    readonly programmeId: string
    readonly officeIds: readonly string[]
    readonly part: Part | null
  },
): Promise<{ readonly offices: number; readonly cells: number }> {
  const officeIds = [...new Set(input.officeIds)].toSorted()
  if (officeIds.length === 0 || officeIds.length > MOST_OFFICES)
    throw badPart('机构', `应选择 1 到 ${MOST_OFFICES} 个`)
  try {
    return await ctx.database.transaction((tx) => assign(ctx, tx, { ...input, officeIds }))
  } catch (error) {
    if (uniqueViolation(error) === 'collection_assignments_position') throw changedMeanwhile()
    throw error
  }
}

async function assign(
  ctx: Context,
  tx: Transaction,
  { programmeId, officeIds, part }: Parameters<typeof assignProgramme>[1],
) {
  // 1. Each by who stands above it; out of reach, the programme is not there.
  const programme = await programmeById(tx, programmeId)
  const assigners = new Map<string, string>()
  for (const officeId of officeIds) {
    const assigner = await assignerOf(ctx, tx, programme, officeId)
    await authorise(ctx, tx, 'collection.assign', assigner, programmeNotFound(programmeId))
    assigners.set(officeId, assigner)
  }
  const checked = part === null ? null : checkedPart(programme.rules, part)
  const cells = checked === null ? [] : cellsOf(programme.rules, checked)

  // 2. What is told anew, and the cells it makes and takes.
  const before = await held(tx, programmeId, officeIds)
  const record = entryRecord(ctx.random(16))
  const empty = { levels: [], routes: [], fromYear: 0, throughYear: 0 }
  const told = officeIds.map((officeId) => ({
    id: base64url(ctx.random(16)),
    programmeId,
    officeId,
    position: (before.get(officeId) ?? 0) + 1,
    isAssigned: checked !== null,
    ...(checked ?? empty),
    assignedById: assigners.get(officeId) ?? programme.officeId,
    decidedOn: ctx.today(),
    decidedBy: ctx.actor.name,
  }))
  const { rows, sealRoot } = sealRows(sealedCollectionAssignments, record, told, ctx.random(32 * told.length))
  await copyIn(tx, collectionAssignments, rows)
  await makeCells(tx, programmeId, officeIds, cells)
  await drawLines(tx, programmeId, officeIds)
  await recordAct(ctx, tx, {
    act: 'collection.assign',
    officeId: programme.officeId,
    about: programmeId,
    facts: { offices: officeIds.length, cells: cells.length },
  })
  await appendEntries(tx, [
    {
      type: 'collection.assigned',
      record,
      day: ctx.today(),
      seals: { collection_assignments: sealRoot },
      facts: { place: programme.place, offices: officeIds.length, cells: cells.length },
    },
  ])
  return { offices: officeIds.length, cells: cells.length * officeIds.length }
}

/** The office right above, when the programme's own stands at or over it. */
async function assignerOf(
  ctx: Context,
  tx: Transaction,
  programme: Programme,
  officeId: string,
): Promise<string> {
  const office = await findAuthority(tx, officeId)
  if (!office) {
    // Who the programme is none of the business of learns nothing of it this way either.
    await findProgramme(ctx, tx, programme.id)
    throw officeNotFound(officeId)
  }
  if (officeId === programme.officeId) return officeId
  const above = await officesAbove(tx, officeId)
  if (!above.includes(programme.officeId) || office.parentId === null) throw notYoursToAssign(office.name)
  return office.parentId
}

/** The newest position of each office, and nobody else touches these offices' cells until commit. */
async function held(tx: Transaction, programmeId: string, officeIds: readonly string[]) {
  const ours = and(
    eq(collectionAssignments.programmeId, programmeId),
    inArray(collectionAssignments.officeId, [...officeIds]),
  )
  await tx
    .select({ id: collectionAssignments.id })
    .from(collectionAssignments)
    .where(and(ours, eq(collectionAssignments.position, 1)))
    .orderBy(collectionAssignments.officeId)
    .for('update')
  const rows = await tx
    .select({ officeId: collectionAssignments.officeId, position: collectionAssignments.position })
    .from(collectionAssignments)
    .where(ours)
    .orderBy(collectionAssignments.position)
  return new Map(rows.map(({ officeId, position }) => [officeId, position]))
}

/** Cells no longer asked for go, unless something was reported for them; new ones are open. */
async function makeCells(
  tx: Transaction,
  programmeId: string,
  officeIds: readonly string[],
  cells: readonly DueCell[],
): Promise<void> {
  const asked = new Set(cells.map(cellKey))
  const there = await tx
    .select()
    .from(collectionCells)
    .where(
      and(eq(collectionCells.programmeId, programmeId), inArray(collectionCells.officeId, [...officeIds])),
    )
  const gone = there.filter((cell) => !asked.has(cellKey(cell)))
  const reported = gone.filter(({ state }) => state !== 'open')
  if (reported.length > 0) throw cellsReported(reported.length)
  for (let from = 0; from < gone.length; from += MOST_AT_ONCE)
    await tx
      .delete(collectionCells)
      .where(
        and(
          eq(collectionCells.programmeId, programmeId),
          or(
            ...gone
              .slice(from, from + MOST_AT_ONCE)
              .map(({ officeId, year, level, route }) =>
                and(
                  eq(collectionCells.officeId, officeId),
                  sql`(${collectionCells.year}, ${collectionCells.level}, ${collectionCells.route}) = (${year}, ${level}, ${route})`,
                ),
              ),
          ),
        ),
      )
  const known = new Set(there.map((cell) => `${cell.officeId}|${cellKey(cell)}`))
  const fresh = { state: 'open', inProof: 0, records: 0, acceptedOn: null } as const
  await copyIn(
    tx,
    collectionCells,
    officeIds.flatMap((officeId) =>
      cells
        .filter((cell) => !known.has(`${officeId}|${cellKey(cell)}`))
        .map((cell) => ({ programmeId, officeId, ...cell, ...fresh })),
    ),
  )
}

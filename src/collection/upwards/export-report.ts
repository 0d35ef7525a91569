import { and, asc, eq, inArray, max } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url, utf8 } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { cellKey } from '../acceptance/cell-state.ts'
import { assignmentOf, programmeById } from '../programme/find-programme.ts'
import { changedMeanwhile, notAssigned, notPast, programmeNotFound } from '../programme/refusals.ts'
import { collectionCells } from '../programme/schema.ts'
import { exportLines, headerLine } from './export-rows.ts'
import { rowsDigest, sealReport, type Manifest } from './report-file.ts'
import { collectionExports, sealedCollectionExports } from './schema.ts'

/**
 * All an office has had accepted in a programme, as one signed file for whoever collects above: the next version, each
 * whole. It holds names and numbers, and whose they are is in the trail. Refuses `collection/programme-not-found`,
 * `/not-assigned`, `/not-past`, `/changed-meanwhile`, `identity/not-allowed`.
 */
export async function exportReport(
  ctx: Context,
  { programmeId, officeId }: { readonly programmeId: string; readonly officeId: string },
): Promise<{ readonly bytes: Uint8Array; readonly version: number; readonly rows: number }> {
  try {
    return await ctx.database.transaction(async (tx) => {
      await authorise(ctx, tx, 'collection.enter', officeId, programmeNotFound(programmeId))
      const programme = await programmeById(tx, programmeId)
      if (programme.kind === 'current') throw notPast()
      if (!(await assignmentOf(tx, programmeId, officeId))) throw notAssigned()
      const office = await authorityById(tx, officeId)
      const done = await doneCells(tx, programmeId, officeId)
      const { csv, counts, personIds } = await listOf(ctx, tx, officeId, new Set(done.map(cellKey)))
      const rows = [...counts.values()].reduce((sum, count) => sum + count, 0)
      const digest = rowsDigest(csv)
      const version = await nextVersion(tx, programmeId, officeId)
      const manifest: Manifest = {
        format: 1,
        place: programme.place,
        kind: programme.kind,
        office: office.creditCode,
        version,
        madeOn: ctx.today(),
        rows,
        digest,
        // Nobody is said of a zero return alone: whoever else was in a cell may have been erased.
        cells: done.flatMap(({ year, level, route, state }) => {
          const count = counts.get(cellKey({ year, level, route })) ?? 0
          return count > 0 || state === 'zero' ? [[year, level, route, count] as const] : []
        }),
      }
      await store(ctx, tx, { programmeId, officeId, personIds, manifest })
      return { bytes: sealReport(ctx.keyring.certificates, csv, manifest), version, rows }
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_exports_version') throw changedMeanwhile()
    throw error
  }
}

const doneCells = (tx: Transaction, programmeId: string, officeId: string) =>
  tx
    .select({
      year: collectionCells.year,
      level: collectionCells.level,
      route: collectionCells.route,
      state: collectionCells.state,
    })
    .from(collectionCells)
    .where(
      and(
        eq(collectionCells.programmeId, programmeId),
        eq(collectionCells.officeId, officeId),
        inArray(collectionCells.state, ['accepted', 'zero']),
      ),
    )
    .orderBy(asc(collectionCells.year), asc(collectionCells.level), asc(collectionCells.route))

async function listOf(ctx: Context, tx: Transaction, officeId: string, wanted: ReadonlySet<string>) {
  const counts = new Map<string, number>()
  const personIds = new Set<string>()
  const parts = [utf8(headerLine())]
  for await (const page of exportLines(ctx, tx, officeId, (cell) => wanted.has(cell))) {
    parts.push(utf8(page.text))
    for (const cell of page.cells) counts.set(cell, (counts.get(cell) ?? 0) + 1)
    for (const id of page.personIds) personIds.add(id)
  }
  return { csv: new Uint8Array(Buffer.concat(parts)), counts, personIds: [...personIds] }
}

async function nextVersion(tx: Transaction, programmeId: string, officeId: string): Promise<number> {
  const [last] = await tx
    .select({ version: max(collectionExports.version) })
    .from(collectionExports)
    .where(and(eq(collectionExports.programmeId, programmeId), eq(collectionExports.officeId, officeId)))
  return (last?.version ?? 0) + 1
}

async function store(
  ctx: Context,
  tx: Transaction,
  {
    programmeId,
    officeId,
    personIds,
    manifest,
  }: {
    readonly programmeId: string
    readonly officeId: string
    readonly personIds: readonly string[]
    readonly manifest: Manifest
  },
): Promise<void> {
  const { version, digest, rows, cells, place, office } = manifest
  const record = entryRecord(ctx.random(16))
  const id = base64url(ctx.random(16))
  const made = { madeOn: ctx.today(), madeBy: ctx.actor.name }
  const sealedRows = sealRows(
    sealedCollectionExports,
    record,
    [{ id, programmeId, officeId, version, digest, rows, cells: cells.length, ...made }],
    ctx.random(32),
  )
  await tx.insert(collectionExports).values([...sealedRows.rows])
  await recordAct(ctx, tx, {
    act: 'collection.enter',
    officeId,
    about: id,
    ...(personIds.length > 0 && { subjects: personIds }),
    facts: { exported: version, rows },
  })
  await appendEntries(tx, [
    {
      type: 'collection.exported',
      record,
      day: ctx.today(),
      seals: { collection_exports: sealedRows.sealRoot },
      // The digest of a list of people is of something personal: it stays in the sealed row.
      facts: { office, place, version, rows, cells: cells.length },
    },
  ])
}

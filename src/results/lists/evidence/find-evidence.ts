import { createHash } from 'node:crypto'
import { and, asc, eq, sql } from 'drizzle-orm'
import { cycleById } from '../../../cycles/find-cycle.ts'
import { authorise, officesFor } from '../../../identity/authorise.ts'
import { remainingKeys } from '../../../people/find-keys.ts'
import { openPersonKey, reveal } from '../../../people/protect.ts'
import type { Context } from '../../../platform/context.ts'
import type { Handle } from '../../../platform/database.ts'
import { equalBytes } from '../../../signing/bytes.ts'
import { recordAct } from '../../../trail/record-act.ts'
import { resultRows } from '../schema.ts'
import { evidenceColumn } from './commit-evidence.ts'
import { evidenceAltered, evidenceNotFound, evidenceNotKept } from './refusals.ts'
import { evidenceFiles, listEvidence } from './schema.ts'

type Row = typeof listEvidence.$inferSelect

/** A paper as desks show it. */
export type FoundEvidence = Omit<Row, 'seal' | 'sealSalt' | 'sealedBy'> & {
  /** Is the paper itself kept here? */
  readonly isKept: boolean
  /** The place in its list of whom alone it is about. */
  readonly position: number | null
}

/** The papers of a cycle, those that were corrected left out, in the order they came. */
export async function evidenceOfCycle(handle: Handle, cycleId: string): Promise<readonly FoundEvidence[]> {
  const rows = await handle
    .select({ evidence: listEvidence, kept: evidenceFiles.evidenceId, position: resultRows.position })
    .from(listEvidence)
    .leftJoin(evidenceFiles, eq(evidenceFiles.evidenceId, listEvidence.id))
    .leftJoin(resultRows, eq(resultRows.id, listEvidence.rowId))
    .where(
      and(
        eq(listEvidence.cycleId, cycleId),
        sql`not exists (select 1 from list_evidence later where later.replaces_id = ${listEvidence.id})`,
      ),
    )
    .orderBy(asc(listEvidence.recordedOn), asc(listEvidence.id))
  return rows.map(({ evidence, kept, position }) => {
    const { seal: _, sealSalt: __, sealedBy: ___, ...row } = evidence
    return { ...row, isKept: kept !== null, position }
  })
}

/**
 * Opens a paper for somebody who may see the cycle's lists, and records it. Refuses `results/evidence-not-found`,
 * `results/evidence-not-kept`, `results/evidence-altered`.
 */
export async function readEvidence(
  ctx: Context,
  id: string,
): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string; readonly title: string }> {
  return ctx.database.transaction(async (tx) => {
    const [found] = await tx
      .select({ evidence: listEvidence, file: evidenceFiles, personId: resultRows.personId })
      .from(listEvidence)
      .leftJoin(evidenceFiles, eq(evidenceFiles.evidenceId, listEvidence.id))
      .leftJoin(resultRows, eq(resultRows.id, listEvidence.rowId))
      .where(eq(listEvidence.id, id))
    if (!found) throw evidenceNotFound(id)
    const { evidence, file, personId } = found
    const cycle = await cycleById(tx, evidence.cycleId)
    const offices = await officesFor(ctx, tx, 'lists.see')
    // Who convenes it and who takes its filings both look.
    const officeId =
      offices === 'all' || offices.includes(cycle.officeId) ? cycle.officeId : cycle.filingAuthorityId
    await authorise(ctx, tx, 'lists.see', officeId, evidenceNotFound(id))
    if (!file) throw evidenceNotKept()
    const key =
      personId === null
        ? openPersonKey(ctx.keyring.fields, `list-evidence/${id}`, file.wrappedKey)
        : (await remainingKeys(ctx, tx, [personId])).get(personId)
    if (!key) throw evidenceNotKept()
    const bytes = reveal(key, evidenceColumn(id), file.file)
    const digest = createHash('sha256').update(bytes).digest()
    if (!equalBytes(new Uint8Array(digest), evidence.fileDigest)) throw evidenceAltered()
    await recordAct(ctx, tx, {
      act: 'lists.see',
      officeId,
      about: id,
      ...(personId !== null && { subjects: [personId] }),
    })
    return { bytes, mediaType: file.mediaType, title: evidence.title }
  })
}

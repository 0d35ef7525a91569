import { eq } from 'drizzle-orm'
import { personKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { titleRecords } from '../../titles/schema.ts'
import { correctionNotFound } from '../reconcile/refusals.ts'
import { collectionCorrections } from '../reconcile/schema.ts'
import type { Corrected } from './propose-correction.ts'

export type Correction = typeof collectionCorrections.$inferSelect

/** Refuses `collection/correction-not-found`. */
export async function correctionById(handle: Handle, id: string): Promise<Correction> {
  const [found] = await handle.select().from(collectionCorrections).where(eq(collectionCorrections.id, id))
  if (!found) throw correctionNotFound()
  return found
}

/** Step: what was proposed, opened for one act. Refuses `people/erased`. */
export async function openCorrection(
  ctx: Context,
  handle: Handle,
  { id, personId, changes, ground }: Correction,
): Promise<{ readonly corrected: Corrected; readonly ground: string; readonly salt: string }> {
  const key = (await personKeys(ctx, handle, [personId])).get(personId)
  if (!key) throw correctionNotFound()
  const text = (column: 'changes' | 'ground', sealed: Uint8Array) =>
    revealText(key, { column: `collection_corrections.${column}`, row: id }, sealed)
  // Written by proposeCorrection alone, under the person's key.
  const said = JSON.parse(text('changes', changes)) as {
    readonly corrected: Corrected
    readonly salt: string
  }
  return { ...said, ground: text('ground', ground) }
}

/** A correction that was carried out is the title's next version. */
export async function isApplied(handle: Handle, correctionId: string): Promise<boolean> {
  const rows = await handle
    .select({ id: titleRecords.id })
    .from(titleRecords)
    .where(eq(titleRecords.id, correctionId))
  return rows.length > 0
}

import { and, countDistinct, desc, eq, sql } from 'drizzle-orm'
import { inScope, officesFor } from '../../identity/authorise.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { documentNotFound } from '../../results/document/refusals.ts'
import { qualificationDocuments } from '../../results/document/schema.ts'
import { titleRecords } from '../../titles/schema.ts'
import { issuedBefore } from '../issued-before.ts'
import { isCode } from '../reading/find.ts'
import { isWithoutFile } from '../files/kept-file.ts'
import { certificates } from '../schema.ts'

/** A qualification document as the certificates' desk shows it. */
export interface DocumentAtDesk {
  readonly id: string
  readonly number: string
  readonly issuedOn: string
  readonly authorityId: string
  readonly authority: string
  readonly persons: number
  /** Persons who have one, however often it was corrected or reissued. */
  readonly certificates: number
  /** Of these, how many have no PDF yet and may still have one. */
  readonly withoutFile: number
  /** Issued on a document this one corrects, and still to follow it. */
  readonly following: number
}

const columns = {
  id: qualificationDocuments.id,
  number: qualificationDocuments.number,
  issuedOn: qualificationDocuments.issuedOn,
  authorityId: qualificationDocuments.authorityId,
  authority: currentAuthorities.name,
}

/** The documents of every office in reach, latest first. `limit`: 1 to 200; `after`: the last id of the page before. */
export async function listDocuments(
  ctx: Context,
  handle: Handle,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly DocumentAtDesk[]; readonly next: string | null }> {
  const offices = await officesFor(ctx, handle, 'certificates.see')
  const before =
    after === undefined || !isCode(after)
      ? undefined
      : sql`(${qualificationDocuments.issuedOn}, ${qualificationDocuments.id}) < (select d.issued_on, d.id from qualification_documents d where d.id = ${after})`
  const rows = await handle
    .select(columns)
    .from(qualificationDocuments)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, qualificationDocuments.authorityId))
    .where(and(inScope(offices, qualificationDocuments.authorityId), before))
    .orderBy(desc(qualificationDocuments.issuedOn), desc(qualificationDocuments.id))
    .limit(limit + 1)
  const items = await Promise.all(rows.slice(0, limit).map((row) => counted(ctx, handle, row)))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Refuses `results/document-not-found`, for one that does not exist as for one out of reach. */
export async function findDocumentAtDesk(ctx: Context, handle: Handle, id: string): Promise<DocumentAtDesk> {
  if (!isCode(id)) throw documentNotFound(id)
  const offices = await officesFor(ctx, handle, 'certificates.see')
  const [row] = await handle
    .select(columns)
    .from(qualificationDocuments)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, qualificationDocuments.authorityId))
    .where(and(eq(qualificationDocuments.id, id), inScope(offices, qualificationDocuments.authorityId)))
  if (!row) throw documentNotFound(id)
  return counted(ctx, handle, row)
}

async function counted(
  ctx: Context,
  handle: Handle,
  row: Omit<DocumentAtDesk, 'persons' | 'certificates' | 'withoutFile' | 'following'>,
): Promise<DocumentAtDesk> {
  const [persons] = await handle
    // A correction of a title is another record at the same place.
    .select({ n: countDistinct(titleRecords.position) })
    .from(titleRecords)
    .where(eq(titleRecords.documentId, row.id))
  const [issued] = await handle
    .select({
      n: sql<number>`count(*) filter (where not exists (select from ${certificates} b where b.id = ${certificates.replaces} and b.document_id = ${certificates.documentId}))::int`,
      withoutFile: sql<number>`count(*) filter (where ${isWithoutFile(ctx.keyring.history)})::int`,
    })
    .from(certificates)
    .where(eq(certificates.documentId, row.id))
  return {
    ...row,
    persons: persons?.n ?? 0,
    certificates: issued?.n ?? 0,
    withoutFile: issued?.withoutFile ?? 0,
    following: (await issuedBefore(handle, row.id)).length,
  }
}

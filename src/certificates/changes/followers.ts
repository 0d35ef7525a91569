import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { CertificateRecord } from '../../credentials/record.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import type { QualificationDocument } from '../../results/document/find-document.ts'
import { documentReplaced } from '../../results/document/refusals.ts'
import { qualificationDocuments } from '../../results/document/schema.ts'
import { hex, utf8 } from '../../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../../signing/canonical-json.ts'
import { titlesOfDocument, type NamedTitle } from '../../titles/titles-of.ts'
import { nextState } from '../life-cycle.ts'
import { findStoredAll, openCertificate, type FoundCertificate } from '../reading/find.ts'
import { issuedBefore } from '../issued-before.ts'
import { changesOf } from '../reading/lives.ts'
import { signedRecord } from '../reading/signed-record.ts'
import { nobodyTouched, tooManyTouched } from '../refusals.ts'
import type { Decision } from './decision.ts'
import { MOST_TOUCHED } from './touched-by.ts'

const BATCH = 1_000

/** A certificate of a document that was corrected, and what it says once it names the corrected one. */
export interface Follower {
  readonly found: FoundCertificate
  readonly before: CertificateRecord
  readonly title: NamedTitle
  readonly changed: readonly (Member | 'document')[]
}

const MEMBERS = [
  'series',
  'specialty',
  'title',
  'level',
  'route',
  'obtainedOn',
  'committee',
  'scope',
] as const
type Member = 'name' | (typeof MEMBERS)[number]

/**
 * Step: the certificates in force that were issued on the documents this one corrects, by number: each becomes the
 * corrected document's. Suspended and ended ones stay as they are. Refuses `results/document-replaced`,
 * `certificates/nobody-touched`, `certificates/too-many`.
 */
export async function followersOf(
  ctx: Context,
  handle: Handle,
  document: QualificationDocument,
): Promise<readonly Follower[]> {
  await refuseIfReplaced(handle, document)
  const rows = await issuedBefore(handle, document.id)
  if (rows.length > MOST_TOUCHED) throw tooManyTouched(rows.length, MOST_TOUCHED)
  const changes = await changesOf(
    handle,
    rows.map(({ id }) => id),
  )
  const titles = new Map(
    (await titlesOfDocument(ctx, handle, document.id)).map((title) => [title.record.position, title]),
  )
  const open = rows.flatMap(({ id, number, position }) => {
    const title = titles.get(position)
    return title && nextState(changes.get(id) ?? [], 'correct') !== null ? [{ number, title }] : []
  })
  const found = new Map<string, FoundCertificate>()
  for (let from = 0; from < open.length; from += BATCH) {
    const numbers = open.slice(from, from + BATCH).map(({ number }) => number)
    for (const stored of await findStoredAll(handle, 'number', numbers))
      found.set(stored.row.number, openCertificate(ctx, stored))
  }
  const followers = open.map(({ number, title }) => follower(ctx, found.get(number)!, title))
  if (followers.length === 0) throw nobodyTouched()
  return followers
}

function follower(ctx: Context, found: FoundCertificate, title: NamedTitle): Follower {
  const before = signedRecord(ctx, found)
  const others = MEMBERS.filter((member) => text(before[member]) !== text(title.record[member]))
  const renamed = before.name === title.holder.name ? [] : (['name'] as const)
  return { found, before, title, changed: ['document', ...renamed, ...others] }
}

const text = (value: unknown): string => canonicalJson(value as JsonValue)

async function refuseIfReplaced(handle: Handle, { id, number }: QualificationDocument): Promise<void> {
  const [later] = await handle
    .select({ number: qualificationDocuments.number })
    .from(qualificationDocuments)
    .where(eq(qualificationDocuments.replacesId, id))
  if (later) throw documentReplaced(number, later.number)
}

/** Over the document, the decision, and every certificate with the title it will carry. 64 hex digits. */
export function followingDigest(
  documentId: string,
  { document, decidedOn, ground }: Decision,
  followers: readonly Follower[],
): string {
  const list = followers.map(({ found, title }) => [found.row.id, found.changes, title.record.id])
  const plan = canonicalJson({ act: 'correct', documentId, document, decidedOn, ground, list })
  return hex(new Uint8Array(createHash('sha256').update(utf8(plan)).digest()))
}

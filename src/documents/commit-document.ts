import { inArray } from 'drizzle-orm'
import { authorise } from '../identity/authorise.ts'
import { commitment } from '../ledger/commitment.ts'
import { checkpointMemory } from '../ledger/deployment-memory.ts'
import { entryRecord, type EntryDraft } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import { submitting, type Entered, type Receipt, type Submitting } from '../ledger/submit.ts'
import type { Actor, Context } from '../platform/context.ts'
import { copyIn, uniqueViolation, type Database, type Transaction } from '../platform/database.ts'
import { Refusal } from '../platform/refusal.ts'
import { base64url, hex } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import { notAClient } from './refusals.ts'
import { documents, sealedDocuments } from './schema.ts'

export interface DocumentDigest {
  readonly officeId: string
  /** What sort of document, in the client's own words: lower-case letters, digits, hyphens. Public. */
  readonly kind: string
  /** SHA-256, 32 bytes. */
  readonly digest: Uint8Array
}

/** What only the client gets: it opens the entry's commitment. */
export interface Opening {
  readonly salt: Uint8Array
  readonly commitment: Uint8Array
}

interface Item extends DocumentDigest {
  readonly actor: Actor
  readonly clientId: string
}

/**
 * Commits a document's digest to the ledger and answers once that is provable: index, proof, checkpoint, and the salt
 * that opens the commitment. A digest may be of something personal, so the entry holds its HMAC under a fresh salt and
 * nothing else. The same client, kind and digest again is the same entry. Refuses `identity/not-allowed`,
 * `documents/not-a-client`, `ledger/busy`.
 */
export async function commitDocument(ctx: Context, input: DocumentDigest): Promise<Receipt<Opening>> {
  const { actor } = ctx
  if (actor.accountId === null) throw notAClient()
  const item = { ...input, actor, clientId: actor.accountId }
  const queue = queueOf(ctx)
  try {
    return await queue.submit(item)
  } catch (error) {
    // Another instance has just committed one of the group's digests; asked again, we find it.
    if (uniqueViolation(error) !== 'documents_digest') throw error
    return queue.submit(item)
  }
}

// One queue for each database this process works on.
const queues = new WeakMap<Database, Submitting<Item, Opening>>()

function queueOf(ctx: Context): Submitting<Item, Opening> {
  let queue = queues.get(ctx.database)
  if (!queue) {
    queue = submitting(ctx, checkpointMemory(ctx.config), enterDocuments)
    queues.set(ctx.database, queue)
  }
  return queue
}

type Row = typeof documents.$inferSelect

/** Step: the documents of many callers at once. Those already known are only found. */
async function enterDocuments(
  ctx: Context,
  tx: Transaction,
  items: readonly Item[],
): Promise<Entered<Opening>> {
  const refusals = await refusedClients(ctx, tx, items)
  const allowed = items.filter((item) => !refusals.has(grantOf(item)))
  const known = await knownDocuments(tx, allowed)
  const fresh: (typeof documents.$inferInsert)[] = []
  const drafts: EntryDraft[] = []
  for (const item of allowed) {
    const key = keyOf(item)
    if (known.has(key)) continue
    const { row, draft } = enterOne(ctx, item)
    known.set(key, row)
    fresh.push(row)
    drafts.push(draft)
  }
  await copyIn(tx, documents, fresh)
  await recordActs(ctx, tx, allowed)
  const answers = items.map((item) => {
    const refusal = refusals.get(grantOf(item))
    if (refusal) return refusal
    const { salt, sealedBy, digest } = known.get(keyOf(item)) as Row
    return { record: sealedBy, answer: { salt, commitment: commitmentOf(salt, sealedBy, digest) } }
  })
  return { drafts, items: answers }
}

/** Who acts for which office: what a client may or may not do is asked, and recorded, once for each. */
const grantOf = ({ clientId, officeId }: Item): string => `${clientId}|${officeId}`

async function refusedClients(
  ctx: Context,
  tx: Transaction,
  items: readonly Item[],
): Promise<ReadonlyMap<string, Refusal>> {
  const refusals = new Map<string, Refusal>()
  for (const [grant, { actor, officeId }] of new Map(items.map((item) => [grantOf(item), item])))
    try {
      await authorise({ ...ctx, actor }, tx, 'ledger.append', officeId)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusals.set(grant, error)
    }
  return refusals
}

const keyOf = ({ clientId, kind, digest }: Pick<Row, 'clientId' | 'kind' | 'digest'>): string =>
  `${clientId}|${kind}|${hex(digest)}`

async function knownDocuments(tx: Transaction, items: readonly Item[]): Promise<Map<string, Row>> {
  const rows = await tx
    .select()
    .from(documents)
    .where(
      inArray(
        documents.digest,
        items.map(({ digest }) => digest),
      ),
    )
  return new Map(rows.map((row) => [keyOf(row), row]))
}

const commitmentOf = (salt: Uint8Array, record: string, digest: Uint8Array): Uint8Array =>
  commitment(salt, { domain: 'document', field: 'digest', record }, digest)

function enterOne(ctx: Context, { clientId, officeId, kind, digest }: Item): { row: Row; draft: EntryDraft } {
  const record = entryRecord(ctx.random(16))
  const salt = ctx.random(32)
  const unsealed = { id: base64url(ctx.random(16)), clientId, officeId, kind, digest, salt }
  const { rows, sealRoot } = sealRows(sealedDocuments, record, [unsealed], ctx.random(32))
  const draft: EntryDraft = {
    type: 'document.committed',
    record,
    day: ctx.today(),
    commitments: { document: base64url(commitmentOf(salt, record, digest)) },
    facts: { kind },
    seals: { documents: sealRoot },
  }
  return { row: rows[0] as Row, draft }
}

/** One record a client and group: who wrote how many. Which, the sealed rows say. */
async function recordActs(ctx: Context, tx: Transaction, items: readonly Item[]): Promise<void> {
  const counts = new Map<string, { item: Item; documents: number }>()
  for (const item of items) {
    const name = grantOf(item)
    counts.set(name, { item, documents: (counts.get(name)?.documents ?? 0) + 1 })
  }
  for (const { item, documents } of counts.values())
    await recordAct({ ...ctx, actor: item.actor }, tx, {
      act: 'ledger.append',
      officeId: item.officeId,
      facts: { documents },
    })
}

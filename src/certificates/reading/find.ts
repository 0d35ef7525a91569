import { eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { ledgerCheckpoints, ledgerEntries } from '../../ledger/schema.ts'
import { openPersonKey, reveal, type PersonKey } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { foldNumber } from '../../titles/past-title.ts'
import type { CertificateState } from '../life-cycle.ts'
import { certificates } from '../schema.ts'
import { latestChange } from './latest-change.ts'
import { unpackCredentials, type Credentials } from '../stored-credentials.ts'

/** A certificate as stored, with what became of it and where it stands in the ledger. */
export interface StoredCertificate {
  readonly row: typeof certificates.$inferSelect
  readonly wrappedKey: Uint8Array
  readonly state: CertificateState
  /** The day it came into that state; null when it has always been in force. */
  readonly since: Day | null
  /** How often its state has changed. */
  readonly changes: number
  readonly ledgerIndex: bigint
  readonly ledgerLeaf: Uint8Array
  /** The ledger's size at the checkpoint published last; 0 before the first. */
  readonly publishedSize: bigint
}

/** The same, opened for one act. */
export interface FoundCertificate extends StoredCertificate {
  readonly holder: PersonKey
  readonly credentials: Credentials
}

type Column = 'id' | 'code' | 'number'

export const findById = (ctx: Context, handle: Handle, id: string) => findOpened(ctx, handle, 'id', id)

/** However the number is typed. */
export const findByNumber = (ctx: Context, handle: Handle, number: string) =>
  findOpened(ctx, handle, 'number', foldNumber(number))

export const findStoredByNumber = (handle: Handle, number: string) =>
  findStored(handle, 'number', foldNumber(number))

/** Null also for what is no code of ours by its form. */
export const findStoredByCode = async (handle: Handle, code: string) =>
  isCode(code) ? findStored(handle, 'code', code) : null

/** 128 bits in base64url. */
export const isCode = (text: string): boolean => /^[\w-]{22}$/.test(text)

async function findOpened(
  ctx: Context,
  handle: Handle,
  column: Column,
  value: string,
): Promise<FoundCertificate | null> {
  const stored = await findStored(handle, column, value)
  return stored && openCertificate(ctx, stored)
}

/** Decrypts the envelopes. Refuses `people/unreadable` when the stored bytes are not what we encrypted. */
export function openCertificate(ctx: Context, stored: StoredCertificate): FoundCertificate {
  const holder = openPersonKey(ctx.keyring.fields, stored.row.personId, stored.wrappedKey)
  const place = { column: 'certificates.credentials', row: stored.row.id } as const
  return { ...stored, holder, credentials: unpackCredentials(reveal(holder, place, stored.row.credentials)) }
}

/** All of these codes (of the right form) or folded numbers that are ours: one question for a thousand of them. */
export async function findStoredAll(
  handle: Handle,
  column: 'code' | 'number',
  values: readonly string[],
): Promise<readonly StoredCertificate[]> {
  if (values.length === 0) return []
  return (await among(handle, column, values)).map(storedOf)
}

async function findStored(handle: Handle, column: Column, value: string): Promise<StoredCertificate | null> {
  const [found] = await queriesOf(handle)[column].execute({ value })
  return found ? storedOf(found) : null
}

type Answered = Awaited<ReturnType<typeof among>>[number]

const storedOf = (found: Answered): StoredCertificate => ({
  row: found.row,
  wrappedKey: found.wrappedKey,
  state: found.state ?? 'in-force',
  since: found.since ?? null,
  changes: found.changes ?? 0,
  ledgerIndex: found.ledgerIndex,
  ledgerLeaf: found.ledgerLeaf,
  publishedSize: BigInt(found.publishedSize ?? 0),
})

// Verification is mostly this one question: built and parsed once for each handle, not once for each answer.
const prepared = new WeakMap<Handle, ReturnType<typeof prepare>>()

function queriesOf(handle: Handle): ReturnType<typeof prepare> {
  let queries = prepared.get(handle)
  if (!queries) {
    queries = prepare(handle)
    prepared.set(handle, queries)
  }
  return queries
}

const prepare = (handle: Handle) => ({
  id: question(handle, 'id'),
  code: question(handle, 'code'),
  number: question(handle, 'number'),
})

const question = (handle: Handle, column: Column) =>
  asked(handle, eq(certificates[column], sql.placeholder('value'))).prepare(`certificate_by_${column}`)

const among = (handle: Handle, column: Column, values: readonly string[]) =>
  asked(handle, inArray(certificates[column], [...values]))

function asked(handle: Handle, which: SQL) {
  const latest = latestChange(handle)
  return handle
    .select({
      row: certificates,
      wrappedKey: persons.wrappedKey,
      ledgerIndex: ledgerEntries.index,
      ledgerLeaf: ledgerEntries.leaf,
      state: latest.state,
      since: latest.since,
      changes: latest.position,
      publishedSize: sql<string | null>`(select max(${ledgerCheckpoints.size}) from ${ledgerCheckpoints})`,
    })
    .from(certificates)
    .innerJoin(persons, eq(persons.id, certificates.personId))
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, certificates.sealedBy))
    .leftJoinLateral(latest, sql`true`)
    .where(which)
}

import { desc, eq, sql, type SQL } from 'drizzle-orm'
import { foldNumber } from './certificate-number.ts'
import { ledgerEntries } from '../ledger/schema.ts'
import { openPersonKey, reveal, type PersonKey } from '../people/protect.ts'
import { persons } from '../people/schema.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { certificates, statusChanges } from './schema.ts'
import { unpackCredentials, type Credentials } from './stored-credentials.ts'

export type CertificateState = (typeof statusChanges.$inferSelect)['state']

/** A certificate with what became of it and where it stands in the ledger. */
export interface FoundCertificate {
  readonly row: typeof certificates.$inferSelect
  readonly holder: PersonKey
  readonly credentials: Credentials
  readonly state: CertificateState
  /** How often its state has changed. */
  readonly changes: number
  readonly ledgerIndex: bigint
  readonly ledgerLeaf: Uint8Array
}

export const findByCode = (ctx: Context, handle: Handle, code: string) =>
  find(ctx, handle, eq(certificates.code, code))

export const findById = (ctx: Context, handle: Handle, id: string) =>
  find(ctx, handle, eq(certificates.id, id))

/** However the number is typed. */
export const findByNumber = (ctx: Context, handle: Handle, number: string) =>
  find(ctx, handle, eq(certificates.number, foldNumber(number)))

async function find(ctx: Context, handle: Handle, which: SQL): Promise<FoundCertificate | null> {
  const latest = handle
    .select({ state: statusChanges.state, position: statusChanges.position })
    .from(statusChanges)
    .where(eq(statusChanges.certificateId, certificates.id))
    .orderBy(desc(statusChanges.position))
    .limit(1)
    .as('latest')
  const [found] = await handle
    .select({
      row: certificates,
      wrapped: persons.wrappedKey,
      index: ledgerEntries.index,
      leaf: ledgerEntries.leaf,
      state: latest.state,
      changes: latest.position,
    })
    .from(certificates)
    .innerJoin(persons, eq(persons.id, certificates.personId))
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, certificates.sealedBy))
    .leftJoinLateral(latest, sql`true`)
    .where(which)
    .limit(1)
  if (!found) return null
  const holder = openPersonKey(ctx.keyring.fields, found.row.personId, found.wrapped)
  const place = { column: 'certificates.credentials', row: found.row.id } as const
  return {
    row: found.row,
    holder,
    credentials: unpackCredentials(reveal(holder, place, found.row.credentials)),
    state: found.state ?? 'in-force',
    changes: found.changes ?? 0,
    ledgerIndex: found.index,
    ledgerLeaf: found.leaf,
  }
}

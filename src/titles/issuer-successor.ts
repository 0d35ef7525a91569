import { desc, eq, sql } from 'drizzle-orm'
import { listAuthorities } from '../identity/find-authority.ts'
import { currentAuthorities } from '../identity/schema.ts'
import type { SealRoot } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import type { Handle, Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { compact } from '../spreadsheets/full-width.ts'
import { issuerSuccessors, sealedIssuerSuccessors } from './schema.ts'

/** The office that answers for an issuer's papers today, by its name of today. */
export interface Successor {
  readonly officeId: string
  readonly office: string
  /** What gave it the duty; null when the name itself is an open office's. */
  readonly ground: string | null
}

/** How an issuer's name is compared: as printed, blanks and width aside. */
export const printedIssuer = (text: string): string => compact(text).slice(0, 100)

/** Whom to ask about papers of this issuer: an open office of that very name, else the one that took over; null: nobody said. */
export async function successorOf(handle: Handle, issuer: string): Promise<Successor | null> {
  const name = printedIssuer(issuer)
  const [said] = await handle
    .select({
      officeId: issuerSuccessors.successorId,
      office: currentAuthorities.name,
      ground: issuerSuccessors.ground,
    })
    .from(issuerSuccessors)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, issuerSuccessors.successorId))
    .where(eq(issuerSuccessors.issuer, name))
    .orderBy(desc(issuerSuccessors.position))
    .limit(1)
  if (said) return said
  const own = (await openOffices(handle)).find((office) => printedIssuer(office.name) === name)
  return own ? { officeId: own.id, office: own.name, ground: null } : null
}

/** The names, as `printedIssuer` has them, whose papers somebody answers for: those mapped, and the open offices' own. */
export async function knownIssuers(handle: Handle): Promise<ReadonlySet<string>> {
  const mapped = await handle.selectDistinct({ issuer: issuerSuccessors.issuer }).from(issuerSuccessors)
  const own = (await openOffices(handle)).map(({ name }) => printedIssuer(name))
  return new Set([...mapped.map(({ issuer }) => issuer), ...own])
}

const openOffices = async (handle: Handle) =>
  (await listAuthorities(handle)).filter(({ state }) => state === 'open')

/** Every name somebody has mapped, as it stands now, by name. */
export async function listSuccessors(handle: Handle) {
  const rows = await handle
    .selectDistinctOn([issuerSuccessors.issuer], {
      issuer: issuerSuccessors.issuer,
      officeId: issuerSuccessors.successorId,
      office: currentAuthorities.name,
      ground: issuerSuccessors.ground,
      decidedOn: issuerSuccessors.decidedOn,
    })
    .from(issuerSuccessors)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, issuerSuccessors.successorId))
    .orderBy(issuerSuccessors.issuer, desc(issuerSuccessors.position))
  return rows
}

/** Step: says who answers for an issuer from now on, under the caller's entry: into its `seals.issuer_successors`. */
export async function recordSuccessor(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  input: { readonly issuer: string; readonly successorId: string; readonly ground: string },
): Promise<SealRoot> {
  const issuer = printedIssuer(input.issuer)
  const [last] = await tx
    .select({ position: sql<number>`max(${issuerSuccessors.position})` })
    .from(issuerSuccessors)
    .where(eq(issuerSuccessors.issuer, issuer))
  const { rows, sealRoot } = sealRows(
    sealedIssuerSuccessors,
    entryRecord,
    [
      {
        id: base64url(ctx.random(16)),
        issuer,
        position: (last?.position ?? 0) + 1,
        successorId: input.successorId,
        ground: input.ground,
        decidedOn: ctx.today(),
        decidedBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(issuerSuccessors).values([...rows])
  return sealRoot
}

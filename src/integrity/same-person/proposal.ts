import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protectText, revealText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { hex, utf8 } from '../../signing/bytes.ts'
import { canonicalJson } from '../../signing/canonical-json.ts'
import { proposalNotFound } from './refusals.ts'
import { personJoinProposals } from './schema.ts'

export type Proposal = typeof personJoinProposals.$inferSelect

/** The approvals' word for it. */
export const JOIN_APPROVAL = 'integrity.join'

/** Refuses `integrity/join-not-found`. */
export async function findProposal(handle: Handle, proposalId: string): Promise<Proposal> {
  const [row] = await handle.select().from(personJoinProposals).where(eq(personJoinProposals.id, proposalId))
  if (!row) throw proposalNotFound(proposalId)
  return row
}

/** Why, and 32 random bytes: the digest of what was destroyed can be tested against no guess. */
interface Ground {
  readonly ground: string
  readonly salt: string
}

const place = (id: string) => ({ column: 'person_join_proposals.ground', row: id }) as const

export const sealGround = (ctx: Context, key: PersonKey, id: string, ground: Ground): Uint8Array =>
  protectText(key, place(id), JSON.stringify(ground), ctx.random(NONCE_LENGTH))

/** Refuses `people/erased`. */
export async function openGround(
  ctx: Context,
  handle: Handle,
  { id, oneId, ground }: Proposal,
): Promise<Ground> {
  const key = (await personKeys(ctx, handle, [oneId])).get(oneId) as PersonKey
  // Ours: written by sealGround and authenticated by the key.
  return JSON.parse(revealText(key, place(id), ground)) as Ground
}

/** SHA-256 of everything a proposal says; 64 hex digits. */
export const proposalDigest = (
  { id, act, oneId, otherId, position, officeId }: Omit<Proposal, 'ground' | 'digest' | 'proposedOn'>,
  ground: Ground,
): string =>
  hex(
    new Uint8Array(
      createHash('sha256')
        .update(utf8(canonicalJson({ id, act, oneId, otherId, position, officeId, ...ground })))
        .digest(),
    ),
  )

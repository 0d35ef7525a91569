import { desc, eq, lt, sql } from 'drizzle-orm'
import { steadyNow } from '../../identity/sign-in/steady-now.ts'
import { tokenDigest, tokenOf } from '../../identity/sign-in/session.ts'
import type { Actor, Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { base64url, equalBytes } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { recordRefused } from '../../trail/record-refused.ts'
import { codeDigest } from './code.ts'
import type { HolderOf } from './hand-out-code.ts'
import { ownNumber } from './own-number.ts'
import { visitor } from './own-person.ts'
import { notProved } from './refusals.ts'
import { ownCodes, ownVisits } from './schema.ts'

const MOST_TRIES = 5
const VISIT_MS = 20 * 60_000
const NOBODY = 'nobody'

export interface Proof {
  readonly number: string
  readonly idNumber: string
  readonly code: string
}

/**
 * Lets somebody see their own by a certificate's number, the identity number and the code an office handed out. Any
 * failure counts against the code, and five end it; every one gets the same answer (`integrity/not-proved`) after the
 * same questions, so nothing is learnt of any of the three.
 */
export async function proveIdentity(
  ctx: Context,
  holderOf: HolderOf,
  proof: Proof,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const outcome = await ctx.database.transaction(async (tx) => {
    const personId = (await holderOf(tx, proof.number))?.personId ?? NOBODY
    const now = await steadyNow(ctx, tx)
    const [code] = await tx
      .select()
      .from(ownCodes)
      .where(eq(ownCodes.personId, personId))
      .orderBy(desc(ownCodes.createdAt), desc(ownCodes.id))
      .limit(1)
      .for('update')
    const isNumber = (await ownNumber(ctx, tx, personId, proof.idNumber)) !== null
    const isCode = code !== undefined && equalBytes(code.digest, codeDigest(ctx, 'own', proof.code))
    const isOpen =
      code !== undefined && code.usedAt === null && code.tries < MOST_TRIES && now < code.expiresAt
    if (!isOpen || !isCode || !isNumber) {
      if (code) await count(tx, code.id)
      return { personId, visit: null }
    }
    await tx.update(ownCodes).set({ usedAt: ctx.now() }).where(eq(ownCodes.id, code.id))
    return { personId, visit: await beginVisit(ctx, tx, personId, code) }
  })
  if (outcome.visit !== null) return outcome.visit
  const refusal = notProved()
  await recordRefused(ctx, {
    act: 'integrity.own',
    officeId: null,
    ...(outcome.personId !== NOBODY && { subjects: [outcome.personId] }),
    code: refusal.code,
  })
  throw refusal
}

const count = (tx: Transaction, id: string) =>
  tx
    .update(ownCodes)
    .set({ tries: sql`${ownCodes.tries} + 1` })
    .where(eq(ownCodes.id, id))

async function beginVisit(
  ctx: Context,
  tx: Transaction,
  personId: string,
  code: { readonly id: string; readonly officeId: string },
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const createdAt = ctx.now()
  const [id, token] = [base64url(ctx.random(16)), tokenOf(ctx.random(32))]
  const expiresAt = new Date(createdAt.getTime() + VISIT_MS)
  await tx.delete(ownVisits).where(lt(ownVisits.expiresAt, createdAt))
  await tx.insert(ownVisits).values({
    id,
    digest: tokenDigest(token) as Uint8Array,
    personId,
    createdAt,
    expiresAt,
    endedAt: null,
  })
  await recordAct({ ...ctx, actor: visitor(personId, id) }, tx, {
    act: 'integrity.own',
    officeId: code.officeId,
    subjects: [personId],
    about: code.id,
    facts: { what: 'entered' },
  })
  return { token, expiresAt }
}

/** Who this token lets in; null for nobody, for a visit that is over, and for a clock that went back behind it. */
export async function visitorOf(ctx: Context, handle: Handle, token: string): Promise<Actor | null> {
  const digest = tokenDigest(token)
  if (!digest) return null
  const [visit] = await handle.select().from(ownVisits).where(eq(ownVisits.digest, digest))
  const now = ctx.now()
  if (!visit || visit.endedAt !== null || now >= visit.expiresAt || now < visit.createdAt) return null
  return visitor(visit.personId, visit.id)
}

/** Ends a visit; of one that is over, or nobody's, nothing. */
export async function endVisit(ctx: Context, token: string): Promise<void> {
  const digest = tokenDigest(token)
  if (digest)
    await ctx.database.read.update(ownVisits).set({ endedAt: ctx.now() }).where(eq(ownVisits.digest, digest))
}

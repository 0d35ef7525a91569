import { createHmac } from 'node:crypto'
import { eq, inArray, lt, sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { hex } from '../../signing/bytes.ts'
import { signInAttempts } from './schema.ts'

interface Limit {
  /** Failures that cost nothing. */
  readonly free: number
  readonly forgetAfterMs: number
}

const FIRST_DELAY_MS = 30_000
const LONGEST_DELAY_MS = 15 * 60_000
const ACCOUNT: Limit = { free: 5, forgetAfterMs: 24 * 3_600_000 }
/** A whole office may stand behind one address. */
const ADDRESS: Limit = { free: 30, forgetAfterMs: 3_600_000 }

/** How long nobody gets in after so many failures in a row: 30 s, doubling, up to a quarter of an hour. */
export const delayAfter = (failures: number, free: number): number =>
  failures < free ? 0 : Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures - free, 10), LONGEST_DELAY_MS)

/** Whose failures are counted. */
export interface Tried {
  /** Normalised, or as typed when it can be nobody's: strangers are counted like everybody. */
  readonly login: string
  /** Null when the address is not known. */
  readonly address: string | null
}

interface Counter {
  readonly key: Uint8Array
  readonly limit: Limit
}

// One order for everybody, or two attempts could wait for each other.
const countersOf = (ctx: Context, { login, address }: Tried): readonly Counter[] =>
  [
    { key: keyOf(ctx, `login|${login}`), limit: ACCOUNT },
    ...(address === null ? [] : [{ key: keyOf(ctx, `address|${address}`), limit: ADDRESS }]),
  ].toSorted((a, b) => (hex(a.key) < hex(b.key) ? -1 : 1))

const keyOf = ({ keyring }: Context, text: string): Uint8Array =>
  new Uint8Array(createHmac('sha256', keyring.sessions).update(`attempt|${text}`, 'utf8').digest())

/**
 * Step: counts an attempt as failed before it is judged, so that a hundred at once cannot share one free try.
 * False while the login or the address is locked; a locked attempt counts for nothing and lengthens nothing.
 */
export async function takeAttempt(ctx: Context, tx: Transaction, tried: Tried): Promise<boolean> {
  const now = ctx.now()
  const held: { counter: Counter; failures: number }[] = []
  let isOpen = true
  for (const counter of countersOf(ctx, tried)) {
    const [row] = await tx
      .insert(signInAttempts)
      .values({ key: counter.key, failures: 0, lastAt: now })
      // Touches the row so that it is held, and changes nothing.
      .onConflictDoUpdate({ target: signInAttempts.key, set: { key: counter.key } })
      .returning()
    if (!row) throw new Error('an upsert returned nothing')
    if (row.lockedUntil !== null && row.lockedUntil > now) isOpen = false
    const isForgotten = now.getTime() - row.lastAt.getTime() > counter.limit.forgetAfterMs
    held.push({ counter, failures: isForgotten ? 0 : row.failures })
  }
  if (!isOpen) return false
  for (const { counter, failures } of held) {
    const delay = delayAfter(failures + 1, counter.limit.free)
    await tx
      .update(signInAttempts)
      .set({
        failures: failures + 1,
        lastAt: now,
        lockedUntil: delay === 0 ? null : new Date(now.getTime() + delay),
      })
      .where(eq(signInAttempts.key, counter.key))
  }
  return true
}

/** Step: the attempt succeeded. The login starts afresh; the address only gets this one back. */
export async function forgiveAttempt(ctx: Context, tx: Transaction, tried: Tried): Promise<void> {
  for (const { key, limit } of countersOf(ctx, tried))
    await tx
      .update(signInAttempts)
      .set(
        limit === ACCOUNT
          ? { failures: 0, lockedUntil: null }
          : { failures: sql`greatest(${signInAttempts.failures} - 1, 0)` },
      )
      .where(eq(signInAttempts.key, key))
  const forgotten = tx
    .select({ key: signInAttempts.key })
    .from(signInAttempts)
    .where(lt(signInAttempts.lastAt, new Date(ctx.now().getTime() - ACCOUNT.forgetAfterMs)))
    // Whoever is at work on one keeps it: waiting here could be waiting for each other.
    .for('update', { skipLocked: true })
  await tx.delete(signInAttempts).where(inArray(signInAttempts.key, forgotten))
}

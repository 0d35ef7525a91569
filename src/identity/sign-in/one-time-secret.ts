import { eq } from 'drizzle-orm'
import { sha256 } from '../../ledger/hash.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { utf8 } from '../../signing/bytes.ts'
import { compact } from '../../spreadsheets/full-width.ts'
import { oneTimeSecrets } from './schema.ts'
import { SKEW_MS } from './session.ts'

/** Crockford's base 32: nothing in it is taken for something else when read from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARACTERS = 25
const LIFE_MS = 72 * 3_600_000

/** Told once, to whoever asked for it. */
export interface OneTimeSecret {
  /** 125 bits, five groups of five. */
  readonly secret: string
  readonly expiresAt: Date
}

/** Step: a new secret for the account; an earlier one is worth nothing from now on. */
export async function giveSecret(ctx: Context, tx: Transaction, accountId: string): Promise<OneTimeSecret> {
  const secret = spell(ctx.random(CHARACTERS))
  const createdAt = ctx.now()
  const expiresAt = new Date(createdAt.getTime() + LIFE_MS)
  const row = { digest: sha256(utf8(secret)), createdAt, expiresAt }
  await tx
    .insert(oneTimeSecrets)
    .values({ accountId, ...row })
    .onConflictDoUpdate({ target: oneTimeSecrets.accountId, set: row })
  return { secret: (secret.match(/.{5}/g) ?? []).join('-'), expiresAt }
}

/** Step: spends a secret and says whose it was; null when it is none, spent or past. `now`: see steady-now.ts. */
export async function spendSecret(tx: Transaction, typed: string, now: Date): Promise<string | null> {
  const digest = digestOf(typed)
  if (!digest) return null
  const [row] = await tx.select().from(oneTimeSecrets).where(eq(oneTimeSecrets.digest, digest)).for('update')
  if (!row || now >= row.expiresAt || now.getTime() < row.createdAt.getTime() - SKEW_MS) return null
  await tx.delete(oneTimeSecrets).where(eq(oneTimeSecrets.accountId, row.accountId))
  return row.accountId
}

/** What is stored of a secret, however it is typed; null for what cannot be one. */
export function digestOf(typed: string): Uint8Array | null {
  if (typed.length > 100) return null
  const secret = compact(typed).replaceAll('-', '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{25}$/.test(secret) ? sha256(utf8(secret)) : null
}

const spell = (random: Uint8Array): string =>
  Array.from(random, (byte) => ALPHABET[byte & 31] as string).join('')

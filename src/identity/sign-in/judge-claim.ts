import { eq } from 'drizzle-orm'
import { openPersonKey, reveal } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import type { Account } from './find-account.ts'
import { takeAttempt, type Tried } from './lock-out.ts'
import { isPassword } from './password.ts'
import { credentials, currentAccounts as accounts } from './schema.ts'
import { steadyNow } from './steady-now.ts'
import { stepOf } from './totp.ts'

/** Why a claim to be somebody was not believed; for the trail alone. */
export type Reason =
  'locked' | 'unknown-login' | 'wrong-password' | 'code-missing' | 'wrong-code' | 'spent-code'

export interface Claim {
  readonly login: string
  readonly code: string | undefined
  readonly isOpen: boolean
  /** The stored hash the password was found to match. */
  readonly verified: string | null
}

export type Judged =
  | { readonly kind: 'right'; readonly account: Account; readonly step: number | null }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly known: Account | null }

/** Step: holds the account's credentials. Every way through it asks the same questions and computes the same code. */
export async function judgeClaim(
  ctx: Context,
  tx: Transaction,
  { login, code, isOpen, verified }: Claim,
): Promise<Judged> {
  const now = await steadyNow(ctx, tx)
  const [found] = await tx
    .select({
      account: {
        id: accounts.id,
        personId: accounts.personId,
        login: accounts.login,
        officeId: accounts.officeId,
      },
      credential: credentials,
      wrappedKey: persons.wrappedKey,
    })
    .from(accounts)
    .innerJoin(credentials, eq(credentials.accountId, accounts.id))
    .innerJoin(persons, eq(persons.id, accounts.personId))
    .where(eq(accounts.login, login))
    .for('update', { of: credentials })
  const no = (reason: Reason): Judged => ({ kind: 'refused', reason, known: found?.account ?? null })
  const step = found ? codeStep(ctx, found, code ?? '', now) : 'none'
  if (!isOpen) return no('locked')
  if (!found) return no('unknown-login')
  // The hash is compared again: the password may have been changed while it was being checked.
  if (verified === null || found.credential.passwordHash !== verified) return no('wrong-password')
  if (step === 'none') return { kind: 'right', account: found.account, step: null }
  if ((code ?? '').trim() === '') return no('code-missing')
  if (step === null) return no('wrong-code')
  if (step <= found.credential.totpStep) return no('spent-code')
  return { kind: 'right', account: found.account, step }
}

interface WithSecret {
  readonly account: Account
  readonly credential: typeof credentials.$inferSelect
  readonly wrappedKey: Uint8Array
}

/** The step the code is of, null for no code of now; 'none' without an authenticator. */
function codeStep(ctx: Context, of: WithSecret, code: string, now: Date): number | null | 'none' {
  if (of.credential.totpSecret === null) return 'none'
  const key = openPersonKey(ctx.keyring.fields, of.account.personId, of.wrappedKey)
  const place = { column: 'credentials.totp_secret', row: of.account.id } as const
  return stepOf(reveal(key, place, of.credential.totpSecret), code, now)
}

interface Claimed {
  readonly tried: Tried
  /** As normalised; empty when it can be nobody's. */
  readonly login: string
  readonly password: string
  readonly code: string | undefined
}

/** Counts the attempt, then checks the password; in no transaction, because hashing takes its time by design. */
export async function tryPassword(ctx: Context, { tried, ...claimed }: Claimed): Promise<Claim> {
  const isOpen = await ctx.database.transaction((tx) => takeAttempt(ctx, tx, tried))
  const { login, password, code } = claimed
  const known = await passwordHashOf(ctx.database.read, login)
  const isRight = await isPassword(known, password)
  return { login, code, isOpen, verified: isRight ? known : null }
}

async function passwordHashOf(handle: Handle, login: string): Promise<string | null> {
  const [found] = await handle
    .select({ hash: credentials.passwordHash })
    .from(accounts)
    .innerJoin(credentials, eq(credentials.accountId, accounts.id))
    .where(eq(accounts.login, login))
  return found?.hash ?? null
}

/** Step: the code of this step, and every earlier one, is worth nothing from now on. */
export async function spendStep(tx: Transaction, accountId: string, step: number): Promise<void> {
  await tx.update(credentials).set({ totpStep: step }).where(eq(credentials.accountId, accountId))
}

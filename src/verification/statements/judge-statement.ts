import { printedOrigins } from '../../certificates/publishing/printed-origins.ts'
import { trustedKeys } from '../../certificates/publishing/trusted-keys.ts'
import { fromDigits } from '../../credentials/digits.ts'
import {
  readStatementText,
  refusedStatement,
  verifyStatement,
  verifyStatementText,
  type StatementAnswer,
} from '../../credentials/statement.ts'
import { findStatement } from '../../integrity/own/find-statement.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Context } from '../../platform/context.ts'
import { equalBytes } from '../../signing/bytes.ts'
import { verifyEd25519 } from '../../signing/ed25519.ts'

/** What the page of a code says, the same on every later day; every unknown code gets one answer. */
export async function statementByCode(ctx: Context, code: string): Promise<StatementAnswer> {
  const stored = await storedUnder(ctx, code)
  if (stored === null) return refusedStatement('not-found')
  const { keys, origins } = await trustOf(ctx)
  // In our own books it was signed by us, whoever had the key since.
  const ours = new Map([...keys].map(([kid, key]) => [kid, { ...key, state: 'retired' as const }]))
  return verifyStatement(stored, { keys: ours, origins }, verifyEd25519)
}

/** What somebody holds: an address, or the whole text of the code. Never throws on bad input. */
export async function judgeStatement(ctx: Context, text: string): Promise<StatementAnswer> {
  const read = readStatementText(text)
  const trust = await trustOf(ctx)
  if (read?.digits === '' && trust.origins.has(read.origin)) return statementByCode(ctx, read.code)
  const answer = verifyStatementText(text, trust, verifyEd25519)
  if (answer.statement === null) return answer
  // A stolen key makes signatures, not rows in our books.
  const [signed, stored] = [fromDigits(read?.digits ?? ''), await storedUnder(ctx, read?.code ?? '')]
  return signed && stored && equalBytes(signed, stored) ? answer : refusedStatement('not-found')
}

/** Null also for a row that no longer opens: it was altered, and proves nothing. */
async function storedUnder(ctx: Context, code: string): Promise<Uint8Array | null> {
  try {
    return await findStatement(ctx, code)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

async function trustOf(ctx: Context) {
  const origins = new Set([ctx.config.publicOrigin, ...(await printedOrigins(ctx.database.read))])
  return { keys: trustedKeys(ctx.keyring.history), origins }
}

import { eq } from 'drizzle-orm'
import { statementIn, statementText } from '../../credentials/statement.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import { reveal } from '../../people/protect.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import { statementPlace, type MadeStatement } from './make-statement.ts'
import { ownPerson } from './own-person.ts'
import { statementNotFound } from './refusals.ts'
import { integrityStatements } from './schema.ts'

type Stored = typeof integrityStatements.$inferSelect

/** The signed bytes behind a code; null: none of ours, or its person was erased. Whoever has the code was given it. */
export async function findStatement(ctx: Context, code: string): Promise<Uint8Array | null> {
  if (!/^[\w-]{22}$/.test(code)) return null
  const [row] = await ctx.database.read
    .select()
    .from(integrityStatements)
    .where(eq(integrityStatements.code, code))
  return row ? open(ctx, row) : null
}

/** The same for its person alone, who prints it again. Refuses `integrity/statement-not-found`, `/not-at-own-door`. */
export async function ownStatement(ctx: Context, code: string): Promise<MadeStatement> {
  const personId = ownPerson(ctx)
  const { read } = ctx.database
  const [row] = await read.select().from(integrityStatements).where(eq(integrityStatements.code, code))
  const ids = (await samePersons(read, [personId])).get(personId)
  const signed = row && ids?.includes(row.personId) ? await open(ctx, row) : null
  const statement = signed && statementIn(signed)
  if (!signed || !statement) throw statementNotFound()
  return { statement, text: statementText(statement, signed) }
}

async function open(ctx: Context, row: Stored): Promise<Uint8Array | null> {
  const key = (await remainingKeys(ctx, ctx.database.read, [row.personId])).get(row.personId)
  return key ? reveal(key, statementPlace(row.id), row.content) : null
}

import { and, eq } from 'drizzle-orm'
import type { Act } from '../../../identity/act.ts'
import { authorise } from '../../../identity/authorise.ts'
import type { Context } from '../../../platform/context.ts'
import { familyOf, headerName } from '../../../spreadsheets/table.ts'
import type { ListKind } from '../../../spreadsheets/table.ts'
import { recordAct } from '../../../trail/record-act.ts'
import { columnNamed } from './column-named.ts'
import { headerNotRemembered } from './refusals.ts'
import { headerMappings } from './schema.ts'

/** A header an office uses, and the column it is. */
export interface SaidHeader {
  readonly officeId: string
  readonly kind: ListKind<string>
  /** What whoever brings lists of this kind does. */
  readonly act: Act
  readonly header: string
  /** The column's own header, or its key. */
  readonly column: string
}

/**
 * Remembers what a header of this office means, for its next file of this kind; said again, the newest holds. Refuses
 * `results/unknown-column`, `results/header-known` (it already names a column of the kind), `results/bad-header`.
 */
export async function rememberHeader(ctx: Context, said: SaidHeader): Promise<void> {
  const { header, column } = columnNamed(said.kind, said.header, said.column)
  await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, said.act, said.officeId)
    const row = { column, saidOn: ctx.today(), saidBy: ctx.actor.name }
    await tx
      .insert(headerMappings)
      .values({ officeId: said.officeId, kind: familyOf(said.kind), header, ...row })
      .onConflictDoUpdate({
        target: [headerMappings.officeId, headerMappings.kind, headerMappings.header],
        set: row,
      })
    await recordAct(ctx, tx, {
      act: said.act,
      officeId: said.officeId,
      facts: { remembered: header, column, kind: familyOf(said.kind) },
    })
  })
}

/** Forgets it again. Refuses `results/header-not-remembered`. */
export async function forgetHeader(ctx: Context, said: Omit<SaidHeader, 'column'>): Promise<void> {
  const header = headerName(said.header)
  await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, said.act, said.officeId)
    const forgotten = await tx
      .delete(headerMappings)
      .where(
        and(
          eq(headerMappings.officeId, said.officeId),
          eq(headerMappings.kind, familyOf(said.kind)),
          eq(headerMappings.header, header),
        ),
      )
      .returning({ header: headerMappings.header })
    if (forgotten.length === 0) throw headerNotRemembered(said.header)
    await recordAct(ctx, tx, {
      act: said.act,
      officeId: said.officeId,
      facts: { forgotten: header, kind: familyOf(said.kind) },
    })
  })
}

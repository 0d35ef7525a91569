import { desc, eq } from 'drizzle-orm'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protectText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { checkedWords } from './checked.ts'
import { heldByInquiry } from './held-by-inquiry.ts'
import { alreadyHeld, notHeld } from './refusals.ts'
import { rowNamed, type NamedOnList } from './row-named.ts'
import { rowHolds, sealedRowHolds } from './schema.ts'

/**
 * Stops one result while somebody inquires, or lets it go on, whichever list of the cycle was named before. It stays out of documents and filings meanwhile; a
 * certificate issued already is suspended by its own act. Refuses `results/already-held`, `/not-held`, `/row-not-found`.
 */
export async function holdResult(
  ctx: Context,
  input: NamedOnList & { readonly act: 'hold' | 'release'; readonly ground: string },
): Promise<void> {
  const ground = checkedWords('理由', input.ground, 5, 500)
  await ctx.database.transaction(async (tx) => {
    const { rowId, listId, key, officeId } = await rowNamed(ctx, tx, input)
    const isHeld = (await heldByInquiry(tx, listId)).has(rowId)
    if (input.act === 'hold' && isHeld) throw alreadyHeld()
    if (input.act === 'release' && !isHeld) throw notHeld()
    const [last] = await tx
      .select({ position: rowHolds.position })
      .from(rowHolds)
      .where(eq(rowHolds.rowId, rowId))
      .orderBy(desc(rowHolds.position))
      .limit(1)
    const id = base64url(ctx.random(16))
    const place = { column: 'row_holds.ground', row: id } as const
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedRowHolds,
      record,
      [
        {
          id,
          listId,
          rowId,
          personId: key.personId,
          position: (last?.position ?? 0) + 1,
          act: input.act,
          ground: protectText(key, place, ground, ctx.random(NONCE_LENGTH)),
          decidedOn: ctx.today(),
          decidedBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(rowHolds).values([...rows])
    await recordAct(ctx, tx, {
      act: 'results.inquire',
      officeId,
      about: listId,
      subjects: [key.personId],
      facts: { what: input.act },
    })
    await appendEntries(tx, [
      {
        type: 'result.held',
        record,
        day: ctx.today(),
        seals: { row_holds: sealRoot },
        facts: { act: input.act },
      },
    ])
  })
}

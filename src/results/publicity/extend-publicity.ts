import { isDay, type Day } from '../../calendar/day.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { holdPublication } from './end-publicity.ts'
import { badPublicityDay, notOpen } from './refusals.ts'
import { publications, sealedPublications } from './schema.ts'
import { publicityState } from './state.ts'

/**
 * Gives a publication more days: the same content, so nothing runs again. Only while it has not ended; never fewer days.
 * Refuses `results/publicity-not-open`, `/bad-publicity-day`, `/publication-not-found`.
 */
export async function extendPublicity(
  ctx: Context,
  { publicationId, closesOn }: { readonly publicationId: string; readonly closesOn: Day },
): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const { publication, officeId } = await holdPublication(ctx, tx, publicationId)
    const state = publicityState(publication, ctx.today()).kind
    if (state !== 'announced' && state !== 'open') throw notOpen(state)
    if (!isDay(closesOn) || closesOn <= publication.closesOn)
      throw badPublicityDay('结束日期', closesOn, `应晚于现在的 ${publication.closesOn}，公示只能延长`)
    const { ending: _, replacedBy: __, sealedBy: ___, ...kept } = publication
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedPublications,
      record,
      [
        {
          ...kept,
          id: base64url(ctx.random(16)),
          version: publication.version + 1,
          closesOn,
          openedOn: ctx.today(),
          openedBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(publications).values([...rows])
    await recordAct(ctx, tx, {
      act: 'publicity.manage',
      officeId,
      about: publicationId,
      facts: { what: 'extend', closesOn },
    })
    await appendEntries(tx, [
      {
        type: 'publicity.opened',
        record,
        day: ctx.today(),
        seals: { publications: sealRoot },
        facts: {
          publication: publicationId,
          kind: publication.kind,
          opensOn: publication.opensOn,
          closesOn,
          rows: publication.rowCount,
          content: base64url(publication.contentDigest),
        },
      },
    ])
  })
}

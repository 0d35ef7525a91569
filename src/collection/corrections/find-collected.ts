import { authorise, authoriseSomewhere, officesFor } from '../../identity/authorise.ts'
import { personsByNumber } from '../../people/find-person.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import { titlesOfPersons } from '../../titles/current-titles.ts'
import { recordAct } from '../../trail/record-act.ts'
import { titlesById, type OpenedTitle } from '../reconcile/titles-by-id.ts'
import { correctableTitle } from './propose-correction.ts'
import { titleNotFound } from '../reconcile/refusals.ts'

/**
 * The accepted titles of one person, of offices within the actor's reach; nobody and nothing look alike. Looking is recorded
 * first. The number as it was reported, flawed ones too.
 */
export async function findCollected(
  ctx: Context,
  asked: { readonly name: string; readonly idNumber: string },
): Promise<readonly OpenedTitle[]> {
  return ctx.database.transaction(async (tx) => {
    await authoriseSomewhere(ctx, tx, 'collection.see')
    const offices = await officesFor(ctx, tx, 'collection.see')
    const ids = [...(await samePersons(tx, await personsByNumber(ctx, tx, asked))).values()].flat()
    const titles = [...(await titlesOfPersons(tx, ids)).values()].flat()
    const within = titles.filter(
      ({ collectedById }) => collectedById !== null && (offices === 'all' || offices.includes(collectedById)),
    )
    const opened = await titlesById(
      ctx,
      tx,
      within.map(({ id }) => id),
    )
    await recordAct(ctx, tx, {
      act: 'collection.see',
      officeId: null,
      subjects: [...opened.values()].map(({ title }) => title.personId),
      facts: { found: opened.size },
    })
    return [...opened.values()]
  })
}

/** One accepted title in force; looking is recorded first. Refuses `collection/title-not-found`. */
export async function readCollected(ctx: Context, titleId: string): Promise<OpenedTitle> {
  return ctx.database.transaction(async (tx) => {
    const found = await correctableTitle(ctx, tx, titleId)
    await authorise(ctx, tx, 'collection.see', found.officeId, titleNotFound())
    await recordAct(ctx, tx, {
      act: 'collection.see',
      officeId: found.officeId,
      about: titleId,
      subjects: [found.title.personId],
    })
    return found
  })
}

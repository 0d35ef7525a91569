import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import type { AcceptedTitle } from '../../titles/record-past-titles.ts'
import type { Batch } from '../batch/whole-batch.ts'
import { decisionsOf, missingFound } from './find-comparisons.ts'
import { undecided } from './refusals.ts'
import { titlesById } from './titles-by-id.ts'
import { versionOf } from './version-of.ts'

/** Step: the last versions of titles decided to have been collected wrongly. Refuses `collection/undecided`. */
export async function takeBackDecided(
  ctx: Context,
  tx: Transaction,
  batch: Batch,
  round: number,
): Promise<readonly AcceptedTitle[]> {
  const found = await missingFound(tx, batch.id, round)
  const decisions = await decisionsOf(
    tx,
    batch.id,
    found.map(({ key }) => key),
  )
  if (decisions.size < found.length) throw undecided(found.length - decisions.size)
  const back = found.filter(({ key }) => decisions.get(key)?.outcome === 'take-back')
  const titles = await titlesById(
    ctx,
    tx,
    back.flatMap(({ titleId }) => titleId ?? []),
  )
  return [...titles.values()].flatMap(({ title, told, key }) => {
    if (title.past === null || key === null) return []
    const next = { id: base64url(ctx.random(16)), told, past: { takenBackOn: ctx.today() } }
    return [versionOf({ title, past: title.past, key }, next)]
  })
}

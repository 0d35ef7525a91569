import { createHash } from 'node:crypto'
import { isDay, type Day } from '../../calendar/day.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { personKeys } from '../../people/find-keys.ts'
import type { PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { utf8 } from '../../signing/bytes.ts'
import { rowsOfList, type NamedRow } from '../lists/find-list.ts'
import { currentList } from '../lists/candidates.ts'
import { enterList, lostRace, requirePlace } from '../lists/enter-list.ts'
import { keptRow } from '../lists/kept-row.ts'
import { listDigest } from '../lists/list-digest.ts'
import { targetOf } from '../lists/list-target.ts'
import { personDefects } from '../lists/person-defects.ts'
import { decidedNotUploaded, listHasDefects, noCandidatesYet } from '../lists/refusals.ts'
import { confirmedDays } from './find-confirmations.ts'
import { seriesOf } from './original-title.ts'
import { badObtainedDay, nobodyChosen, notOnTheList } from './refusals.ts'

/**
 * Makes a cycle's approved list of those of its candidates who passed: after a committee's vote, or whose title its
 * issuer confirmed; 考核认定 is `decideAssessment`'s. `replaces`: the approved list it corrects. Refuses `results/decided-not-uploaded`, `/nobody-chosen`, `results/not-on-the-list`, `results/no-candidates-yet`,
 * `results/list-has-defects` (somebody barred meanwhile), and as `requirePlace`.
 */
export async function chooseApproved(
  ctx: Context,
  input: {
    readonly cycleId: string
    readonly rowIds: readonly string[]
    /** Null: policy and document set it. */
    readonly obtainedOn: Day | null
    readonly replaces?: string | null | undefined
  },
): Promise<{ readonly listId: string; readonly rows: number }> {
  const { obtainedOn, replaces = null } = input
  const chosen = new Set(input.rowIds)
  if (chosen.size === 0) throw nobodyChosen()
  if (obtainedOn !== null && (!isDay(obtainedOn) || obtainedOn > ctx.today()))
    throw badObtainedDay(obtainedOn)
  try {
    return await ctx.database.transaction(async (tx) => {
      if ((await cycleById(tx, input.cycleId)).route === 'assessment') throw decidedNotUploaded()
      const candidates = await currentList(tx, input.cycleId, 'candidates')
      if (!candidates) throw noCandidatesYet()
      await authorise(ctx, tx, 'lists.import', candidates.officeId, cycleNotFound(input.cycleId))
      const target = await targetOf(tx, {
        office: (await authorityById(tx, candidates.officeId)).creditCode,
        authority: (await authorityById(tx, candidates.authorityId)).creditCode,
        cycleId: input.cycleId,
      })
      const rows = (await rowsOfList(ctx, tx, candidates.id)).filter(({ id }) => chosen.has(id))
      if (rows.length !== chosen.size) throw notOnTheList(chosen.size - rows.length)
      const fileDigest = await digestOfChoice(tx, candidates.id, rows, obtainedOn)
      await requirePlace(tx, target, { fileDigest, replaces })
      // A confirmed title keeps the day its own certificate states.
      const days = target.cycle?.route === 'confirmation' ? await confirmedDays(tx, input.cycleId) : new Map()
      const kept = rows.map((row, i) =>
        keptRow(
          row,
          i + 1,
          (days.get(`${row.personId}|${seriesOf(row.series)}`) as Day | undefined) ?? obtainedOn,
        ),
      )
      const defects = await personDefects(
        ctx,
        tx,
        target,
        kept.map((row, i) => ({
          row,
          person: { personId: (rows[i] as NamedRow).personId, hasThisName: true },
        })),
      )
      if (defects.some(({ severity }) => severity === 'refusal')) throw listHasDefects(defects)
      const keys = await personKeys(
        ctx,
        tx,
        rows.map(({ personId }) => personId),
      )
      const listId = await enterList(ctx, tx, target, {
        record: entryRecord(ctx.random(16)),
        fileName: `通过名单（选自 ${candidates.fileName}）`,
        fileDigest,
        replaces,
        rows: kept,
        keys: rows.map(({ personId }) => keys.get(personId) as PersonKey),
        personsSeal: null,
      })
      return { listId, rows: kept.length }
    })
  } catch (error) {
    throw lostRace(error, replaces) ?? error
  }
}

/** There is no file: the choice itself is what the list came from. */
async function digestOfChoice(
  tx: Transaction,
  listId: string,
  rows: readonly NamedRow[],
  obtainedOn: Day | null,
): Promise<Uint8Array> {
  const digest = createHash('sha256').update(utf8('zhengxin/v1|chosen-list|'))
  digest.update(utf8(`${await listDigest(tx, listId)}|${obtainedOn ?? ''}`))
  for (const { position } of rows) digest.update(utf8(`|${position}`))
  return new Uint8Array(digest.digest())
}

import { eq } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { stationsOf } from '../../cycles/stations-of.ts'
import { authorise } from '../../identity/authorise.ts'
import { answerInquiries } from '../../integrity/asked/answer-inquiries.ts'
import type { Finding } from '../../integrity/asked/inquiry.ts'
import { limitInquiries } from '../../integrity/asked/limit-inquiries.ts'
import { openBatch } from '../../ledger/day-batch.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { isAccepted, latestFiling } from '../filing/find-filing.ts'
import { currentList } from '../lists/candidates.ts'
import { rowsOfList } from '../lists/find-list.ts'
import { listNotFound } from '../lists/refusals.ts'
import { resultLists } from '../lists/schema.ts'
import { nobodyToAsk, notAnApplication } from './refusals.ts'

export interface AskedAboutList {
  readonly listId: string
  /** Rows of the list; null: all of them. */
  readonly positions: readonly number[] | null
}

/** One applicant; as long whatever is found. */
export interface AskedRow {
  readonly position: number
  readonly name: string
  readonly finding: Finding
}

/**
 * A committee asks about those who stand before it: whether a record runs today, and nothing else; each of them is shown
 * who asked. Only a registered application is answered: whoever brought a list of strangers has not made them applicants.
 * Refuses `results/not-an-application`, `/nobody-to-ask`, `/list-not-found`, `integrity/too-many-inquiries`.
 */
export async function askAboutList(
  ctx: Context,
  { listId, positions }: AskedAboutList,
): Promise<{ readonly asOf: Day; readonly rows: readonly AskedRow[] }> {
  const { officeId, rowCount } = await askedList(ctx.database.read, listId)
  await limitInquiries(ctx, positions?.length ?? rowCount)
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.ask', officeId, listNotFound(listId))
    const cycle = await requireApplications(ctx, tx, listId)
    const wanted = positions === null ? null : new Set(positions)
    const rows = (await rowsOfList(ctx, tx, listId)).filter(
      ({ position, isErased }) => !isErased && wanted?.has(position) !== false,
    )
    if (rows.length === 0) throw nobodyToAsk()
    const batch = await openBatch(ctx, tx)
    const { findings, waits } = await answerInquiries(ctx, tx, batch, {
      officeId,
      by: 'application',
      purpose: Array.from(`核对${cycle.year}年度申报：${cycle.name}`).slice(0, 100).join(''),
      subjects: rows.map(({ id, personId }) => ({ personId, about: id })),
    })
    await recordAct(ctx, tx, {
      act: 'integrity.ask',
      officeId,
      about: listId,
      subjects: rows.map(({ personId }) => personId),
      facts: promised(batch, waits),
    })
    return {
      asOf: ctx.today(),
      rows: rows.map(({ position, name }, i) => ({ position, name, finding: findings[i] as Finding })),
    }
  })
}

/**
 * The list must be the review's present one of those who come before the committee, and somebody else must have taken it
 * for that: the office that accepted its filing; where no notice asks for a filing, at least not who brought it.
 */
async function requireApplications(ctx: Context, handle: Handle, listId: string): Promise<Cycle> {
  const list = await askedList(handle, listId)
  if (list.cycleId === null || list.stage !== 'candidates') throw notAnApplication()
  const { cycleId } = list
  if ((await currentList(handle, cycleId, 'candidates'))?.id !== listId) throw notAnApplication()
  const stations = await stationsOf(handle, cycleId, ctx.today())
  const isFiled = stations.some(({ step }) => step === 'pre-meeting-filing')
    ? await isFiledAs(handle, cycleId, listId)
    : ctx.actor.personId !== null && ctx.actor.personId !== list.importedPersonId
  if (!isFiled) throw notAnApplication()
  return cycleById(handle, cycleId)
}

async function askedList(handle: Handle, listId: string): Promise<typeof resultLists.$inferSelect> {
  const [list] = await handle.select().from(resultLists).where(eq(resultLists.id, listId))
  if (!list) throw listNotFound(listId)
  return list
}

async function isFiledAs(handle: Handle, cycleId: string, listId: string): Promise<boolean> {
  const filing = await latestFiling(handle, cycleId, 'pre-meeting')
  return filing !== null && filing.listId === listId && (await isAccepted(handle, filing))
}

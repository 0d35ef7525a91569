import { eq } from 'drizzle-orm'
import { isDay, type Day } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { requireStep } from '../../cycles/require-step.ts'
import { stepOfPublicity } from '../../cycles/step-order.ts'
import { calendarOfPlace } from '../../cycles/timing.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import { base64url } from '../../signing/bytes.ts'
import { requireConfirmationsAnswered } from '../routes/find-confirmations.ts'
import { recordAct } from '../../trail/record-act.ts'
import { listNotFound, listReplaced } from '../lists/refusals.ts'
import { resultLists } from '../lists/schema.ts'
import { digestOfText, publicContent } from './content.ts'
import { publicationsOfCycle } from './find-publication.ts'
import { earliestClosing } from './period.ts'
import { headingOf } from './heading.ts'
import {
  alreadyPublic,
  badPublicityDay,
  notOfACycle,
  notPublishedHere,
  publicityTooShort,
  wrongStage,
} from './refusals.ts'
import { refuseIfNotRecommended } from './refuse-if-not-recommended.ts'
import { publicityRules, type PublicityRules } from './rules-of.ts'
import { publications, sealedPublications } from './schema.ts'
import { publicityState } from './state.ts'

export interface NewPublicity {
  readonly listId: string
  /** 'pre-meeting' for 上会名单, 'result' for 评审通过名单; 推荐公示 is recorded, not opened. */
  readonly kind: PublicityKind
  /** Today or later. */
  readonly opensOn: Day
  /** Inclusive. */
  readonly closesOn: Day
}

/**
 * Puts a list before the public from a day's midnight on. A corrected list ends the publication of the one before, and
 * its own time runs in full. Refuses `cycles/step-not-reached`, `results/publicity-too-short`, `/bad-publicity-day`,
 * `/wrong-stage`, `/already-public`, `/not-of-a-cycle`, `/list-replaced`, `/not-recommended`, `/not-published-here`.
 */
export async function openPublicity(
  ctx: Context,
  input: NewPublicity,
): Promise<{ publicationId: string; provisional: boolean }> {
  return ctx.database.transaction(async (tx) => {
    const { list, cycle } = await listOfCycle(ctx, tx, input)
    await requireStep(tx, cycle.id, stepOfPublicity(input.kind))
    await refuseIfReplaced(tx, list.id)
    if (list.stage !== (input.kind === 'result' ? 'approved' : 'candidates'))
      throw wrongStage(input.kind, list.stage)
    const rules = await publicityRules(tx, cycle, input.kind, list.id)
    const provisional = checkedPeriod(ctx, cycle, input, rules)
    if (input.kind === 'pre-meeting') {
      await refuseIfNotRecommended(tx, cycle, list.id)
      await requireConfirmationsAnswered(tx, cycle.id)
    }
    const replacesId = await predecessor(ctx, tx, input, cycle.id)

    const content = await publicContent(ctx, tx, list.id, headingOf(cycle, input.kind))
    const digest = digestOfText(content.text ?? content.rows.map(({ rowId }) => rowId).join())
    const publicationId = base64url(ctx.random(16))
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedPublications,
      record,
      [
        {
          ...input,
          id: base64url(ctx.random(16)),
          publicationId,
          version: 1,
          cycleId: cycle.id,
          leastDays: rules.leastDays,
          provisional,
          rowCount: content.rows.length,
          contentDigest: digest,
          replacesId,
          openedOn: ctx.today(),
          openedBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(publications).values([...rows])
    await recordAct(ctx, tx, {
      act: 'publicity.manage',
      officeId: cycle.officeId,
      about: publicationId,
      facts: { what: 'open', kind: input.kind, rows: content.rows.length },
    })
    await appendEntries(tx, [
      {
        type: 'publicity.opened',
        record,
        day: ctx.today(),
        seals: { publications: sealRoot },
        facts: {
          publication: publicationId,
          kind: input.kind,
          opensOn: input.opensOn,
          closesOn: input.closesOn,
          rows: content.rows.length,
          content: base64url(digest),
        },
      },
    ])
    return { publicationId, provisional }
  })
}

/** The kind of publication a list is for. Refuses `results/list-not-found`. */
export async function kindOfList(handle: Handle, listId: string): Promise<PublicityKind> {
  const [list] = await handle
    .select({ stage: resultLists.stage })
    .from(resultLists)
    .where(eq(resultLists.id, listId))
  if (!list) throw listNotFound(listId)
  return list.stage === 'approved' ? 'result' : 'pre-meeting'
}

async function listOfCycle(ctx: Context, tx: Transaction, { listId, kind }: NewPublicity) {
  const [list] = await tx.select().from(resultLists).where(eq(resultLists.id, listId))
  if (!list) throw listNotFound(listId)
  const cycle = list.cycleId === null ? null : await cycleById(tx, list.cycleId)
  await authorise(ctx, tx, 'publicity.manage', cycle?.officeId ?? list.officeId, listNotFound(listId))
  if (cycle === null) throw notOfACycle(listId)
  if (kind === 'recommendation') throw notPublishedHere()
  return { list, cycle }
}

/** Held until commit: a corrected list cannot come while the old one is being published. */
async function refuseIfReplaced(tx: Transaction, listId: string): Promise<void> {
  await tx.select({ id: resultLists.id }).from(resultLists).where(eq(resultLists.id, listId)).for('update')
  const [successor] = await tx
    .select({ id: resultLists.id })
    .from(resultLists)
    .where(eq(resultLists.replacesId, listId))
  if (successor) throw listReplaced(listId, successor.id)
}

function checkedPeriod(
  ctx: Context,
  cycle: Cycle,
  { kind, opensOn, closesOn }: NewPublicity,
  { leastDays, daysSource }: PublicityRules,
): boolean {
  if (!isDay(opensOn) || opensOn < ctx.today())
    throw badPublicityDay('开始日期', opensOn, '应为今天或以后的日期，公示不能倒填')
  if (!isDay(closesOn) || closesOn <= opensOn)
    throw badPublicityDay('结束日期', closesOn, '应晚于开始日期，如 2023-12-20')
  const earliest = earliestClosing(calendarOfPlace(cycle.place), opensOn, leastDays)
  if (earliest !== null && leastDays !== null && closesOn < earliest.day)
    throw publicityTooShort(
      kind,
      { opensOn, closesOn, leastDays, earliest: earliest.day, provisional: earliest.provisional },
      daysSource,
    )
  return earliest?.provisional ?? false
}

/** The publication of an earlier list whose place this one takes; the same list is not published twice. */
async function predecessor(
  ctx: Context,
  tx: Transaction,
  { listId, kind }: NewPublicity,
  cycleId: string,
): Promise<string | null> {
  const standing = await publicationsOfCycle(tx, cycleId, kind)
  for (const { publicationId, ...publication } of standing) {
    const state = publicityState(publication, ctx.today()).kind
    if (publication.listId === listId && state !== 'withdrawn') throw alreadyPublic(publicationId, state)
  }
  return standing[0]?.publicationId ?? null
}

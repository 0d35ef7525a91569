import { and, asc, desc, eq } from 'drizzle-orm'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { reviewCycles } from '../../cycles/schema.ts'
import { authorise, inScope, officesFor } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { currentList } from '../lists/candidates.ts'
import { listById, rowsOfList, type NamedRow } from '../lists/find-list.ts'
import { standingOf } from '../lists/standing.ts'
import { groundPlace } from './decide-assessment.ts'
import { assessmentNotFound } from './refusals.ts'
import { assessmentDecisions } from './schema.ts'

/** withdrawn aside: nothing handed in yet, handed in, being decided of, decided; documented once a document names it. */
export type AssessmentState = 'empty' | 'handed-in' | 'deciding' | 'decided' | 'documented' | 'withdrawn'

export interface ListedAssessment {
  readonly cycle: Cycle
  readonly bureau: string
  readonly state: AssessmentState
}

/** What was decided of one person. */
export interface ShownDecision {
  readonly rowId: string
  readonly granted: boolean
  /** Null of who is recognised, and once the person was erased. */
  readonly ground: string | null
}

export interface OpenedAssessment extends ListedAssessment {
  /** Whom the employer handed in; the list's id is what a corrected one replaces. */
  readonly listId: string | null
  readonly rows: readonly NamedRow[]
  /** In force; before that the employer is told nothing. */
  readonly decisions: ReadonlyMap<string, ShownDecision> | null
}

/** The employer's own, the newest year first. */
export async function listAssessments(ctx: Context): Promise<readonly ListedAssessment[]> {
  const { read } = ctx.database
  const offices = await officesFor(ctx, read, 'assessments.hand-in')
  const found = await read
    .select({ id: reviewCycles.id })
    .from(reviewCycles)
    .where(and(eq(reviewCycles.route, 'assessment'), inScope(offices, reviewCycles.officeId)))
    .orderBy(desc(reviewCycles.year), desc(reviewCycles.id))
    .limit(100)
  return Promise.all(
    found.map(async ({ id }) => {
      const cycle = await cycleById(read, id)
      return { cycle, bureau: await bureauOf(read, cycle), state: await stateOf(read, cycle) }
    }),
  )
}

/** One of the employer's own with its people; whose names were shown is recorded. Refuses `results/assessment-not-found`. */
export async function readAssessment(ctx: Context, id: string): Promise<OpenedAssessment> {
  return ctx.database.transaction(async (tx) => {
    const [found] = await tx
      .select({ route: reviewCycles.route, officeId: reviewCycles.officeId })
      .from(reviewCycles)
      .where(eq(reviewCycles.id, id))
    if (found?.route !== 'assessment') throw assessmentNotFound(id)
    await authorise(ctx, tx, 'assessments.hand-in', found.officeId, assessmentNotFound(id))
    const cycle = await cycleById(tx, id)
    const list = await currentList(tx, id, 'candidates')
    const rows = list === null ? [] : await rowsOfList(ctx, tx, list.id)
    const state = await stateOf(tx, cycle)
    const approved = await currentList(tx, id, 'approved')
    const isInForce = state === 'decided' || state === 'documented'
    await recordAct(ctx, tx, {
      act: 'assessments.hand-in',
      officeId: cycle.officeId,
      about: id,
      subjects: rows.map(({ personId }) => personId),
      facts: { seen: true },
    })
    return {
      cycle,
      bureau: await bureauOf(tx, cycle),
      state,
      listId: list?.id ?? null,
      rows,
      decisions: isInForce && approved ? await decisionsOf(ctx, tx, approved.id) : null,
    }
  })
}

/** What came with an approved list, by the rows it is about. */
export async function decisionsOf(
  ctx: Context,
  handle: Handle,
  listId: string,
): Promise<ReadonlyMap<string, ShownDecision>> {
  const rows = await handle
    .select()
    .from(assessmentDecisions)
    .where(eq(assessmentDecisions.listId, listId))
    .orderBy(asc(assessmentDecisions.id))
  const keys = await remainingKeys(
    ctx,
    handle,
    rows.map(({ personId }) => personId),
  )
  return new Map(
    rows.map(({ id, rowId, personId, granted, ground }) => {
      const key = keys.get(personId)
      const shown = key && ground !== null ? revealText(key, groundPlace(id), ground) : null
      return [rowId, { rowId, granted, ground: shown }]
    }),
  )
}

const bureauOf = async (handle: Handle, { filingAuthorityId }: Cycle): Promise<string> =>
  (await authorityById(handle, filingAuthorityId)).name

async function stateOf(handle: Handle, cycle: Cycle): Promise<AssessmentState> {
  if (cycle.withdrawnOn !== null) return 'withdrawn'
  const approved = await currentList(handle, cycle.id, 'approved')
  if (approved) {
    const { kind } = await standingOf(handle, await listById(handle, approved.id))
    return kind === 'confirmed' ? 'documented' : kind === 'approved' ? 'decided' : 'deciding'
  }
  return (await currentList(handle, cycle.id, 'candidates')) ? 'handed-in' : 'empty'
}

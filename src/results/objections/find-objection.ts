import { and, asc, desc, eq, inArray, or, type SQL } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { reviewCycles } from '../../cycles/schema.ts'
import { authoriseSomewhere, inScope, officesFor, reachOf } from '../../identity/authorise.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { equalBytes } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { resultRows } from '../lists/schema.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import { revealText } from '../../people/protect.ts'
import { isSettled, type ObjectionState, type ObjectionStep } from './objection.ts'
import { openContact, openGround, openObjectionKey, openText } from './protect-objection.ts'
import { foldReceipt, secretDigest } from './receipt.ts'
import { objectionNotFound } from './refusals.ts'
import { objections, objectionSteps } from './schema.ts'

export interface TakenStep {
  readonly step: ObjectionStep
  readonly takenOn: Day
  /** What both sides are told; null where nothing was to tell. */
  readonly ground: string | null
}

/** What an objector may know. */
export interface ObjectionStatus {
  readonly reference: string
  readonly receivedOn: Day
  readonly isLate: boolean
  readonly state: ObjectionState
  readonly steps: readonly TakenStep[]
}

/** By what the objector was given. Refuses `results/objection-not-found`, whichever of the two was wrong. */
export async function objectionStatus(
  ctx: Context,
  typed: { readonly reference: string; readonly secret: string },
): Promise<ObjectionStatus> {
  const handle = ctx.database.read
  const [row] = await handle
    .select()
    .from(objections)
    .where(eq(objections.reference, foldReceipt(typed.reference).slice(0, 64)))
  const digest = secretDigest(foldReceipt(typed.secret).slice(0, 64))
  if (!row || !equalBytes(row.secretDigest, digest)) throw objectionNotFound()
  const steps = await stepsTaken(ctx, handle, row)
  return {
    reference: row.reference,
    receivedOn: row.receivedOn,
    isLate: row.isLate,
    state: steps.at(-1)?.step ?? null,
    steps,
  }
}

async function stepsTaken(
  ctx: Context,
  handle: Handle,
  { id, wrappedKey }: Pick<typeof objections.$inferSelect, 'id' | 'wrappedKey'>,
): Promise<readonly TakenStep[]> {
  const rows = await handle
    .select()
    .from(objectionSteps)
    .where(eq(objectionSteps.objectionId, id))
    .orderBy(asc(objectionSteps.position))
  const key = openObjectionKey(ctx, id, wrappedKey)
  return rows.map(({ id: stepId, step, takenOn, ground }) => ({
    step,
    takenOn,
    ground: ground === null ? null : openGround(stepId, key, ground),
  }))
}

/** An objection as a desk lists it: neither whom it is about nor what it says. */
export interface ListedObjection {
  readonly id: string
  readonly reference: string
  readonly publicationId: string
  readonly kind: PublicityKind
  readonly receivedOn: Day
  readonly isLate: boolean
  readonly isAnonymous: boolean
  readonly namesSomebody: boolean
  readonly state: ObjectionState
}

/** The newest 200 in the actor's reach, those without an answer first; of one publication when asked for. */
export async function listObjections(
  ctx: Context,
  handle: Handle,
  publicationId?: string,
): Promise<readonly ListedObjection[]> {
  const rows = await handle
    .select({
      id: objections.id,
      reference: objections.reference,
      publicationId: objections.publicationId,
      kind: objections.kind,
      receivedOn: objections.receivedOn,
      isLate: objections.isLate,
      contact: objections.contact,
      rowId: objections.rowId,
    })
    .from(objections)
    .innerJoin(reviewCycles, eq(reviewCycles.id, objections.cycleId))
    .where(
      and(
        await inReach(ctx, handle),
        publicationId === undefined ? undefined : eq(objections.publicationId, publicationId),
      ),
    )
    .orderBy(desc(objections.receivedOn), desc(objections.id))
    .limit(200)
  const states = await statesOf(
    handle,
    rows.map(({ id }) => id),
  )
  return rows
    .map(({ contact, rowId, ...row }) => ({
      ...row,
      isAnonymous: contact === null,
      namesSomebody: rowId !== null,
      state: states.get(row.id) ?? null,
    }))
    .toSorted((a, b) => Number(isSettled(a.state)) - Number(isSettled(b.state)))
}

async function statesOf(handle: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, ObjectionStep>> {
  if (ids.length === 0) return new Map()
  const rows = await handle
    .select({ id: objectionSteps.objectionId, step: objectionSteps.step })
    .from(objectionSteps)
    .where(inArray(objectionSteps.objectionId, [...ids]))
    .orderBy(asc(objectionSteps.position))
  return new Map(rows.map(({ id, step }) => [id, step]))
}

/** What the desk of those who handle it reads. */
export interface OpenedObjection extends ListedObjection {
  readonly officeId: string
  readonly listId: string
  /** Null once the person it is about was erased. */
  readonly text: string | null
  /** Null when anonymous, and for those who only look on: they need not know who spoke. */
  readonly contact: string | null
  readonly about: {
    readonly position: number
    readonly name: string
    readonly employer: string
    readonly title: string
  } | null
  readonly steps: readonly TakenStep[]
}

/** Opens one and records whose it is. Refuses `results/objection-not-found`, for one out of reach too. */
export async function readObjection(ctx: Context, id: string): Promise<OpenedObjection> {
  const handles = await reachOf(ctx, 'objections.handle')
  return ctx.database.transaction(async (tx) => {
    await authoriseSomewhere(ctx, tx, 'objections.see')
    const [found] = await tx
      .select({ row: objections, officeId: reviewCycles.officeId })
      .from(objections)
      .innerJoin(reviewCycles, eq(reviewCycles.id, objections.cycleId))
      .where(and(eq(objections.id, id), await inReach(ctx, tx)))
    if (!found) throw objectionNotFound()
    const { row, officeId } = found
    const personIds = row.personId === null ? [] : [row.personId]
    const person = (await remainingKeys(ctx, tx, personIds)).get(row.personId ?? '') ?? null
    const key = openObjectionKey(ctx, row.id, row.wrappedKey)
    const [listed] =
      row.rowId === null ? [] : await tx.select().from(resultRows).where(eq(resultRows.id, row.rowId))
    const steps = await stepsTaken(ctx, tx, row)
    await recordAct(ctx, tx, {
      act: 'objections.see',
      officeId,
      about: row.id,
      subjects: personIds,
    })
    return {
      id: row.id,
      reference: row.reference,
      publicationId: row.publicationId,
      kind: row.kind,
      receivedOn: row.receivedOn,
      isLate: row.isLate,
      isAnonymous: row.contact === null,
      namesSomebody: row.rowId !== null,
      state: steps.at(-1)?.step ?? null,
      officeId,
      listId: row.listId,
      text: openText(row.id, key, {
        sealed: row.text,
        namesSomebody: row.personId !== null,
        about: person,
      }),
      contact: row.contact !== null && handles(officeId) ? openContact(row.id, key, row.contact) : null,
      about: listed
        ? {
            position: listed.position,
            name: person
              ? revealText(person, { column: 'result_rows.name', row: listed.id }, listed.name)
              : ERASED,
            employer: listed.employer,
            title: listed.title,
          }
        : null,
      steps,
    }
  })
}

async function inReach(ctx: Context, handle: Handle): Promise<SQL | undefined> {
  const offices = await officesFor(ctx, handle, 'objections.see')
  return or(inScope(offices, reviewCycles.officeId), inScope(offices, reviewCycles.filingAuthorityId))
}

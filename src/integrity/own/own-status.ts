import { and, desc, eq, inArray, like, or } from 'drizzle-orm'
import { dayOf, type Day } from '../../calendar/day.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { trailRecords } from '../../trail/schema.ts'
import { whoLooked } from '../../trail/who-looked.ts'
import { consentsOf, type OwnConsent } from '../asked/consent.ts'
import { inquiriesOf, type OwnInquiry } from '../asked/inquiries-of.ts'
import { subjectKey } from '../records/content.ts'
import { notePlace, notesOf } from '../records/note.ts'
import { recordsOf, type PersonRecord } from '../records/read-record.ts'
import { ownName } from './own-name.ts'
import { ownPerson } from './own-person.ts'
import { integrityStatements, ownCodes } from './schema.ts'

/** An objection of theirs, or its answer. */
export interface OwnNote {
  readonly kind: 'objected' | 'answered'
  /** Of an answer: kept or changed. */
  readonly detail: string
  readonly day: Day
  readonly words: string
}

export type OwnRecord = PersonRecord & {
  /** The newest first. */
  readonly notes: readonly OwnNote[]
  /** None of theirs waits for an answer. */
  readonly mayObject: boolean
}

/** That an office opened or looked for what the archive has of them, and what for; never which of its people. */
export interface OwnLook {
  /** not-accepted: somebody brought a list with them on it, and they were not taken in. */
  readonly what: 'looked' | 'not-accepted'
  readonly day: Day
  /** Null: the service itself. */
  readonly office: string | null
  readonly purpose: string | null
  /** On that day, by that office, for that purpose. */
  readonly times: number
}

/** All the archive says to a person of themselves. */
export interface OwnStatus {
  readonly name: string
  readonly day: Day
  readonly records: readonly OwnRecord[]
  readonly inquiries: readonly OwnInquiry[]
  readonly looks: readonly OwnLook[]
  readonly consents: readonly OwnConsent[]
  readonly statements: readonly { readonly code: string; readonly day: Day }[]
  /** Codes handed out for them: one they never asked for was somebody else's try. */
  readonly codes: readonly {
    readonly day: Day
    readonly office: string
    readonly isUsed: boolean
    readonly wrongTries: number
  }[]
}

const MOST = 100

/** What stands of whoever asks, and who else asked; that they looked is recorded. Refuses `integrity/not-at-own-door`. */
export async function ownStatus(ctx: Context): Promise<OwnStatus> {
  const personId = ownPerson(ctx)
  return ctx.database.transaction(async (tx) => {
    // Whatever lies under another number of the same human is theirs to see.
    const ids = (await samePersons(tx, [personId])).get(personId) ?? [personId]
    const keys = await remainingKeys(ctx, tx, ids)
    const records = await recordsOf(ctx, tx, personId, ctx.today())
    const status = {
      name: await ownName(ctx, tx, personId),
      day: ctx.today(),
      records: await Promise.all(records.map((record) => withNotes(ctx, tx, record))),
      inquiries: await inquiriesOf(tx, keys, MOST),
      looks: await looksAt(ctx, tx, ids),
      consents: await consentsOf(ctx, tx, keys),
      statements: await statementsOf(tx, ids),
      codes: await codesOf(tx, ids),
    }
    await recordAct(ctx, tx, {
      act: 'integrity.own',
      officeId: null,
      subjects: [personId],
      facts: { what: 'seen' },
    })
    return status
  })
}

async function withNotes(ctx: Context, handle: Handle, record: PersonRecord): Promise<OwnRecord> {
  const notes: OwnNote[] = []
  for (const note of await notesOf(handle, record.recordId)) {
    const { id, kind, detail, happenedOn, words } = note
    if (kind === 'received') continue
    const key = await subjectKey(ctx, handle, note)
    notes.push({ kind, detail, day: happenedOn, words: revealText(key, notePlace(id), words) })
  }
  return { ...record, notes, mayObject: notes[0]?.kind !== 'objected' }
}

async function looksAt(ctx: Context, handle: Handle, ids: readonly string[]): Promise<readonly OwnLook[]> {
  const all = await Promise.all(ids.map((id) => whoLooked(ctx, handle, id, SHOWN)))
  const looks = all.flat().toSorted((a, b) => b.at.getTime() - a.at.getTime())
  const found = new Map<string, OwnLook>()
  for (const { at, officeId, purpose, outcome } of looks) {
    const day = dayOf(at)
    const key = JSON.stringify([outcome, day, officeId, purpose])
    const before = found.get(key)
    if (before === undefined && found.size === MOST) break
    const office = officeId === null ? null : (await authorityById(handle, officeId)).name
    const what = outcome === 'done' ? 'looked' : 'not-accepted'
    found.set(key, { what, day, office, purpose, times: (before?.times ?? 0) + 1 })
  }
  return [...found.values()]
}

// Opened or searched for; or not taken in with a list, by whichever door it was brought.
const SHOWN = or(
  and(eq(trailRecords.outcome, 'done'), eq(trailRecords.act, 'integrity.see')),
  and(
    eq(trailRecords.outcome, 'refused'),
    or(like(trailRecords.act, 'lists.%'), like(trailRecords.act, 'assessments.%')),
  ),
)

const statementsOf = (handle: Handle, ids: readonly string[]): Promise<OwnStatus['statements']> =>
  handle
    .select({ code: integrityStatements.code, day: integrityStatements.statedOn })
    .from(integrityStatements)
    .where(inArray(integrityStatements.personId, [...ids]))
    .orderBy(desc(integrityStatements.statedOn), desc(integrityStatements.id))
    .limit(MOST)

async function codesOf(handle: Handle, ids: readonly string[]): Promise<OwnStatus['codes']> {
  const rows = await handle
    .select()
    .from(ownCodes)
    .where(inArray(ownCodes.personId, [...ids]))
    .orderBy(desc(ownCodes.createdAt), desc(ownCodes.id))
    .limit(MOST)
  return Promise.all(
    rows.map(async ({ createdAt, officeId, usedAt, tries }) => ({
      day: dayOf(createdAt),
      office: (await authorityById(handle, officeId)).name,
      isUsed: usedAt !== null,
      wrongTries: tries,
    })),
  )
}

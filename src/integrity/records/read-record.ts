import { and, eq, inArray } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { reveal, revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { policyOf } from '../../policy/policy-of.ts'
import { recordAct } from '../../trail/record-act.ts'
import { publicListRule } from '../listing/public-list-rule.ts'
import { misconductTerms } from '../schema.ts'
import { platformOf } from '../sharing/set-platform.ts'
import { conductName } from './conduct.ts'
import { openContent, subjectKey, type RecordContent, type VersionRow } from './content.ts'
import {
  everInForce,
  numbersOf,
  recordAtHand,
  recordVersion,
  termInForce,
  versionsOf,
  type TermInForce,
} from './find-record.ts'
import { notePlace, notesOf, type Note } from './note.ts'
import { openInForce, type InForceRecord } from './open-in-force.ts'
import { evidenceNotFound, recordNotFound } from './refusals.ts'
import { misconductEvidence } from './schema.ts'
import { recordState, type RecordState } from './state.ts'

/** A record as those at work on it see it. */
export interface OpenedRecord {
  readonly recordId: string
  /** The newest version, which may not be in force, and the one that says what it is about. */
  readonly newest: VersionRow
  readonly record: VersionRow
  readonly content: RecordContent
  /** What others may be told, and what certificates follow; null while nothing is in force. */
  readonly inForce: InForceRecord | null
  /** Why the newest version was entered; empty for the first. */
  readonly reason: string
  readonly term: TermInForce | null
  readonly appliedOn: Day | null
  readonly state: RecordState
  /** The newest version waits to be put into force. */
  readonly isPending: boolean
  readonly office: string
  /** By what law it is public, and with whom it is shared, today; null: it is not. */
  readonly publicBy: string | null
  readonly sharedWith: string | null
  /** What the place calls its archive. */
  readonly archive: string
  readonly conduct: string
  readonly evidence: readonly { readonly id: string; readonly name: string }[]
  readonly notes: readonly (Pick<Note, 'kind' | 'detail' | 'happenedOn' | 'notedOn'> & {
    readonly words: string
  })[]
  /** Other records of the same person, under any number of theirs, or of the same office. */
  readonly others: readonly string[]
}

/** Opens a record; that somebody looked is recorded first. Refuses `integrity/record-not-found`, also out of reach. */
export async function readRecord(ctx: Context, recordId: string): Promise<OpenedRecord> {
  return ctx.database.transaction(async (tx) => {
    const [newest] = await versionsOf(tx, recordId)
    await authorise(ctx, tx, 'integrity.see', newest.officeId, recordNotFound(recordId))
    const opened = await openRecord(ctx, tx, recordId)
    await recordLook(ctx, tx, newest)
    return opened
  })
}

const recordLook = (ctx: Context, tx: Transaction, { recordId, officeId, personId }: VersionRow) =>
  recordAct(ctx, tx, {
    act: 'integrity.see',
    officeId,
    about: recordId,
    ...(personId !== null && { subjects: [personId] }),
  })

/** Step: all of a record, for whoever was allowed to see it. Refuses `integrity/record-not-found`, `people/erased`. */
export async function openRecord(ctx: Context, handle: Handle, recordId: string): Promise<OpenedRecord> {
  const versions = await versionsOf(handle, recordId)
  const [newest] = versions
  const record = await recordAtHand(handle, versions)
  const term = await termInForce(handle, recordId)
  const policy = policyOf(record.place, { level: record.level })
  const own = record.personId === null ? [] : await numbersOf(handle, record.personId)
  const rows = await handle
    .select({
      recordId: misconductTerms.recordId,
      appliedOn: misconductTerms.appliedOn,
      versionId: misconductTerms.versionId,
    })
    .from(misconductTerms)
    .where(
      record.personId === null
        ? eq(misconductTerms.officeId, record.subjectOfficeId ?? '')
        : inArray(misconductTerms.personId, [...own]),
    )
  return {
    recordId,
    record,
    newest,
    term,
    content: await openContent(ctx, handle, record),
    inForce: await openInForce(ctx, handle, versions),
    reason: (await openContent(ctx, handle, newest)).reason,
    appliedOn: rows.find(({ versionId }) => versionId === term?.versionId)?.appliedOn ?? null,
    state: recordState({ term }, ctx.today()),
    isPending: term?.versionId !== newest.id,
    office: (await authorityById(handle, record.officeId)).name,
    ...(await toldOutside(handle, record.officeId)),
    archive: policy.archiveName.kind === 'unspecified' ? '职称诚信档案库' : policy.archiveName.value,
    conduct: conductName(record.conduct),
    evidence: await papersOf(ctx, handle, record),
    notes: await notesRead(ctx, handle, recordId),
    others: [...new Set(rows.map((row) => row.recordId))].filter((id) => id !== recordId),
  }
}

async function toldOutside(handle: Handle, officeId: string) {
  const [list, platform] = [await publicListRule(handle, officeId), await platformOf(handle, officeId)]
  return {
    publicBy: list?.isOpen ? `${list.basis}${list.clause}` : null,
    sharedWith: platform?.isOpen ? `${platform.name}（${platform.basis}）` : null,
  }
}

async function papersOf(ctx: Context, handle: Handle, { recordId }: VersionRow) {
  const rows = await handle.select().from(misconductEvidence).where(eq(misconductEvidence.recordId, recordId))
  return Promise.all(
    rows.map(async (row) => {
      const key = await subjectKey(ctx, handle, row)
      return {
        id: row.id,
        name: revealText(key, { column: 'misconduct_evidence.name', row: row.id }, row.name),
      }
    }),
  )
}

async function notesRead(ctx: Context, handle: Handle, recordId: string) {
  const rows = await notesOf(handle, recordId)
  return Promise.all(
    rows.map(async (row) => ({
      kind: row.kind,
      detail: row.detail,
      happenedOn: row.happenedOn,
      notedOn: row.notedOn,
      words: revealText(await subjectKey(ctx, handle, row), notePlace(row.id), row.words),
    })),
  )
}

/** One paper of a record; that somebody looked is recorded first. Refuses `integrity/evidence-not-found`. */
export async function readEvidence(
  ctx: Context,
  evidenceId: string,
): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string }> {
  return ctx.database.transaction(async (tx) => {
    const [row] = await tx.select().from(misconductEvidence).where(eq(misconductEvidence.id, evidenceId))
    if (!row) throw evidenceNotFound(evidenceId)
    const [newest] = await versionsOf(tx, row.recordId)
    await authorise(ctx, tx, 'integrity.see', newest.officeId, evidenceNotFound(evidenceId))
    const key = await subjectKey(ctx, tx, row)
    const bytes = reveal(key, { column: 'misconduct_evidence.file', row: row.id }, row.file)
    await recordLook(ctx, tx, newest)
    return { bytes, mediaType: row.mediaType }
  })
}

/** What a person's own record says to them, and to whom they let see it. */
export interface PersonRecord {
  readonly recordId: string
  readonly office: string
  readonly conduct: string
  /** 已清除 once it was erased. */
  readonly facts: string
  readonly decidedBy: string
  readonly decisionNumber: string
  readonly decidedOn: Day
  readonly startsOn: Day | null
  readonly endsOn: Day | null
  readonly state: RecordState
}

/**
 * Step: the records of a person, under any number of theirs, that were ever in force, as they stand on a day; what was
 * cleared is not among them.
 */
export async function recordsOf(
  ctx: Context,
  handle: Handle,
  personId: string,
  day: Day,
): Promise<readonly PersonRecord[]> {
  const own = await numbersOf(handle, personId)
  const firsts = await handle
    .select({ recordId: misconductTerms.recordId })
    .from(misconductTerms)
    .where(and(inArray(misconductTerms.personId, [...own]), eq(misconductTerms.position, 1)))
    .orderBy(misconductTerms.appliedOn, misconductTerms.recordId)
  const kept = await remainingKeys(ctx, handle, own)
  const found: PersonRecord[] = []
  for (const { recordId } of firsts) {
    const term = await termInForce(handle, recordId)
    const state = recordState({ term }, day)
    if (term === null || state === 'cleared') continue
    // What is in force, not what somebody entered since.
    const record = recordVersion(await everInForce(handle, await versionsOf(handle, recordId)))
    found.push({
      recordId,
      office: (await authorityById(handle, record.officeId)).name,
      conduct: conductName(record.conduct),
      facts: kept.has(record.personId ?? '') ? (await openContent(ctx, handle, record)).facts : ERASED,
      decidedBy: record.decidedBy,
      decisionNumber: record.decisionNumber,
      decidedOn: record.decidedOn,
      startsOn: term.startsOn,
      endsOn: term.endsOn,
      state,
    })
  }
  return found
}

import { authorityById } from '../../identity/find-authority.ts'
import type { SealRoot } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { TitleRecord } from '../../titles/current-titles.ts'
import type { PastTitle } from '../../titles/past-title.ts'
import { recordPastTitles, type AcceptedTitle } from '../../titles/record-past-titles.ts'
import type { RecordedRows } from '../acceptance/reconciled.ts'
import { wholeBatch, type Batch } from '../batch/whole-batch.ts'
import { holdAssignment } from '../programme/find-programme.ts'
import { cellsOfTitles } from './cells-of-titles.ts'
import type { Finding } from './compare-page.ts'
import type { ToldTitle } from './compare-titles.ts'
import { countTitles } from './count-titles.ts'
import { decisionsOf, findingsOfRows, lastReconciliation, type Decision } from './find-comparisons.ts'
import { joinDecided, sealOfJoins, type DecidedSame } from './join-decided.ts'
import { likenessKey } from './likeness.ts'
import { PAGE, pageOfRows, type OpenedRow } from './opened-row.ts'
import { compareAgain, notCompared, undecided } from './refusals.ts'
import { merged, resolveRow, saysTheSame } from './resolve-row.ts'
import { recordRowTitles, type Became } from './record-row-titles.ts'
import { requireCompared } from './require-compared.ts'
import { rowsOfOneFile, type OneFile } from './rows-of-one-file.ts'
import { takeBackDecided } from './take-back-decided.ts'
import { titlesById, type OpenedTitle } from './titles-by-id.ts'
import { papersOf, versionOf, wordsOf } from './version-of.ts'

/** All that the rows of one acceptance are recorded with. */
interface Recording {
  readonly batch: Batch
  readonly round: number
  readonly past: Pick<PastTitle, 'collectedBy' | 'collectedOn' | 'acceptedBy' | 'acceptedOn'>
  readonly file: OneFile
  /** What a title became here, by the title it was. */
  readonly replaced: Map<string, string>
  /** Of rows others are one with. */
  readonly titleOfRow: Map<string, string>
  readonly waiting: (OpenedRow & { readonly target: string })[]
  readonly became: Became[]
  readonly likeness: ReturnType<typeof likenessKey>
  /** Persons decided to be one: joined last, or their titles would be found anew. */
  readonly same: DecidedSame[]
}

/**
 * Step: an approved batch's rows become titles, as they were compared and decided: a first version, the next one of a
 * title there is, or nothing because one says it already. All of it is compared once more: refuses
 * `collection/not-compared`, `/undecided`, and `/compare-again` when something else was recorded since.
 */
export async function recordAcceptedRows(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  batchId: string,
): Promise<RecordedRows> {
  const batch = await wholeBatch(tx, batchId)
  const last = await lastReconciliation(tx, batch.id)
  if (!last) throw notCompared()
  const { round } = last
  // Before the first title is recorded, which would itself be found.
  await requireCompared(ctx, tx, batch, last)
  const recording = await begin(ctx, tx, batch, round)
  const titles = recordPastTitles(ctx, tx, entryRecord)
  const rowTitles = recordRowTitles(ctx, tx, entryRecord, batch.id)
  for (let after = 0; ;) {
    const page = await pageOfRows(ctx, tx, batch.id, after)
    const decided = await decidedAbout(tx, recording, page)
    await titles.add(await titlesOfPage(ctx, tx, recording, page, decided))
    await rowTitles.add(recording.became.splice(0))
    after = page.at(-1)?.row.position ?? after
    if (page.length < PAGE) break
  }
  await titles.add(leftWaiting(recording))
  await rowTitles.add(recording.became.splice(0))
  await titles.add(await takeBackDecided(ctx, tx, batch, round))
  await joinDecided(ctx, tx, entryRecord, batch, recording.same)
  const joins = await sealOfJoins(tx, entryRecord)
  const [made, become] = [titles.seal(), rowTitles.seal()]
  const seals: Record<string, SealRoot> = {
    ...(made && { title_records: made }),
    ...(become && { collection_row_titles: become }),
    ...(joins && { person_joins: joins }),
  }
  const before = await cellsOfTitles(tx, batch.officeId, [...recording.replaced.keys()])
  return { seals, counts: await countTitles(tx, batch.officeId, [...batch.cells, ...before]) }
}

async function begin(ctx: Context, tx: Transaction, batch: Batch, round: number): Promise<Recording> {
  const { assignedById } = await holdAssignment(tx, batch.programmeId, batch.officeId)
  return {
    batch,
    round,
    past: {
      collectedBy: (await authorityById(tx, batch.officeId)).name,
      collectedOn: batch.storedOn,
      acceptedBy: (await authorityById(tx, assignedById)).name,
      acceptedOn: ctx.today(),
    },
    file: await rowsOfOneFile(ctx, tx, batch.id, round),
    replaced: new Map(),
    titleOfRow: new Map(),
    waiting: [],
    became: [],
    likeness: likenessKey(ctx),
    same: [],
  }
}

export interface DecidedPage {
  readonly findings: readonly Finding[]
  readonly decisions: ReadonlyMap<string, Decision>
}

async function decidedAbout(
  tx: Transaction,
  { batch, round, same }: Recording,
  page: readonly OpenedRow[],
): Promise<DecidedPage> {
  const findings = await findingsOfRows(
    tx,
    batch.id,
    round,
    page.map(({ row }) => row.id),
  )
  const asked = findings.filter(({ verdict }) => verdict !== 'same')
  const decisions = await decisionsOf(
    tx,
    batch.id,
    asked.map(({ key }) => key),
  )
  const open = asked.filter(({ key }) => !decisions.has(key)).length
  if (open > 0) throw undecided(open)
  for (const finding of asked) {
    const decision = decisions.get(finding.key)
    if (decision?.outcome === 'same-person') same.push({ finding, decision })
  }
  return { findings, decisions }
}

async function titlesOfPage(
  ctx: Context,
  tx: Transaction,
  recording: Recording,
  page: readonly OpenedRow[],
  { findings, decisions }: DecidedPage,
): Promise<readonly AcceptedTitle[]> {
  const byRow = new Map<string | null, Finding[]>()
  for (const finding of findings) {
    const known = byRow.get(finding.rowId)
    if (known) known.push(finding)
    else byRow.set(finding.rowId, [finding])
  }
  const known = await titlesById(
    ctx,
    tx,
    findings.flatMap(({ titleId }) => titleId ?? []),
  )
  return page.flatMap((opened) => {
    // Of whoever was erased nothing is collected any more.
    if (opened.key === null) return []
    const resolved = resolveRow(byRow.get(opened.row.id) ?? [], (key) => decisions.get(key))
    if (resolved.kind === 'left-out') return []
    if (resolved.kind === 'row') {
      recording.waiting.push({ ...opened, target: resolved.rowId })
      return []
    }
    const told = recording.file.together(opened.row.id, opened.told)
    if (resolved.kind === 'own') return [ownTitle(recording, opened, told)]
    const already = recording.replaced.get(resolved.titleId)
    const title = known.get(resolved.titleId)
    if (already !== undefined) {
      become(recording, opened, already, 'said-already')
      return []
    }
    if (!title) throw compareAgain()
    return nextVersion(recording, opened, title, merged(told, title.told, resolved.choices))
  })
}

function become(
  { batch, file, titleOfRow, became, likeness }: Recording,
  opened: OpenedRow,
  titleId: string,
  as: Became['became'],
): void {
  const { id } = opened.row
  if (file.isTarget(id)) titleOfRow.set(id, titleId)
  became.push({ id, batchId: batch.id, titleId, became: as, likeness: likeness(opened) })
}

function ownTitle(recording: Recording, opened: OpenedRow, told: ToldTitle): AcceptedTitle {
  const { row, key } = opened
  if (key === null) throw new RangeError('an erased person gets no title')
  become(recording, opened, row.id, 'first')
  return {
    ...wordsOf(told),
    id: row.id,
    holder: { name: told.name, key },
    position: row.position,
    collectedById: recording.batch.officeId,
    past: { ...papersOf(told), ...recording.past },
    replaces: null,
  }
}

/** Nothing when the title says all of it already, or is a signed one. */
function nextVersion(
  recording: Recording,
  opened: OpenedRow,
  { title, told: before, key }: OpenedTitle,
  told: ToldTitle,
): readonly AcceptedTitle[] {
  if (title.past === null || key === null || saysTheSame(told, before)) {
    become(recording, opened, title.id, 'said-already')
    return []
  }
  const { id } = opened.row
  recording.replaced.set(title.id, id)
  become(recording, opened, id, 'next-version')
  return [versionOf({ title, past: title.past, key }, { id, told, past: provenance(recording, title) })]
}

const provenance = ({ batch, past }: Recording, { collectedById, past: before }: TitleRecord) =>
  collectedById === batch.officeId || before === null
    ? past
    : { ...past, collectedBy: before.collectedBy, collectedOn: before.collectedOn }

/** Rows that are one with another: theirs is its title, or their own after all when that one was left out. */
function leftWaiting(recording: Recording): readonly AcceptedTitle[] {
  return recording.waiting.flatMap((opened) => {
    const titleId = recording.titleOfRow.get(opened.target)
    if (titleId === undefined) return [ownTitle(recording, opened, opened.told)]
    become(recording, opened, titleId, 'said-already')
    return []
  })
}

import { authorityById } from '../../identity/find-authority.ts'
import type { SealRoot } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { TitleRecord } from '../../titles/current-titles.ts'
import type { PastTitle } from '../../titles/past-title.ts'
import { recordPastTitles, type AcceptedTitle } from '../../titles/record-past-titles.ts'
import { cellKey, type Cell } from '../acceptance/cell-state.ts'
import type { RecordedRows } from '../acceptance/reconciled.ts'
import { wholeBatch, type Batch } from '../batch/whole-batch.ts'
import { holdAssignment } from '../programme/find-programme.ts'
import { cellOf, cellsOfTitles, sealedAmong } from './cells-of-titles.ts'
import type { Finding } from './compare-page.ts'
import type { ToldTitle } from './compare-titles.ts'
import { countTitles } from './count-titles.ts'
import { decisionsOf, findingsOfRows, lastReconciliation, type Decision } from './find-comparisons.ts'
import { joinDecided, sealOfJoins, type DecidedSame } from './join-decided.ts'
import { likenessKey } from './likeness.ts'
import { PAGE, pageOfRows, type OpenedRow } from './opened-row.ts'
import { compareAgain, notCompared, undecided } from './refusals.ts'
import { resolveRow, saysTheSame } from './resolve-row.ts'
import { recordRowTitles, type Became } from './record-row-titles.ts'
import { requireCompared } from './require-compared.ts'
import { rowsOfOneFile, type OneFile } from './rows-of-one-file.ts'
import { saidTogether, titlesOfSeveral, type RowOfTitle } from './rows-of-one-title.ts'
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
  readonly waiting: (Pick<RowOfTitle, 'opened' | 'choices'> & { readonly target: string })[]
  /** Titles more than one row was held against. */
  readonly several: ReadonlySet<string>
  /** Their rows, written as one version when the last is known; by title and by row. */
  readonly gathered: Map<string, Gathered>
  readonly gatheredOfRow: Map<string, Gathered>
  readonly became: Became[]
  readonly likeness: ReturnType<typeof likenessKey>
  /** Persons decided to be one: joined last, or their titles would be found anew. */
  readonly same: DecidedSame[]
}

interface Gathered {
  readonly title: OpenedTitle
  readonly rows: RowOfTitle[]
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
  // Field by field a title may come to a cell neither side was in.
  const made = new Map<string, Cell>()
  const add = async (some: readonly AcceptedTitle[]) => {
    for (const title of some)
      if (title.collectedById === batch.officeId)
        for (const cell of cellOf(title)) made.set(cellKey(cell), cell)
    await titles.add(some)
  }
  for (let after = 0; ;) {
    const page = await pageOfRows(ctx, tx, batch.id, after)
    const decided = await decidedAbout(tx, recording, page)
    await add(await titlesOfPage(ctx, tx, recording, page, decided))
    await rowTitles.add(recording.became.splice(0))
    after = page.at(-1)?.row.position ?? after
    if (page.length < PAGE) break
  }
  await add(leftWaiting(recording))
  await rowTitles.add(recording.became.splice(0))
  await add(await takeBackDecided(ctx, tx, batch, round))
  await joinDecided(ctx, tx, entryRecord, batch, recording.same)
  const joins = await sealOfJoins(tx, entryRecord)
  const [recorded, become] = [titles.seal(), rowTitles.seal()]
  const seals: Record<string, SealRoot> = {
    ...(recorded && { title_records: recorded }),
    ...(become && { collection_row_titles: become }),
    ...(joins && { person_joins: joins }),
  }
  const before = await cellsOfTitles(tx, batch.officeId, [...recording.replaced.keys()])
  const others = await sealedAmong(tx, batch.officeId, [...before, ...made.values()])
  return { seals, counts: await countTitles(tx, batch.officeId, [...batch.cells, ...others]) }
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
    several: await titlesOfSeveral(tx, batch.id, round),
    gathered: new Map(),
    gatheredOfRow: new Map(),
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
      recording.waiting.push({ opened, choices: resolved.choices, target: resolved.rowId })
      return []
    }
    const { id } = opened.row
    if (resolved.kind === 'own')
      return [ownTitle(recording, opened, recording.file.together(id, opened.told))]
    const title = known.get(resolved.titleId)
    if (!title) throw compareAgain()
    const { choices, besides } = resolved
    const row = { opened, choices, besides }
    if (!recording.several.has(title.title.id) && !recording.file.isTarget(id))
      return nextVersion(recording, { title, rows: [row] })
    const gathered = recording.gathered.get(title.title.id) ?? { title, rows: [] }
    recording.gathered.set(title.title.id, gathered)
    gather(recording, gathered, row)
    return []
  })
}

function gather({ gatheredOfRow }: Recording, gathered: Gathered, row: RowOfTitle): void {
  gathered.rows.push(row)
  gatheredOfRow.set(row.opened.row.id, gathered)
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
  { title: { title, told: before, key }, rows }: Gathered,
): readonly AcceptedTitle[] {
  const inOrder = rows.toSorted((a, b) => a.opened.row.position - b.opened.row.position)
  const told = saidTogether(before, inOrder)
  const says = (through: number) => saidTogether(before, inOrder.slice(0, through + 1))
  const maker = saysTheSame(told, before)
    ? undefined
    : inOrder.find((_, through) => !saysTheSame(says(through), before))
  if (title.past === null || key === null || !maker) {
    for (const { opened } of inOrder) become(recording, opened, title.id, 'said-already')
    return []
  }
  const { id } = maker.opened.row
  recording.replaced.set(title.id, id)
  for (const row of inOrder)
    become(recording, row.opened, id, row === maker ? 'next-version' : 'said-already')
  return [versionOf({ title, past: title.past, key }, { id, told, past: provenance(recording, title) })]
}

const provenance = ({ batch, past }: Recording, { collectedById, past: before }: TitleRecord) =>
  collectedById === batch.officeId || before === null
    ? past
    : { ...past, collectedBy: before.collectedBy, collectedOn: before.collectedOn }

/**
 * Rows that are one with another: theirs is its title, or their own after all when that one was left out; and what the
 * rows of one title say together.
 */
function leftWaiting(recording: Recording): readonly AcceptedTitle[] {
  const own = recording.waiting.flatMap(({ opened, choices, target }) => {
    const gathered = recording.gatheredOfRow.get(target)
    if (gathered) {
      gather(recording, gathered, { opened, choices: {}, besides: [{ rowId: target, choices }] })
      return []
    }
    const titleId = recording.titleOfRow.get(target)
    if (titleId === undefined) return [ownTitle(recording, opened, opened.told)]
    become(recording, opened, titleId, 'said-already')
    return []
  })
  return [...own, ...[...recording.gathered.values()].flatMap((each) => nextVersion(recording, each))]
}

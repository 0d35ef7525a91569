import { and, eq, isNull, sql } from 'drizzle-orm'
import { voidRequests } from '../../approvals/void-requests.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { policyOfCycle, stepsOf } from '../../cycles/policy-of-cycle.ts'
import { holdCycle, requireStep } from '../../cycles/require-step.ts'
import { appendEntries } from '../../ledger/append.ts'
import type { SealRoot } from '../../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import type { ListRow } from './approved-list.ts'
import { currentList } from './candidates.ts'
import { actToBring, type ListTarget } from './list-target.ts'
import { lockUnconfirmedList } from './lock-list.ts'
import {
  candidatesMet,
  candidatesSettled,
  listAlreadyImported,
  listExists,
  listReplaced,
  notTheSameCycle,
  notTheSameOffice,
} from './refusals.ts'
import { resultLists, resultRows, sealedResultLists, sealedResultRows } from './schema.ts'

/** A row as a list keeps it: numbers stay with their persons. */
export type KeptRow = Omit<ListRow, 'sex' | 'idType' | 'idNumber'>

export interface EnteredList {
  /** Name of the ledger entry that will vouch for it. */
  readonly record: string
  readonly fileName: string
  readonly fileDigest: Uint8Array
  readonly replaces: string | null
  readonly rows: readonly KeptRow[]
  /** For each row, in order. */
  readonly keys: readonly PersonKey[]
  /** Of persons registered by the same entry. */
  readonly personsSeal: SealRoot | null
  /** Other rows of the same entry, by their table; called once the list stands. */
  readonly sealMore?: (listId: string) => Promise<Readonly<Record<string, SealRoot>>>
}

/**
 * Step: stores a judged list, records it and appends its entry; the last of its transaction. The caller has called
 * `requirePlace`. `together`: what else must commit with it.
 */
export async function enterList(
  ctx: Context,
  tx: Transaction,
  target: ListTarget,
  input: EnteredList,
  together: (tx: Transaction, listId: string, rows: number) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const { office, authority, cycle, stage } = target
  const { record, fileName, fileDigest, keys } = input
  const listId = base64url(ctx.random(16))
  const list = sealRows(
    sealedResultLists,
    record,
    [
      {
        id: listId,
        cycleId: cycle?.id ?? null,
        stage,
        officeId: office.id,
        authorityId: authority.id,
        fileName,
        fileDigest,
        rowCount: input.rows.length,
        importedOn: ctx.today(),
        importedBy: ctx.actor.name,
        importedPersonId: ctx.actor.personId,
        replacesId: input.replaces,
      },
    ],
    ctx.random(32),
  )
  const rows = sealRows(
    sealedResultRows,
    record,
    input.rows.map((row, i) => asResultRow(ctx, listId, row, keys[i] as PersonKey)),
    ctx.random(32 * input.rows.length),
  )
  await tx.insert(resultLists).values([...list.rows])
  await copyIn(tx, resultRows, rows.rows)
  await together(tx, listId, input.rows.length)
  const more = await input.sealMore?.(listId)
  const facts = { rows: input.rows.length, stage, ...(cycle && { cycle: cycle.id }) }
  await recordAct(ctx, tx, {
    act: actToBring(target),
    officeId: office.id,
    about: listId,
    subjects: keys.map(({ personId }) => personId),
    facts,
  })
  await appendEntries(tx, [
    {
      type: 'list.imported',
      record,
      day: ctx.today(),
      seals: {
        result_lists: list.sealRoot,
        // Where nobody was recognised the list has no row, and still is the decision.
        ...(input.rows.length > 0 && { result_rows: rows.sealRoot }),
        ...(input.personsSeal && { persons: input.personsSeal }),
        ...more,
      },
      facts: { authority: authority.creditCode, ...facts },
    },
  ])
  return listId
}

/**
 * Step: refuses a list whose turn has not come (as `requireStep`) or whose cycle was withdrawn, the same file a second time
 * (`results/already-imported`), a second list that does not say which it replaces (`results/list-exists`), one that
 * somebody else has replaced or confirmed, another office's or cycle's, and other candidates after the meeting or the
 * approved list (`results/candidates-settled`).
 */
export async function requirePlace(
  tx: Transaction,
  target: ListTarget,
  { fileDigest, replaces }: Pick<EnteredList, 'fileDigest' | 'replaces'>,
): Promise<void> {
  if (target.cycle !== null) await holdCycle(tx, target.cycle.id)
  if (target.cycle !== null && target.stage === 'approved') await requireItsTurn(tx, target.cycle)
  await refuseIfImported(tx, target, fileDigest)
  await requireReplaceable(tx, target, replaces)
}

/** What a lost race for a place is told; null: the failure was another. */
export function lostRace(error: unknown, replaces: string | null): Error | null {
  const constraint = uniqueViolation(error)
  if (constraint === 'result_lists_replaces') return listReplaced(replaces ?? '', '')
  return constraint === 'result_lists_first' ? listExists('') : null
}

/** An approved list comes after its meeting, where the policy puts one before it. */
async function requireItsTurn(tx: Transaction, cycle: Cycle): Promise<void> {
  const steps = stepsOf(await policyOfCycle(tx, cycle), cycle.route)
  const after = steps[steps.indexOf('meeting') + 1]
  if (steps.includes('meeting') && after !== undefined) await requireStep(tx, cycle.id, after)
}

async function refuseIfImported(
  tx: Transaction,
  { cycle, stage }: ListTarget,
  fileDigest: Uint8Array,
): Promise<void> {
  const [same] = await tx
    .select({ id: resultLists.id })
    .from(resultLists)
    .where(
      and(
        eq(resultLists.fileDigest, fileDigest),
        eq(resultLists.stage, stage),
        cycle === null ? isNull(resultLists.cycleId) : eq(resultLists.cycleId, cycle.id),
        // A choice taken back may be taken up again.
        sql`not exists (select 1 from result_lists later where later.replaces_id = ${resultLists.id})`,
      ),
    )
  if (same) throw listAlreadyImported(same.id)
}

/** One line of lists for each cycle and stage: what comes later names the one it takes the place of. */
async function requireReplaceable(
  tx: Transaction,
  { office, authority, cycle, stage }: ListTarget,
  replaces: string | null,
): Promise<void> {
  if (cycle !== null && stage === 'candidates') {
    const approved = await currentList(tx, cycle.id, 'approved')
    if (approved) throw candidatesSettled(approved.id)
    // Whoever came now was neither published nor filed, and did not stand before the committee.
    if (replaces !== null && (await isMet(tx, cycle.id))) throw candidatesMet(replaces)
  }
  if (replaces === null) {
    const current = cycle === null ? null : await currentList(tx, cycle.id, stage)
    if (current) throw listExists(current.id)
    return
  }
  // Requests before rows, as every act that needs one takes them.
  await voidRequests(tx, replaces)
  const list = await lockUnconfirmedList(tx, replaces)
  if (list.officeId !== office.id || list.authorityId !== authority.id) throw notTheSameOffice(replaces)
  if (list.cycleId !== (cycle?.id ?? null) || list.stage !== stage) throw notTheSameCycle(replaces)
}

async function isMet(tx: Transaction, cycleId: string): Promise<boolean> {
  return (await eventsOf(tx, cycleId)).some(({ step }) => step === 'meeting')
}

function asResultRow(
  ctx: Context,
  listId: string,
  row: KeptRow,
  key: PersonKey,
): UnsealedRow<typeof resultRows> {
  const id = base64url(ctx.random(16))
  return {
    id,
    listId,
    position: row.position,
    sheet: row.sheet,
    sheetRow: row.row,
    personId: key.personId,
    name: protectText(key, { column: 'result_rows.name', row: id }, row.name, ctx.random(NONCE_LENGTH)),
    employer: row.employer,
    employerCode: row.employerCode,
    series: row.series,
    specialty: row.specialty,
    title: row.title,
    level: row.level,
    route: row.route,
    obtainedOn: row.obtainedOn,
    declaredOn: row.declaredOn,
    application: row.application,
    committee: row.committee,
    scope: row.scope,
    remarks: row.remarks,
  }
}

import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { authorise } from '../identity/authorise.ts'
import { authorityByCreditCode } from '../identity/find-authority.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../ledger/seal.ts'
import { findOrAddPersons } from '../people/find-or-add.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import { copyIn, type Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import type { Defect } from '../spreadsheets/defect.ts'
import { openSpreadsheet } from '../spreadsheets/open-spreadsheet.ts'
import { recordAct } from '../trail/record-act.ts'
import { judgeApprovedList, type ApprovedRow } from './approved-list.ts'
import { headersOfOffice } from './headers/headers-of.ts'
import { lockUnconfirmedList } from './lock-list.ts'
import { listAlreadyImported, listHasDefects, notTheSameOffice } from './refusals.ts'
import { resultLists, resultRows, sealedResultLists, sealedResultRows } from './schema.ts'

export interface ImportedList {
  readonly listId: string
  readonly rows: number
  /** What the clerk should look at again; nothing here kept a row out. */
  readonly warnings: readonly Defect[]
}

/**
 * Takes in a committee's approved list, the whole file or nothing. Refuses `results/list-has-defects` with every
 * defect of the file in its facts, and `results/already-imported` for the same bytes.
 */
export async function importList(
  ctx: Context,
  input: {
    readonly bytes: Uint8Array
    readonly fileName: string
    /** Credit code of the office that will confirm it. */
    readonly authority: string
    /** Credit code of the office that brings it; without one, the confirming office itself. */
    readonly office?: string
    /** The list it corrects, not yet confirmed. */
    readonly replaces?: string | null
  },
  /** What else must commit with it, or not at all. */
  together: (tx: Transaction, listId: string, rows: number) => Promise<void> = () => Promise.resolve(),
): Promise<ImportedList> {
  const headers = await headersOfOffice(ctx, input.office ?? input.authority)
  const judged = await judgeApprovedList(openSpreadsheet(input.bytes), {
    today: ctx.today(),
    headers,
    keepRows: true,
  })
  refuseIfDefective(judged.defects)
  const fileDigest = new Uint8Array(createHash('sha256').update(input.bytes).digest())

  return ctx.database.transaction(async (tx) => {
    const authority = await authorityByCreditCode(tx, input.authority)
    const office = input.office === undefined ? authority : await authorityByCreditCode(tx, input.office)
    await authorise(ctx, tx, 'lists.import', office.id)
    const record = entryRecord(ctx.random(16))
    const people = await findOrAddPersons(ctx, tx, record, judged.rows.map(asPerson))
    // Registering people lets one list through at a time: the same file's second import sees the first here.
    await refuseIfImported(tx, fileDigest)
    if (input.replaces) await refuseIfNotReplaceable(tx, input.replaces, [office.id, authority.id])
    refuseIfDefective(people.otherName.map((i) => knownUnderAnotherName(judged.rows[i] as ApprovedRow)))

    const listId = base64url(ctx.random(16))
    const list = sealRows(
      sealedResultLists,
      record,
      [
        {
          id: listId,
          officeId: office.id,
          authorityId: authority.id,
          fileName: input.fileName,
          fileDigest,
          rowCount: judged.rows.length,
          importedOn: ctx.today(),
          importedBy: ctx.actor.name,
          replacesId: input.replaces ?? null,
        },
      ],
      ctx.random(32),
    )
    const rows = sealRows(
      sealedResultRows,
      record,
      judged.rows.map((row, i) => asResultRow(ctx, listId, row, people.keys[i] as PersonKey)),
      ctx.random(32 * judged.rows.length),
    )
    await tx.insert(resultLists).values([...list.rows])
    await copyIn(tx, resultRows, rows.rows)
    await together(tx, listId, judged.rows.length)
    await recordAct(ctx, tx, {
      act: 'lists.import',
      officeId: office.id,
      about: listId,
      subjects: people.keys.map(({ personId }) => personId),
      facts: { rows: judged.rows.length },
    })
    await appendEntries(tx, [
      {
        type: 'list.imported',
        record,
        day: ctx.today(),
        seals: {
          result_lists: list.sealRoot,
          result_rows: rows.sealRoot,
          ...(people.sealRoot ? { persons: people.sealRoot } : {}),
        },
        facts: { authority: authority.creditCode, rows: judged.rows.length },
      },
    ])
    return { listId, rows: judged.rows.length, warnings: judged.defects }
  })
}

function refuseIfDefective(defects: readonly Defect[]): void {
  if (defects.some(({ severity }) => severity === 'refusal')) throw listHasDefects(defects)
}

async function refuseIfImported(tx: Transaction, fileDigest: Uint8Array): Promise<void> {
  const [same] = await tx
    .select({ id: resultLists.id })
    .from(resultLists)
    .where(eq(resultLists.fileDigest, fileDigest))
  if (same) throw listAlreadyImported(same.id)
}

async function refuseIfNotReplaceable(
  tx: Transaction,
  listId: string,
  [officeId, authorityId]: readonly [string, string],
): Promise<void> {
  const list = await lockUnconfirmedList(tx, listId)
  if (list.officeId !== officeId || list.authorityId !== authorityId) throw notTheSameOffice(listId)
}

const asPerson = ({ name, idType, idNumber }: ApprovedRow) => ({ name, idType, idNumber })

// The other name is not told: a clerk's typing slip must not reveal whose number it is.
const knownUnderAnotherName = (row: ApprovedRow): Defect => ({
  sheet: row.sheet,
  row: row.row,
  column: '姓名',
  value: row.name,
  code: 'people/other-name',
  severity: 'refusal',
  reason: '这个证件号码已用另一个姓名登记：请核对姓名和号码；如已改名，请先办理更名。',
})

function asResultRow(
  ctx: Context,
  listId: string,
  row: ApprovedRow,
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
    committee: row.committee,
    scope: row.scope,
    remarks: row.remarks,
  }
}

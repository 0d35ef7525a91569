import { entryRecord } from '../../ledger/entry.ts'
import { sealRoot, sealRow, type RowSeal, type SealedTable, type UnsealedRow } from '../../ledger/seal.ts'
import { matchingName } from '../../people/name.ts'
import { NEW_PERSON_CHANCE, newPersonRow } from '../../people/new-person.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import { sealedPersons, type persons } from '../../people/schema.ts'
import { copyWriter } from '../../platform/copy-binary.ts'
import { base64url } from '../../signing/bytes.ts'
import type { HistoryRow } from '../history-list.ts'
import { sealedCollectionRows, type collectionRows } from './schema.ts'
import type { Help, KnownHolder, RowSet } from './thread-talk.ts'
import { rowId } from './upload.ts'

/** A row on its way into the database, with what is known of it before anybody is looked up. */
export interface MarkedRow {
  readonly row: HistoryRow
  readonly marks: Uint8Array
  /** 'type|number', or '' without a number. */
  readonly document: string
  /** Beside the batch it corrects: that one's row, or null for a new one; undefined when it corrects none. */
  readonly former: { readonly position: number; readonly isSame: boolean } | null | undefined
}

/** Whom the rows before these registered, by document: the database may not know them yet. */
export interface RecentPersons {
  find(document: string): Holder | undefined
  add(document: string, holder: Holder): void
}

export interface Holder {
  readonly personId: string
  readonly dataKey: Uint8Array
  readonly name: string
}

const ID_LENGTH = 16
/** Fresh random bytes the entry of a set uses. */
export const ENTRY_CHANCE = ID_LENGTH
const SALT_LENGTH = 32
/** Fresh random bytes a row may use: id, salts and nonces of its person, two nonces and the seals of both rows. */
export const CHANCE = ID_LENGTH + NEW_PERSON_CHANCE + 2 * NONCE_LENGTH + 2 * SALT_LENGTH

/** Rows that are one statement on PGlite, which holds the process up meanwhile: some 10 ms. */
export const PIECE_ROWS = 125

/**
 * Gives every row its person, registers who is not known, puts names and remarks under the persons' keys, seals all of
 * it and writes it as COPY takes it: a set of rows, ready to be stored in one transaction.
 */
export function protectRows(
  batchId: string,
  marked: readonly MarkedRow[],
  help: Help,
  recent: RecentPersons,
): RowSet {
  const record = entryRecord(help.chance.subarray(0, ID_LENGTH))
  const people = sealing(sealedPersons, record)
  const rows = sealing(sealedCollectionRows, record)
  const holderOf = newRegister(help, recent, people)
  for (const [i, each] of marked.entries()) {
    const chance = chanceOf(help, i)
    rows.add(rowOf(batchId, each, holderOf(each, i, chance), chance), chance.subarray(CHANCE - SALT_LENGTH))
  }
  return {
    record,
    from: marked[0]!.row.position,
    through: marked.at(-1)!.row.position,
    persons: people.written(),
    personCount: people.seals.length,
    personRoot: people.seals.length === 0 ? '' : base64url(sealRoot(people.seals)),
    rows: rows.written(),
    rowRoot: base64url(sealRoot(rows.seals)),
  }
}

interface Sealing<T extends PersonsOrRows> {
  readonly seals: readonly RowSeal[]
  add(row: UnsealedRow<T>, salt: Uint8Array): void
  /** In pieces. */
  written(): readonly Uint8Array[]
}
type PersonsOrRows = typeof persons | typeof collectionRows

/** Seals and writes the rows of one table one after the other; none is kept. */
function sealing<T extends PersonsOrRows>(sealedTable: SealedTable<T>, record: string): Sealing<T> {
  const writer = copyWriter(sealedTable.table)
  const pieces: Uint8Array[] = []
  const seals: RowSeal[] = []
  return {
    seals,
    add(row, salt) {
      seals.push(sealRow(sealedTable, record, row, salt))
      writer.add(row)
      if (seals.length % PIECE_ROWS === 0) pieces.push(writer.take())
    },
    written() {
      if (seals.length % PIECE_ROWS > 0) pieces.push(writer.take())
      return pieces
    },
  }
}

const chanceOf = ({ chance }: Help, i: number): Uint8Array =>
  chance.subarray(ID_LENGTH + i * CHANCE, ID_LENGTH + (i + 1) * CHANCE)

interface Found extends Holder {
  readonly match: (typeof collectionRows.$inferInsert)['match']
  readonly namesakeId: string | null
}

/** Finds the person of each row in turn, or registers one. */
function newRegister(help: Help, recent: RecentPersons, people: Sealing<typeof persons>) {
  const byNumber = byPlace(help.byNumber)
  const byFormer = byPlace(help.byFormer)
  let n = 0
  const register = (each: MarkedRow, i: number, chance: Uint8Array, namesakeId: string | null): Found => {
    const key: PersonKey = {
      personId: base64url(chance.subarray(0, ID_LENGTH)),
      dataKey: help.dataKeys.subarray(32 * n, 32 * (n + 1)),
      wrapped: help.wrapped.subarray(40 * n, 40 * (n + 1)),
    }
    n += 1
    const { name, idType, idNumber, identity } = each.row
    // A number two names share is kept, but finds only the one who had it first.
    const blindIndex =
      idNumber === null || namesakeId !== null ? null : help.indexes.subarray(32 * i, 32 * (i + 1))
    const tier = identity === 'none' ? 'none' : identity === 'sound' && blindIndex ? 'verified' : 'unverified'
    people.add(
      newPersonRow({ name, idType, idNumber, tier, blindIndex }, key, chance.subarray(ID_LENGTH)),
      chance.subarray(CHANCE - 2 * SALT_LENGTH, CHANCE - SALT_LENGTH),
    )
    return { personId: key.personId, dataKey: key.dataKey, name, match: 'registered', namesakeId }
  }
  return (each: MarkedRow, i: number, chance: Uint8Array): Found => {
    const former = byFormer.get(i)
    if (former) return { ...former, match: 'former-row', namesakeId: null }
    if (each.document === '') return register(each, i, chance, null)
    const known = recent.find(each.document) ?? byNumber.get(i)
    if (known === undefined) {
      const found = register(each, i, chance, null)
      recent.add(each.document, found)
      return found
    }
    if (known.name !== each.row.name && matchingName(known.name) !== matchingName(each.row.name))
      return register(each, i, chance, known.personId)
    return { ...known, match: 'number', namesakeId: null }
  }
}

const byPlace = (holders: readonly KnownHolder[]): ReadonlyMap<number, KnownHolder> =>
  new Map(holders.map((holder) => [holder.at, holder]))

function rowOf(
  batchId: string,
  { row, marks, former }: MarkedRow,
  holder: Found,
  chance: Uint8Array,
): UnsealedRow<typeof collectionRows> {
  const id = rowId(batchId, row.position)
  const { personId, dataKey } = holder
  const protectedText = (column: 'name' | 'remarks', text: string, nonce: number) =>
    protectText(
      { personId, dataKey, wrapped: NOT_NEEDED },
      { column: `collection_rows.${column}`, row: id },
      text,
      chance.subarray(nonce, nonce + NONCE_LENGTH),
    )
  const nonces = ID_LENGTH + NEW_PERSON_CHANCE
  return {
    id,
    batchId,
    position: row.position,
    sheet: row.sheet,
    sheetRow: row.row,
    personId,
    match: holder.match,
    namesakeId: holder.namesakeId,
    identity: row.identity,
    idType: row.idType,
    name: row.name === holder.name ? null : protectedText('name', row.name, nonces),
    employer: row.employer,
    series: row.series,
    specialty: row.specialty,
    title: row.title,
    level: row.level,
    route: row.route,
    year: Number(row.obtainedOn.value.slice(0, 4)),
    obtainedOn: row.obtainedOn.value,
    precision: row.obtainedOn.precision,
    document: row.document,
    issuer: row.issuer,
    paper: row.paper,
    remarks: row.remarks === null ? null : protectedText('remarks', row.remarks, nonces + NONCE_LENGTH),
    mending: row.mending,
    marks,
    change: former === null ? 'new' : former?.isSame === false ? 'changed' : null,
    formerPosition: former?.position ?? null,
  }
}

const NOT_NEEDED = new Uint8Array()

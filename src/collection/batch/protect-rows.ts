import { entryRecord } from '../../ledger/entry.ts'
import { sealRoot, sealRow, type RowSeal, type SealedTable, type UnsealedRow } from '../../ledger/seal.ts'
import type { OpenedPerson } from '../../people/in-bulk.ts'
import { newPersonRow } from '../../people/new-person.ts'
import { protectText, type PersonKey } from '../../people/protect.ts'
import { sealedPersons, type persons } from '../../people/schema.ts'
import { copyWriter } from '../../platform/copy-binary.ts'
import { base64url } from '../../signing/bytes.ts'
import type { HistoryRow } from '../history-list.ts'
import { entryChance, newPersonId, rowChance } from './row-chance.ts'
import { sealedCollectionRows, type collectionRows } from './schema.ts'
import type { Help, RowSet } from './thread-talk.ts'
import { rowId, type RowMatch } from './upload.ts'

/** A row on its way into the database, with what is known of it before anybody is looked up. */
export interface MarkedRow {
  readonly row: HistoryRow
  readonly marks: Uint8Array
  /** 'type|number', or '' without a number. */
  readonly document: string
  /** Beside the batch it corrects: that one's row, or null for a new one; undefined when it corrects none. */
  readonly former: { readonly position: number; readonly isSame: boolean } | null | undefined
}

/** Rows that are one statement on PGlite, which holds the process up meanwhile: some 10 ms. */
export const PIECE_ROWS = 125

/**
 * Registers whom nobody knew, puts names and remarks under the persons' keys, seals all of it and writes it as COPY takes
 * it: a set of rows, ready to be stored in one transaction.
 */
export function protectRows(batchId: string, marked: readonly MarkedRow[], help: Help): RowSet {
  const record = entryRecord(entryChance(help.chance))
  const people = sealing(sealedPersons, record)
  const rows = sealing(sealedCollectionRows, record)
  const holderOf = register(help, people)
  for (const [i, each] of marked.entries()) {
    const chance = rowChance(help.chance, i)
    rows.add(rowOf(batchId, each, holderOf(each, i, chance), chance), chance.rowSalt)
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

type Chance = ReturnType<typeof rowChance>

interface Holder extends OpenedPerson {
  readonly match: RowMatch
  readonly namesakeId: string | null
}

/** The person of each row in turn; whoever is not known is registered. */
function register(help: Help, people: Sealing<typeof persons>) {
  const known = new Map(help.known.map((holder) => [holder.at, holder]))
  const namesakes = new Map(help.namesakes)
  let n = 0
  return ({ row }: MarkedRow, i: number, chance: Chance): Holder => {
    const holder = known.get(i)
    if (holder !== undefined) return holder
    const { name, idType, idNumber, identity } = row
    const namesakeId = namesakes.get(i) ?? null
    const key: PersonKey = {
      personId: newPersonId(help.chance, i),
      dataKey: help.dataKeys.subarray(32 * n, 32 * (n + 1)),
      wrapped: help.wrapped.subarray(40 * n, 40 * (n + 1)),
    }
    n += 1
    const blindIndex =
      idNumber === null || namesakeId !== null ? null : help.indexes.subarray(32 * i, 32 * (i + 1))
    const tier = identity === 'none' ? 'none' : identity === 'sound' && blindIndex ? 'verified' : 'unverified'
    people.add(
      newPersonRow({ name, idType, idNumber, tier, blindIndex }, key, chance.person),
      chance.personSalt,
    )
    return { personId: key.personId, dataKey: key.dataKey, name, match: 'registered', namesakeId }
  }
}

function rowOf(
  batchId: string,
  { row, marks, former }: MarkedRow,
  holder: Holder,
  chance: Chance,
): UnsealedRow<typeof collectionRows> {
  const id = rowId(batchId, row.position)
  const { personId, dataKey } = holder
  const protectedText = (column: 'name' | 'remarks', text: string, nonce: Uint8Array) =>
    protectText(
      { personId, dataKey, wrapped: NOT_NEEDED },
      { column: `collection_rows.${column}`, row: id },
      text,
      nonce,
    )
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
    name: row.name === holder.name ? null : protectedText('name', row.name, chance.nameNonce),
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
    remarks: row.remarks === null ? null : protectedText('remarks', row.remarks, chance.remarksNonce),
    mending: row.mending,
    marks,
    change: former === null ? 'new' : former?.isSame === false ? 'changed' : null,
    formerPosition: former?.position ?? null,
  }
}

const NOT_NEEDED = new Uint8Array()

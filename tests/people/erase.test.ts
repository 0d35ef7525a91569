import { eq, getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { describe, expect } from 'vitest'
import { certificates } from '../../src/certificates/schema.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { decodeEntry } from '../../src/ledger/entry.ts'
import { leafHash } from '../../src/ledger/hash.ts'
import { proveEntry } from '../../src/ledger/prove.ts'
import { verifyTlogProof } from '../../src/ledger/proof.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { erasePerson } from '../../src/people/erase.ts'
import { persons } from '../../src/people/schema.ts'
import { PERSONAL_TABLES } from '../../src/personal-tables.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { noteKey } from '../../src/signing/note.ts'
import { verifyByCode } from '../../src/verification/verify.ts'
import { databaseTest as it } from '../support/database.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'
import { tamper } from '../ledger/ledger-at-work.ts'

const audit = ({ ctx, memory }: OfficesAtWork) => auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })
const forget = ({ ctx }: OfficesAtWork, personId: string) =>
  erasePerson(ctx, { personId, ground: 'withdrawn' }, PERSONAL_TABLES)

describe('erasing a person', () => {
  it('destroys key, ciphertexts, salts and index, and every proof and audit stands', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx, memory } = offices
    const [first, second] = await offices.issued(3)
    const personId = first!.row.personId
    const proof = await proveEntry(ctx.database.read, first!.ledgerIndex)

    const { rows, index } = await forget(offices, personId)
    expect(rows).toBe(4)
    await publishCheckpoint(ctx, memory)
    expect(await audit(offices)).toMatchObject({ defects: [] })

    const [person] = await ctx.database.read.select().from(persons).where(eq(persons.id, personId))
    expect(person).toMatchObject({ idNumber: null, blindIndex: null, idNumberSalt: null, sealSalt: null })
    for (const gone of [person!.wrappedKey, person!.name, person!.nameSalt]) expect(gone).toHaveLength(0)
    const [row] = await ctx.database.read
      .select()
      .from(certificates)
      .where(eq(certificates.id, first!.row.id))
    expect(row).toMatchObject({ number: first!.row.number, sealSalt: null })
    for (const gone of [row!.credentials, row!.commitmentSalts]) expect(gone).toHaveLength(0)
    const [other] = await ctx.database.read
      .select()
      .from(certificates)
      .where(eq(certificates.id, second!.row.id))
    expect(other).toEqual(second!.row)

    const key = noteKey('rcps.example.gov.cn/ledger', ctx.keyring.ledger.publicKey)
    expect(verifyTlogProof(proof, first!.ledgerLeaf, key, verifyEd25519).kind).toBe('included')
    const [entry] = await ctx.database.read.select().from(ledgerEntries).where(eq(ledgerEntries.index, index))
    expect(leafHash(entry!.body)).toEqual(entry!.leaf)
    const text = Buffer.from(entry!.body).toString()
    expect(decodeEntry(entry!.body)).toMatchObject({
      kind: 'entry',
      entry: { type: 'person.erased', facts: { ground: 'withdrawn' }, seals: { erased_rows: { rows } } },
    })
    expect(text).toContain(`"index":${first!.ledgerIndex}`)
    for (const linking of [personId, first!.row.number, first!.row.id, first!.row.code])
      expect(text).not.toContain(linking)
  })

  it('leaves a certificate nobody can be shown any more, and no alarm', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [first] = await offices.issued(1)
    expect((await verifyByCode(offices.ctx, first!.row.code)).verdict).toBe('valid')
    await forget(offices, first!.row.personId)
    const answer = await verifyByCode(offices.ctx, first!.row.code)
    expect(answer).toMatchObject({ certificate: null, reasons: [{ code: 'not-found' }] })
  })

  it('can be done once, to somebody there is', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [first] = await offices.issued(1)
    await forget(offices, first!.row.personId)
    await expect(forget(offices, first!.row.personId)).rejects.toMatchObject({
      code: 'people/already-erased',
    })
    await expect(forget(offices, 'nobody')).rejects.toMatchObject({ code: 'people/no-such-person' })
  })

  it('lets the same person be registered afresh, as somebody new', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [first] = await offices.issued(2)
    await forget(offices, first!.row.personId)
    await offices.issued(3, '云人社发〔2023〕13号', 0)
    const all = await database.read.select({ id: persons.id }).from(persons)
    expect(all.length).toBeGreaterThanOrEqual(4)
    expect(await audit(offices)).toMatchObject({ defects: [] })
  })
})

describe('an erasure no entry answers for', () => {
  const cases: [string, (personId: string, other: string) => string, string][] = [
    [
      'a salt destroyed by hand',
      (_, other) => `update persons set seal_salt = null where id = '${other}'`,
      'ledger/row-unsalted',
    ],
    [
      'a note of it written by hand',
      (_, other) =>
        `update persons set seal_salt = null where id = '${other}';
         insert into erased_rows select 'forged', 'persons', '${other}', seal_salt, seal, sealed_by from erased_rows limit 1`,
      'ledger/row-set',
    ],
    [
      'a note moved to another row',
      (personId, other) =>
        `update persons set seal_salt = null where id = '${other}';
         update erased_rows set row_id = '${other}' where row_id = '${personId}'`,
      'ledger/row-altered',
    ],
    [
      'its note deleted',
      (personId) => `delete from erased_rows where row_id = '${personId}'`,
      'ledger/row-unsalted',
    ],
  ]
  it.for(cases)('is found: %s', async ([, deed, code], { database }) => {
    const offices = await officesAtWork(database)
    const [first, second] = await offices.issued(2)
    await forget(offices, first!.row.personId)
    await tamper(database.read, deed(first!.row.personId, second!.row.personId))
    expect((await audit(offices)).defects.map((defect) => defect.code)).toContain(code)
  })
})

describe('the tables that hold something of persons', () => {
  // Staff are persons too: they are forgotten with their accounts, by their own rules.
  const STAFF = new Set(['accounts', 'approval_requests', 'approval_decisions', 'role_grants', 'closings'])
  it('are all named, so that nothing sealed outlives an erasure', () => {
    const named = new Set(['persons', ...PERSONAL_TABLES.map(({ sealed }) => sealed.name)])
    for (const { table, name } of SEALED_TABLES) {
      const columns = Object.values(getTableColumns(table as PgTable))
      const isPersonal = columns.some((column) => /(_sealed|^person_id)$/.test(column.name))
      if (isPersonal && !STAFF.has(name)) expect(named, getTableName(table as PgTable)).toContain(name)
    }
  })
})

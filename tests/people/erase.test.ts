import { eq, getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { describe, expect } from 'vitest'
import { findRequest } from '../../src/approvals/find-request.ts'
import { readShown } from '../../src/approvals/snapshot.ts'
import { certificates } from '../../src/certificates/schema.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { renameAccount } from '../../src/identity/sign-in/change-account.ts'
import { closeAccount } from '../../src/identity/sign-in/close-account.ts'
import { listAccounts } from '../../src/identity/sign-in/list-accounts.ts'
import { namedAccount } from '../../src/identity/sign-in/named-account.ts'
import { openAccount } from '../../src/identity/sign-in/open-account.ts'
import { accountChanges, accounts } from '../../src/identity/sign-in/schema.ts'
import { startJob } from '../../src/jobs/start-job.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { decodeEntry } from '../../src/ledger/entry.ts'
import { leafHash } from '../../src/ledger/hash.ts'
import { proveEntry } from '../../src/ledger/prove.ts'
import { verifyTlogProof } from '../../src/ledger/proof.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { erasePerson } from '../../src/people/erase.ts'
import { persons } from '../../src/people/schema.ts'
import { KEPT_OF_PERSONS, PERSONAL_TABLES } from '../../src/personal-tables.ts'
import { rowsOfList } from '../../src/results/lists/find-list.ts'
import { importList } from '../../src/results/lists/import-list.ts'
import { submitList } from '../../src/results/lists/submit-list.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { noteKey } from '../../src/signing/note.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { whoLooked } from '../../src/trail/who-looked.ts'
import { verifyByCode, verifySubmitted } from '../../src/verification/verify.ts'
import { databaseTest as it } from '../support/database.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'
import { madeUpNumber } from '../support/staff.ts'
import { tamper } from '../ledger/ledger-at-work.ts'

const audit = ({ ctx, memory }: OfficesAtWork) => auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })
const forget = ({ ctx }: OfficesAtWork, personId: string) =>
  erasePerson(ctx, { personId, ground: 'withdrawn' }, KEPT_OF_PERSONS)

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
    // Whoever holds the genuine certificate is not told that it is forged.
    const { sdJwt } = first!.credentials
    expect(await verifySubmitted(offices.ctx, { credential: sdJwt })).toMatchObject({
      verdict: 'cannot-tell',
      certificate: null,
      reasons: [{ code: 'erased' }],
    })
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

describe('an erasure reaches', () => {
  it('a list with the person in it: the others are shown and reviewed, the erased one as 已清除', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const { ctx, authority, memory } = offices
    const bytes = await offices.list(3)
    const { listId } = await importList(ctx, { bytes, fileName: 'list.xlsx', authority })
    const requestId = await submitList(ctx, { listId })
    const [first, second] = await rowsOfList(ctx, database.read, listId)
    await forget(offices, first!.personId)

    expect((await rowsOfList(ctx, database.read, listId)).map(({ name }) => name)).toEqual([
      '已清除',
      second!.name,
      expect.any(String),
    ])
    const shown = await readShown(ctx, database.read, (await findRequest(database.read, requestId))!)
    expect(shown.differences.added.map(({ label }) => label)).toEqual([
      '已清除',
      second!.name,
      expect.any(String),
    ])
    expect(shown.differences.added[0]?.fields).toEqual({})
    // Sent for review again, the list goes without what was of that person.
    const again = await findRequest(database.read, await submitList(ctx, { listId }))
    expect((await readShown(ctx, database.read, again!)).differences).toMatchObject({ same: 3, changed: [] })
    await publishCheckpoint(ctx, memory)
    expect(await audit(offices)).toMatchObject({ defects: [] })
  })

  it('the closed accounts of the person, and none that is open', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [office] = await listAuthorities(database.read)
    const { accountId, personId } = await openAccount(ctx, {
      login: 'wei.juan',
      name: '韦娟',
      idType: 'resident-identity-card',
      idNumber: madeUpNumber(9),
      officeId: office!.id,
    })
    await renameAccount(ctx, { accountId, name: '小韦' })
    await expect(forget(offices, personId)).rejects.toMatchObject({
      code: 'identity/still-at-work',
      facts: { logins: ['wei.juan'] },
    })
    await closeAccount(ctx, { accountId })
    expect((await forget(offices, personId)).rows).toBe(3)

    const [account] = await database.read.select().from(accounts).where(eq(accounts.id, accountId))
    expect(account).toMatchObject({ login: accountId, sealSalt: null, personId })
    expect(account!.name).toHaveLength(0)
    const [change] = await database.read.select().from(accountChanges)
    expect(change!.name).toHaveLength(0)
    expect((await namedAccount(ctx, database.read, accountId)).name).toBe('已清除')
    expect((await listAccounts(ctx, { limit: 9 })).items).toMatchObject([{ name: '已清除', state: 'closed' }])
    expect(await audit(offices)).toMatchObject({ defects: [] })
  })

  it('no further than a file that still waits with its job', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [first] = await offices.issued(1)
    const [office] = await listAuthorities(database.read)
    const file = new Uint8Array([1])
    await database.transaction((tx) =>
      startJob(ctx, tx, { kind: 'lists.import', officeId: office!.id, input: {}, file }),
    )
    await expect(forget(offices, first!.row.personId)).rejects.toMatchObject({ code: 'jobs/files-in-hand' })
    const [person] = await database.read.select().from(persons).where(eq(persons.id, first!.row.personId))
    expect(person!.sealSalt).not.toBeNull()
  })

  it('the trail: by whom, why and on whose data, without saying whom', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [first] = await offices.issued(1)
    await forget(offices, first!.row.personId)
    expect((await whoLooked(offices.ctx, database.read, first!.row.personId))[0]).toMatchObject({
      act: 'persons.erase',
      actor: offices.ctx.actor.name,
    })
    const records = await database.read.select().from(trailRecords)
    expect(JSON.stringify(records.at(-1)?.facts)).not.toContain(first!.row.personId)
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
         insert into erased_rows select 'forged', 'persons', '${other}', rest, seal_salt, seal, sealed_by from erased_rows limit 1`,
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
      'what is left of a row altered',
      (personId) => `update certificates set status_index = status_index + 1 where person_id = '${personId}'`,
      'ledger/row-altered',
    ],
    [
      'what was destroyed of a row made up again',
      (personId) => `update persons set name_sealed = '\\x00' where id = '${personId}'`,
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
  // They hold ids only, which say nothing without the person's own row; a reason for a return is the office's word.
  const STAFF = new Set(['approval_requests', 'approval_decisions', 'invalid_rows', 'collection_comparisons'])
  it('are all named, so that nothing sealed outlives an erasure', () => {
    const named = new Set(['persons', ...PERSONAL_TABLES.map(({ sealed }) => sealed.name)])
    for (const { table, name } of SEALED_TABLES) {
      const columns = Object.values(getTableColumns(table as PgTable))
      const isPersonal = columns.some((column) => /(_sealed|^person_id)$/.test(column.name))
      if (isPersonal && !STAFF.has(name)) expect(named, getTableName(table as PgTable)).toContain(name)
    }
  })
})

import { describe, expect } from 'vitest'
import { sealedCertificates } from '../../src/certificates/schema.ts'
import { discloseRow } from '../../src/ledger/disclose.ts'
import { checkDisclosure, encodeDisclosure, type Disclosure } from '../../src/ledger/disclosure.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { disclosePerson } from '../../src/people/disclose.ts'
import { erasePerson } from '../../src/people/erase.ts'
import { sealedPersons } from '../../src/people/schema.ts'
import { KEPT_OF_PERSONS } from '../../src/personal-tables.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { noteKey } from '../../src/signing/note.ts'
import { databaseTest as it } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'

const other = base64url(new Uint8Array(32).fill(9))

describe('what is disclosed', () => {
  it('convinces somebody who has only the ledger’s key, down to name and number', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    const found = (await issued(3))[1]!
    const key = noteKey('rcps.example.gov.cn/ledger', ctx.keyring.ledger.publicKey)
    const check = (given: Disclosure) => checkDisclosure(encodeDisclosure(given), [key], verifyEd25519)

    const certificate = await discloseRow(ctx, { sealed: sealedCertificates, row: found.row.id })
    expect(check(certificate)).toMatchObject({ kind: 'genuine', index: found.ledgerIndex, day: '2026-11-21' })
    expect(certificate.values).toContain(found.row.number)

    const person = await disclosePerson(ctx, found.row.personId)
    expect(check(person).kind).toBe('genuine')
    expect(person.path.length).toBeGreaterThan(0)
    expect(person.opened.map(({ field }) => field)).toEqual(['name', 'idNumber'])

    const bent: [string, Disclosure, string][] = [
      ['another value', { ...certificate, values: certificate.values.replace('YN', 'YM') }, 'not-in-entry'],
      ['another row', { ...certificate, row: 'x' }, 'not-in-entry'],
      ['another table', { ...certificate, table: 'persons' }, 'not-in-entry'],
      ['another salt', { ...certificate, salt: other }, 'not-in-entry'],
      ['another place', { ...person, position: 99 }, 'not-in-entry'],
      ['another path', { ...person, path: [other] }, 'not-in-entry'],
      ['another entry’s proof', { ...certificate, proof: person.proof }, 'not-on-ledger'],
      ['another name', { ...person, opened: [{ field: 'name', value: '别人' }] }, 'not-opened'],
      ['a field there is not', { ...person, opened: [{ field: 'sex', value: '女' }] }, 'malformed'],
      ['an entry that is none', { ...person, entry: '{}' }, 'malformed'],
    ]
    for (const [what, given, kind] of bent) expect(check(given).kind, what).toBe(kind)
    for (const text of ['', '{}', '[]', 'null', '1'])
      expect(checkDisclosure(text, [key], verifyEd25519).kind).toBe('malformed')
    const stranger = noteKey('rcps.example.gov.cn/ledger', ctx.keyring.certificates.publicKey)
    expect(checkDisclosure(encodeDisclosure(person), [stranger], verifyEd25519).kind).toBe('not-on-ledger')
  })

  it('is nothing of a person who was erased, nor of a row there is not', async ({ database }) => {
    const { ctx, issued, memory } = await officesAtWork(database)
    const [found] = await issued(1)
    const { personId } = found!.row
    await erasePerson(ctx, { personId, ground: 'ordered' }, KEPT_OF_PERSONS)
    await publishCheckpoint(ctx, memory)
    await expect(disclosePerson(ctx, personId)).rejects.toMatchObject({ code: 'people/erased' })
    const refused = (row: string) => discloseRow(ctx, { sealed: sealedPersons, row })
    await expect(refused(personId)).rejects.toMatchObject({ code: 'ledger/row-erased' })
    await expect(refused('nobody')).rejects.toMatchObject({ code: 'ledger/no-such-row' })
  })
})

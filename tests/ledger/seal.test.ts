import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fromBase64url, fromHex, fromUtf8, hex } from '../../src/signing/bytes.ts'
import { sealed, sealOf, sealRow, sealRows } from '../../src/ledger/seal.ts'
import { sealedBytes } from '../../src/ledger/sealed-text.ts'
import { canonicalJson } from '../../src/signing/canonical-json.ts'
import vector from '../vectors/ledger/seals.json' with { type: 'json' }
import { sealedThings, things } from './sealed-things.ts'

const rows = vector.rows.map(({ id, values }) => ({
  id,
  name: fromBase64url(values.name_sealed),
  title: values.title,
  position: values.position,
  listed: values.listed,
  committee: values.committee,
  statusIndex: BigInt(values.status_index),
  obtainedOn: values.obtained_on,
}))
const salts = Uint8Array.from(vector.rows.flatMap(({ salt }) => [...fromHex(salt)]))

describe('row seals', () => {
  it('are the same row by row as all at once', () => {
    const { rows: complete } = sealRows(things, 'an-entry', rows, salts)
    const alone = rows.map((row) => ({ ...row }))
    for (const [i, row] of alone.entries())
      sealRow(things, 'an-entry', row, salts.subarray(32 * i, 32 * (i + 1)))
    expect(alone).toEqual(complete)
  })

  it('are made of RFC 8785 text, whatever character a row holds; half a character has none', () => {
    const [column] = things.columns
    const spelled = (value: unknown) => fromUtf8(sealedBytes([column!], { [column!.key]: value }))
    for (let unit = 0; unit < 0x10000; unit++) {
      const name = `甲${String.fromCharCode(unit)}乙`
      if (unit >= 0xd800 && unit <= 0xdfff) expect(() => spelled(name)).toThrow(TypeError)
      else if (spelled(name) !== canonicalJson({ [column!.name]: name }))
        expect(name).toBe('spelled the same')
    }
    for (const text of ['𠮷', '', '𠮷'.repeat(20_000), '甲'.repeat(20_000), 'a\nb'])
      expect(spelled(text)).toBe(canonicalJson({ [column!.name]: text }))
  })

  it('spell bytes in base64url, numbers as JSON does, and nothing as null', () => {
    const spelled = (value: unknown) => fromUtf8(sealedBytes([{ key: 'it', name: 'it' }], { it: value }))
    for (let length = 0; length < 100; length++) {
      const value = new Uint8Array(randomBytes(length + 1)).subarray(1)
      expect(spelled(value)).toBe(`{"it":"${Buffer.from(value).toString('base64url')}"}`)
    }
    for (const value of [0, -0, -7, 2 ** 31, 0.1, 1e300, true, ['甲'], { b: 1, a: '"' }])
      expect(spelled(value)).toBe(canonicalJson({ it: value }))
    expect([undefined, null].map(spelled)).toEqual(['{"it":null}', '{"it":null}'])
    expect(spelled(new Date(0))).toBe('{"it":"1970-01-01T00:00:00.000Z"}')
    expect(spelled(2n ** 70n)).toBe('{"it":"1180591620717411303424"}')
  })

  it('are the published bytes, in one root whatever the order of the rows', () => {
    const { rows: complete, sealRoot } = sealRows(things, 'an-entry', rows, salts)
    expect(complete.map(({ seal }) => hex(seal))).toEqual(vector.rows.map(({ seal }) => seal))
    expect(complete.map(({ sealSalt }) => hex(sealSalt as Uint8Array))).toEqual(
      vector.rows.map(({ salt }) => salt),
    )
    expect(complete.every(({ sealedBy }) => sealedBy === 'an-entry')).toBe(true)
    expect(sealRoot).toEqual({ rows: 3, root: vector.root })

    const reversed = sealRows(things, 'an-entry', rows.toReversed(), reversedSalts())
    expect(reversed.sealRoot).toEqual(sealRoot)
  })

  const [row] = rows as [(typeof rows)[number]]
  const salt = fromHex(vector.rows[0]?.salt ?? '')
  const seal = hex(sealOf(things, row, salt))

  it.each<[string, Partial<Record<keyof typeof sealedThings.$inferInsert, unknown>>]>([
    ['text', { title: '正高级工程师' }],
    ['bytes', { name: new Uint8Array(5) }],
    ['a number', { position: 3 }],
    ['a truth value', { listed: false }],
    ['null into an empty text', { committee: '' }],
    ['a big integer', { statusIndex: 9007199254740992n }],
    ['a day', { obtainedOn: '2023-11-03' }],
    ['the row’s id', { id: 'row-c' }],
  ])('change with %s', (_, change) => expect(hex(sealOf(things, { ...row, ...change }, salt))).not.toBe(seal))

  it('do not change with a column nobody declared, nor between null and left out', () => {
    const { committee, ...withoutCommittee } = row
    expect(committee).toBeNull()
    expect(hex(sealOf(things, { ...withoutCommittee, remark: 'x' }, salt))).toBe(seal)
  })

  it('need a salt for each row', () =>
    expect(() => sealRows(things, 'an-entry', rows, salts.subarray(32))).toThrow(RangeError))

  it('know a declared column by its name in the database', () =>
    expect(sealed(sealedThings, ['name']).columns).toEqual([{ key: 'name', name: 'name_sealed' }]))
})

const reversedSalts = () =>
  Uint8Array.from(vector.rows.toReversed().flatMap(({ salt }) => [...fromHex(salt)]))

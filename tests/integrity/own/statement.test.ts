import { describe, expect } from 'vitest'
import { statementIn, verifyStatementText } from '../../../src/credentials/statement.ts'
import { qrModules } from '../../../src/credentials/qr.ts'
import { trustedKeys } from '../../../src/certificates/publishing/trusted-keys.ts'
import { findStatement, ownStatement } from '../../../src/integrity/own/find-statement.ts'
import { makeStatement, MOST_WORDS } from '../../../src/integrity/own/make-statement.ts'
import { ownStatus } from '../../../src/integrity/own/own-status.ts'
import { integrityStatements } from '../../../src/integrity/own/schema.ts'
import { statementParts } from '../../../src/integrity/own/statement-pages.tsx'
import { drawPaper } from '../../../src/rendering/paper.ts'
import { verifyEd25519 } from '../../../src/signing/ed25519.ts'
import { judgeStatement, statementByCode } from '../../../src/verification/statements/judge-statement.ts'
import { databaseTest as test } from '../../support/database.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { at, ID_NUMBER, ownAtWork } from './own-at-work.ts'

const ASKED = { recipient: '昆明市第一人民医院', purpose: '应聘主治医师岗位', idNumber: ID_NUMBER }

describe('a statement somebody makes of themselves', () => {
  test('says that no record runs, to one reader for one purpose, as of its day', async ({ database }) => {
    const { own } = await ownAtWork(database)
    const { statement, text } = await makeStatement(own, ASKED)
    expect(statement).toMatchObject({
      name: '测试人员',
      idTail: ID_NUMBER.slice(-4),
      asOf: '2026-11-21',
      recordedUntil: null,
      recipient: ASKED.recipient,
      purpose: ASKED.purpose,
    })
    expect(text).toMatch(/^https:\/\/rcps\.example\.gov\.cn\/s\/[\w-]{22}#\d+$/)
    expect(await judgeStatement(own, text)).toMatchObject({ verdict: 'valid', statement })
    // From the trust of any outsider, asking nobody.
    const trust = {
      keys: trustedKeys(own.keyring.history),
      origins: new Set(['https://rcps.example.gov.cn']),
    }
    expect(verifyStatementText(text, trust, verifyEd25519)).toMatchObject({ verdict: 'valid', statement })
    expect((await ownStatus(own)).statements).toEqual([{ code: statement.code, day: '2026-11-21' }])
  })

  test('says until when one runs, and never of what', async ({ database }) => {
    const { own, recorded } = await ownAtWork(database)
    await recorded()
    const { statement, text } = await makeStatement(own, ASKED)
    expect(statement.recordedUntil).toBe('2026-12-01')
    const stored = await findStatement(own, statement.code)
    expect(statementIn(stored ?? new Uint8Array())).toEqual(statement)
    expect(Buffer.from(stored ?? []).toString('utf8')).not.toContain('论文')
    expect(await judgeStatement(own, text)).toMatchObject({ verdict: 'valid' })
  })

  test('says the same for ever, whatever comes of the person', async ({ database }) => {
    const { own, recorded } = await ownAtWork(database)
    const before = await makeStatement(own, ASKED)
    await recorded()
    const years = at(own, '2031-01-01T00:00:00Z')
    for (const ctx of [own, years])
      expect(await statementByCode(ctx, before.statement.code)).toMatchObject({
        verdict: 'valid',
        reasons: [],
        statement: { recordedUntil: null, asOf: '2026-11-21' },
      })
    expect((await makeStatement(own, ASKED)).statement.recordedUntil).toBe('2026-12-01')
  })

  test.for([
    ['another’s number', { idNumber: madeUpNumber(811) }, 'integrity/other-number'],
    ['no reader', { recipient: ' ' }, 'integrity/bad-statement'],
    ['too long a purpose', { purpose: '用'.repeat(MOST_WORDS + 1) }, 'integrity/bad-statement'],
    ['a purpose that does not print', { purpose: '应聘‮岗位' }, 'integrity/bad-statement'],
  ] as const)('is refused with %s, and nothing is left', async ([, wrong, code], { database }) => {
    const { own } = await ownAtWork(database)
    await expect(makeStatement(own, { ...ASKED, ...wrong })).rejects.toMatchObject({ code })
    expect(await database.read.select().from(integrityStatements)).toEqual([])
  })

  test('is made with either card of one human', async ({ database }) => {
    const { own, joined } = await ownAtWork(database)
    await joined()
    const other = madeUpNumber(811)
    const { statement, text } = await makeStatement(own, { ...ASKED, idNumber: other })
    expect(statement).toMatchObject({ name: '测试人员', idTail: other.slice(-4) })
    expect(await judgeStatement(own, text)).toMatchObject({ verdict: 'valid' })
    await expect(makeStatement(own, { ...ASKED, idNumber: madeUpNumber(812) })).rejects.toMatchObject({
      code: 'integrity/other-number',
    })
  })

  test('is printed again by its person alone', async ({ database }) => {
    const { own, other } = await ownAtWork(database)
    const made = await makeStatement(own, ASKED)
    expect(await ownStatement(own, made.statement.code)).toEqual(made)
    for (const code of [made.statement.code, 'A'.repeat(22), 'x'])
      await expect(ownStatement(other, code)).rejects.toMatchObject({ code: 'integrity/statement-not-found' })
  })

  test('fits a code that phones read from paper, at its longest', async ({ database }) => {
    const { own } = await ownAtWork(database)
    const words = '㐀'.repeat(MOST_WORDS)
    const made = await makeStatement(own, { ...ASKED, recipient: words, purpose: words })
    expect(qrModules(made.text).version).toBeLessThanOrEqual(19)
    const paper = { title: '职称诚信声明', author: '厅', instant: own.now(), parts: statementParts(made) }
    expect(Buffer.from(drawPaper(paper).subarray(0, 5)).toString()).toBe('%PDF-')
  })
})

describe('what is taken for a statement', () => {
  test('is nothing altered, cut, of another host, or not in our books', async ({ database }) => {
    const { own } = await ownAtWork(database)
    const { text } = await makeStatement(own, ASKED)
    const { text: another } = await makeStatement(own, { ...ASKED, purpose: '竞聘岗位' })
    const [address = '', digits = ''] = text.split('#')
    const code = async (of: string) => (await judgeStatement(own, of)).reasons[0]?.code
    expect(await code(`${address}#${digits.slice(0, -1)}`)).toBe('malformed')
    expect(await code(`${address}#${BigInt(digits) + 1n}`)).toBe('signature')
    expect(await code(`${address}#${another.split('#')[1]}`)).toBe('malformed')
    expect(await code(text.replace('rcps.example.gov.cn', 'rcps.example.com'))).toBe('other-host')
    expect(await code(`${address.slice(0, -22)}${'A'.repeat(22)}`)).toBe('not-found')
    expect(await code('https://rcps.example.gov.cn/v/x')).toBe('malformed')
    expect(await judgeStatement(own, address)).toMatchObject({ verdict: 'valid' })
    // A stolen key makes signatures, not rows.
    await database.read.delete(integrityStatements)
    expect(await code(text)).toBe('not-found')
  })
})

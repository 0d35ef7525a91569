import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { ledgerHead } from '../../../src/ledger/schema.ts'
import type { Refusal } from '../../../src/platform/refusal.ts'
import { registerDocument } from '../../../src/results/document/register-document.ts'
import { documentRows, qualificationDocuments } from '../../../src/results/document/schema.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { titleRecords } from '../../../src/titles/schema.ts'
import { issueCertificates } from '../../../src/certificates/issue.ts'
import { databaseTest as test } from '../../support/database.ts'
import { workbookOf } from '../../support/list.ts'
import { DOCUMENT, officesAtWork, SAMPLE, type OfficesAtWork } from '../../support/offices-at-work.ts'

const imported = async ({ ctx, authority }: OfficesAtWork, bytes: Uint8Array) =>
  (await importList(ctx, { bytes, fileName: 'a.xlsx', authority })).listId

async function traces({ ctx }: OfficesAtWork) {
  const { read } = ctx.database
  const [head] = await read.select().from(ledgerHead)
  return {
    documents: await read.$count(qualificationDocuments),
    rows: await read.$count(documentRows),
    titles: await read.$count(titleRecords),
    entries: head?.size,
  }
}

describe('a document made elsewhere', () => {
  test('makes a title of every row it names, in any spelling of its number', async ({ database }) => {
    const offices = await officesAtWork(database)
    const listId = await imported(offices, SAMPLE)
    const made = { listId, documentNumber: '云人社发[2023] 12号', issuedOn: '2023-12-20', persons: SAMPLE }
    const registered = await registerDocument(offices.ctx, made)
    expect(registered).toMatchObject({ number: '云人社发〔2023〕12号', titles: 200 })
    const titles = await database.read
      .select()
      .from(titleRecords)
      .where(eq(titleRecords.documentId, registered.documentId))
    expect(titles.filter(({ scope }) => scope.kind === 'grassroots').length).toBeGreaterThan(0)
    expect(await traces(offices)).toMatchObject({ documents: 1, rows: 200, titles: 200 })
  })

  test('is refused with every difference at once, and leaves no trace', async ({ database }) => {
    const offices = await officesAtWork(database)
    const listId = await imported(
      offices,
      await workbookOf([{ 姓名: '韦娟' }, { 姓名: '段大理', 证件号码: '539901197301239170', 性别: '男' }]),
    )
    const before = await traces(offices)
    const persons = [
      { name: '韦娟', title: '正高级教师', employer: null, specialty: null },
      { name: '生人', title: '高级教师', employer: null, specialty: null },
    ]
    const refusal = (await registerDocument(offices.ctx, {
      listId,
      documentNumber: DOCUMENT,
      issuedOn: '2023-12-20',
      persons,
    }).catch((error: unknown) => error)) as Refusal
    expect(refusal.code).toBe('results/document-differs')
    expect(
      (refusal.facts.differences as { kind: string; name: string }[]).map(({ kind, name }) => [kind, name]),
    ).toEqual([
      ['other', '韦娟'],
      ['missing', '段大理'],
      ['stranger', '生人'],
    ])
    expect(await traces(offices)).toEqual(before)
  })

  test.for([
    ['a number that is none', '第十二号', '2023-12-20', 'results/bad-document-number'],
    ['a day that does not exist', DOCUMENT, '2023-02-30', 'results/bad-document-day'],
    ['a day still to come', DOCUMENT, '2027-01-01', 'results/bad-document-day'],
  ] as const)('is refused with %s', async ([, documentNumber, issuedOn, code], { database }) => {
    const offices = await officesAtWork(database)
    const persons = await offices.list(1)
    const listId = await imported(offices, persons)
    await expect(
      registerDocument(offices.ctx, { listId, documentNumber, issuedOn, persons }),
    ).rejects.toMatchObject({ code })
    expect(await traces(offices)).toMatchObject({ documents: 0, titles: 0 })
  })

  test('happens once; a number serves one document of its issuer, and another issuer may use it', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [one, two] = [await offices.list(2, 0), await offices.list(2, 1)]
    const [first, second] = [await imported(offices, one), await imported(offices, two)]
    const register = (listId: string, documentNumber: string, persons: Uint8Array, issuer?: string) =>
      registerDocument(offices.ctx, { listId, documentNumber, issuedOn: '2023-12-20', persons, issuer })
    await register(first, DOCUMENT, one)
    await expect(register(first, '云人社发〔2023〕13号', one)).rejects.toMatchObject({
      code: 'results/already-confirmed',
    })
    await expect(register(second, DOCUMENT, two)).rejects.toMatchObject({
      code: 'results/document-number-used',
    })
    await expect(register('nobody', '云人社发〔2023〕14号', two)).rejects.toMatchObject({
      code: 'results/list-not-found',
    })
    await register(second, DOCUMENT, two, '某某大学')
    await expect(issueCertificates(offices.ctx, { document: DOCUMENT })).rejects.toMatchObject({
      code: 'results/document-not-the-only-one',
      facts: { documents: expect.arrayContaining([expect.objectContaining({ issuer: '某某大学' })]) },
    })
  })

  test('is corrected by another that names the same people; certificates are the new one’s', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const persons = await offices.list(2)
    const listId = await imported(offices, persons)
    const made = { listId, issuedOn: '2023-12-20', persons }
    const wrong = await registerDocument(offices.ctx, { ...made, documentNumber: DOCUMENT })
    const right = { ...made, documentNumber: '云人社发〔2023〕21号', replaces: DOCUMENT }
    await registerDocument(offices.ctx, right)
    await expect(issueCertificates(offices.ctx, { document: DOCUMENT })).rejects.toMatchObject({
      code: 'results/document-replaced',
    })
    expect(await issueCertificates(offices.ctx, { document: right.documentNumber })).toMatchObject({
      issued: 2,
    })
    const again = { ...made, documentNumber: '云人社发〔2023〕22号', replaces: wrong.documentId }
    await expect(registerDocument(offices.ctx, again)).rejects.toMatchObject({
      code: 'results/document-not-correctable',
    })
  })
})

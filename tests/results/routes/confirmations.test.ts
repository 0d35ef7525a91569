import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { registerCycle } from '../../../src/cycles/register-cycle.ts'
import { eventsOf } from '../../../src/cycles/find-events.ts'
import type { Database } from '../../../src/platform/database.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { submitList } from '../../../src/results/lists/submit-list.ts'
import { answerConfirmation } from '../../../src/results/routes/answer-confirmation.ts'
import { chooseApproved } from '../../../src/results/routes/choose-approved.ts'
import { enterConfirmation } from '../../../src/results/routes/enter-confirmation.ts'
import {
  confirmationsOfCycle,
  requireConfirmationsAnswered,
} from '../../../src/results/routes/find-confirmations.ts'
import { finishConfirmations } from '../../../src/results/routes/finish-confirmations.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { commitEvidence } from '../../../src/results/lists/evidence/commit-evidence.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { reviewing, teacher } from '../lists/reviewing.ts'

const ORIGINAL = {
  number: '川人社0012345',
  issuer: '四川省人力资源和社会保障厅',
  series: '中小学教师',
  specialty: '数学',
  title: '一级教师',
  level: '420',
  obtainedOn: '2018-11-12',
} as const
const GENUINE = { answer: 'genuine', answeredOn: '2023-11-10', reference: '川人社函〔2023〕9号' } as const

/** Candidates of a review under the notice that wants titles from elsewhere confirmed before their publicity. */
async function withCandidates(database: Database) {
  const work = await reviewing(database, { through: 'recommendation-publicity' })
  const { listId } = await work.bring('candidates', [teacher(1), teacher(2)])
  const rows = await database.read.select().from(resultRows).where(eq(resultRows.listId, listId))
  return { ...work, listId, rowId: rows[0]?.id ?? '' }
}

describe('a title from elsewhere', () => {
  test('keeps the day its own certificate states, and waits for its issuer', async ({ database }) => {
    const { ctx, cycleId, rowId } = await withCandidates(database)
    const { confirmationId } = await enterConfirmation(ctx, { cycleId, rowId, original: ORIGINAL })
    await expect(requireConfirmationsAnswered(database.read, cycleId)).rejects.toMatchObject({
      code: 'results/confirmations-open',
      facts: { open: 1, document: '昆人社通〔2023〕37号' },
    })
    await expect(finishConfirmations(ctx, { cycleId })).rejects.toMatchObject({
      code: 'results/confirmations-open',
    })
    await answerConfirmation(ctx, { cycleId, confirmationId, ...GENUINE })
    await expect(requireConfirmationsAnswered(database.read, cycleId)).resolves.toBeUndefined()
    expect(await confirmationsOfCycle(ctx, database.read, cycleId)).toMatchObject([
      { obtainedOn: '2018-11-12', answer: 'genuine', original: ORIGINAL, version: 1 },
    ])
    expect(await finishConfirmations(ctx, { cycleId })).toEqual({ sent: 1, confirmed: 1 })
    expect((await eventsOf(database.read, cycleId)).map(({ step }) => step)).toContain('title-confirmation')
  })

  test('stands sealed on the ledger with its answer and its papers', async ({ database }) => {
    const { ctx, cycleId, rowId, listId } = await withCandidates(database)
    const { confirmationId } = await enterConfirmation(ctx, { cycleId, rowId, original: ORIGINAL })
    await answerConfirmation(ctx, { cycleId, confirmationId, ...GENUINE })
    await commitEvidence(ctx, {
      cycleId,
      listId,
      rowId,
      kind: 'issuer-answer',
      title: '原发证机构的答复',
      content: { digest: new Uint8Array(32).fill(9) },
    })
    await finishConfirmations(ctx, { cycleId })
    const memory = memoryInMemory()
    await publishCheckpoint(ctx, memory)
    expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  })

  test('is answered once; entered again it is asked again', async ({ database }) => {
    const { ctx, cycleId, rowId } = await withCandidates(database)
    const { confirmationId } = await enterConfirmation(ctx, { cycleId, rowId, original: ORIGINAL })
    await answerConfirmation(ctx, { cycleId, confirmationId, ...GENUINE, answer: 'no-record' })
    await expect(answerConfirmation(ctx, { cycleId, confirmationId, ...GENUINE })).rejects.toMatchObject({
      code: 'results/already-answered',
    })
    const again = await enterConfirmation(ctx, {
      cycleId,
      rowId,
      original: { ...ORIGINAL, number: '川人社0012354' },
    })
    expect(again.version).toBe(2)
    await expect(requireConfirmationsAnswered(database.read, cycleId)).rejects.toMatchObject({
      code: 'results/confirmations-open',
    })
  })

  test('stays confirmed when the list is corrected, and is forgotten with who leaves it', async ({
    database,
  }) => {
    const { ctx, cycleId, rowId, listId, bring } = await withCandidates(database)
    await enterConfirmation(ctx, { cycleId, rowId, original: ORIGINAL })
    const second = await bring('candidates', [teacher(1), teacher(3)], { replaces: listId })
    expect(await confirmationsOfCycle(ctx, database.read, cycleId)).toHaveLength(1)
    await bring('candidates', [teacher(3)], { replaces: second.listId })
    expect(await confirmationsOfCycle(ctx, database.read, cycleId)).toEqual([])
  })

  test.for([
    ['without a number', { number: ' ' }],
    ['of an unspecified level', { level: '410' }],
    ['obtained on a day that never was', { obtainedOn: '2018-02-30' }],
    ['obtained tomorrow', { obtainedOn: '2023-11-21' }],
  ] as const)('%s is refused', async ([, wrong], { database }) => {
    const { ctx, cycleId, rowId } = await withCandidates(database)
    await expect(
      enterConfirmation(ctx, { cycleId, rowId, original: { ...ORIGINAL, ...wrong } }),
    ).rejects.toMatchObject({ code: 'results/bad-original' })
    expect(await confirmationsOfCycle(ctx, database.read, cycleId)).toEqual([])
  })

  test.for([
    ['before the title was obtained', { answeredOn: '2018-11-11' }],
    ['tomorrow', { answeredOn: '2023-11-21' }],
    ['by no letter', { reference: ' ' }],
  ] as const)('answered %s is refused', async ([, wrong], { database }) => {
    const { ctx, cycleId, rowId } = await withCandidates(database)
    const { confirmationId } = await enterConfirmation(ctx, { cycleId, rowId, original: ORIGINAL })
    await expect(
      answerConfirmation(ctx, { cycleId, confirmationId, ...GENUINE, ...wrong }),
    ).rejects.toMatchObject({ code: 'results/bad-issuer-answer' })
  })

  test('is not there for another office', async ({ database }) => {
    const { ctx, ids, cycleId, rowId } = await withCandidates(database)
    const { confirmationId } = await enterConfirmation(ctx, { cycleId, rowId, original: ORIGINAL })
    const stranger = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 6 })
    await expect(answerConfirmation(stranger, { cycleId, confirmationId, ...GENUINE })).rejects.toMatchObject(
      { code: 'results/confirmation-not-found' },
    )
    await expect(enterConfirmation(stranger, { cycleId, rowId, original: ORIGINAL })).rejects.toMatchObject({
      code: 'results/row-not-found',
    })
  })
})

/** A year of a route without a committee, and its list. */
async function withoutCommittee(database: Database, route: 'assessment' | 'confirmation') {
  const work = await reviewing(database, { through: null })
  const { ctx, codes, bring } = work
  const { cycleId } = await registerCycle(ctx, {
    route,
    place: 'kunming-2023',
    year: 2023,
    office: codes.committee,
    filingAuthority: codes.kunming,
    series: null,
    levels: ['420'],
  })
  const { listId } = await bring('candidates', [teacher(1, { 取得方式: '' }), teacher(2, { 取得方式: '' })], {
    cycleId,
  })
  const rows = await database.read.select().from(resultRows).where(eq(resultRows.listId, listId))
  return {
    ...work,
    cycleId,
    listId,
    rowIds: rows.toSorted((a, b) => a.position - b.position).map(({ id }) => id),
  }
}

describe('资格确认', () => {
  test('goes to review with every original genuine, its day kept', async ({ database }) => {
    const { ctx, cycleId, rowIds } = await withoutCommittee(database, 'confirmation')
    const [first = '', second = ''] = rowIds
    const one = await enterConfirmation(ctx, { cycleId, rowId: first, original: ORIGINAL })
    await answerConfirmation(ctx, { cycleId, confirmationId: one.confirmationId, ...GENUINE })
    const both = await chooseApproved(ctx, { cycleId, rowIds, obtainedOn: null })
    await expect(submitList(ctx, { listId: both.listId })).rejects.toMatchObject({
      code: 'results/not-confirmed',
      facts: { people: 1 },
    })
    const two = await enterConfirmation(ctx, { cycleId, rowId: second, original: ORIGINAL })
    await answerConfirmation(ctx, {
      cycleId,
      confirmationId: two.confirmationId,
      ...GENUINE,
      answer: 'not-genuine',
    })
    const { listId } = await chooseApproved(ctx, {
      cycleId,
      rowIds: [first],
      obtainedOn: null,
      replaces: both.listId,
    })
    const [row] = await database.read.select().from(resultRows).where(eq(resultRows.listId, listId))
    expect(row).toMatchObject({ obtainedOn: '2018-11-12', route: 'confirmation', committee: null })
    expect(await submitList(ctx, { listId })).toMatch(/^[\w-]{22}$/)
  })

  test('knows a series by its name, whatever the certificate prints after it', async ({ database }) => {
    const { ctx, cycleId, rowIds } = await withoutCommittee(database, 'confirmation')
    const rowId = rowIds[0] ?? ''
    const enter = (series: string, title: string) =>
      enterConfirmation(ctx, { cycleId, rowId, original: { ...ORIGINAL, series, title } })
    await enter('中小学教师', '一级教师')
    const { confirmationId, version } = await enter('中小学教师系列', '一级 教师')
    expect(version).toBe(2)
    await answerConfirmation(ctx, { cycleId, confirmationId, ...GENUINE })
    expect(await confirmationsOfCycle(ctx, database.read, cycleId)).toMatchObject([
      { original: { series: '中小学教师系列', title: '一级 教师' } },
    ])
    const { listId } = await chooseApproved(ctx, { cycleId, rowIds: [rowId], obtainedOn: null })
    const [row] = await database.read.select().from(resultRows).where(eq(resultRows.listId, listId))
    expect(row).toMatchObject({ series: '中小学教师', obtainedOn: '2018-11-12' })
    expect(await submitList(ctx, { listId })).toMatch(/^[\w-]{22}$/)
  })

  test('refuses an original of another title than the list asks for', async ({ database }) => {
    const { ctx, cycleId, rowIds } = await withoutCommittee(database, 'confirmation')
    const rowId = rowIds[0] ?? ''
    const original = { ...ORIGINAL, title: '讲师' }
    const { confirmationId } = await enterConfirmation(ctx, { cycleId, rowId, original })
    await answerConfirmation(ctx, { cycleId, confirmationId, ...GENUINE })
    const { listId } = await chooseApproved(ctx, { cycleId, rowIds: [rowId], obtainedOn: null })
    await expect(submitList(ctx, { listId })).rejects.toMatchObject({ code: 'results/not-confirmed' })
  })
})

describe('those who passed', () => {
  test.for([
    ['nobody', [], null, 'results/nobody-chosen'],
    ['somebody who is not on the list', ['nobody'], null, 'results/not-on-the-list'],
    ['somebody from tomorrow on', null, '2023-11-21', 'results/bad-obtained-day'],
  ] as const)('of %s is refused', async ([, chosen, obtainedOn, code], { database }) => {
    const { ctx, cycleId, rowIds } = await withoutCommittee(database, 'confirmation')
    await expect(
      chooseApproved(ctx, { cycleId, rowIds: chosen ?? rowIds, obtainedOn }),
    ).rejects.toMatchObject({ code })
  })

  test('chosen twice must say what they replace', async ({ database }) => {
    const { ctx, cycleId, rowIds } = await withoutCommittee(database, 'confirmation')
    const first = await chooseApproved(ctx, { cycleId, rowIds, obtainedOn: null })
    await expect(
      chooseApproved(ctx, { cycleId, rowIds: rowIds.slice(1), obtainedOn: null }),
    ).rejects.toMatchObject({ code: 'results/list-exists', facts: { listId: first.listId } })
  })

  test('of an assessment are decided of, never chosen', async ({ database }) => {
    const { ctx, cycleId, rowIds } = await withoutCommittee(database, 'assessment')
    await expect(chooseApproved(ctx, { cycleId, rowIds, obtainedOn: null })).rejects.toMatchObject({
      code: 'results/decided-not-uploaded',
    })
  })
})

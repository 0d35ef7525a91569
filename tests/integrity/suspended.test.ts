import { describe, expect } from 'vitest'
import { authorityById, listAuthorities } from '../../src/identity/find-authority.ts'
import { recordRecommendation } from '../../src/results/publicity/record-recommendation.ts'
import { reviewAtWork, soundStep } from '../support/cycles-at-work.ts'
import { databaseTest as test } from '../support/database.ts'
import { archiveAtWork } from './records/at-work.ts'

const DAYS = {
  conductOn: '2025-07-01',
  foundOn: '2025-10-01',
  toldOn: '2025-10-05',
  hearingThrough: '2025-10-12',
  statedOn: null,
  statement: '',
  response: '',
  decidedOn: '2025-11-01',
} as const

describe('an office with a record in its term', () => {
  test('that reviews holds no meeting on any of its days', async ({ database }) => {
    const { ctx, ids, inForce } = await archiveAtWork(database)
    const { creditCode: office } = await authorityById(database.read, ids.committee)
    const { creditCode: filingAuthority } = await authorityById(database.read, ids.eryuan)
    const review = { office, filingAuthority, place: 'eryuan-2024', year: 2026 }
    const { cycleId } = await reviewAtWork(ctx, { ...review, levels: ['434'] })
    const held = (day: string) => soundStep(ctx, cycleId, 'meeting', day)
    await expect(held('2026-10-30')).rejects.toMatchObject({ code: 'cycles/step-not-reached' })
    await inForce({
      ...DAYS,
      subject: { kind: 'review-body', officeId: ids.committee },
      conduct: 'review-irregular',
      rule: { document: '广安人社办〔2023〕144号', clause: '七（一）', years: 1, start: 'decision' },
    })
    await expect(held('2026-10-30')).rejects.toMatchObject({ code: 'integrity/office-suspended' })
    await expect(held('2026-11-02')).rejects.toMatchObject({ code: 'cycles/step-not-reached' })
  })

  test('that employs recommends nobody in the next year', async ({ database }) => {
    const { ctx, ids, inForce } = await archiveAtWork(database)
    const { creditCode: office } = await authorityById(database.read, ids.committee)
    const { creditCode: filingAuthority } = await authorityById(database.read, ids.eryuan)
    const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')
    const review = { office, filingAuthority, place: 'eryuan-2024', year: 2026 }
    const { cycleId } = await reviewAtWork(ctx, { ...review, levels: ['434'] })
    const recommended = (opensOn: string, closesOn: string) =>
      recordRecommendation(ctx, {
        cycleId,
        employer: employer?.name ?? '',
        place: '公示栏',
        opensOn,
        closesOn,
        votes: { attending: 30, agreeing: 20 },
        fileDigest: 'cd'.repeat(32),
      })
    await inForce({
      ...DAYS,
      subject: { kind: 'employer', officeId: employer?.id ?? '' },
      conduct: 'employer-failing',
      rule: { document: '昆人社通〔2023〕37号', clause: '六（三）', years: 1, start: 'next-year' },
    })
    await expect(recommended('2026-01-05', '2026-01-16')).rejects.toMatchObject({
      code: 'integrity/office-suspended',
    })
    await expect(recommended('2025-12-08', '2025-12-19')).rejects.toMatchObject({
      code: 'cycles/step-not-reached',
    })
  })
})

import { collectionCells, collectionProgrammes } from '../../../src/collection/programme/schema.ts'
import { grantPower } from '../../../src/identity/grant-power.ts'
import type { Database } from '../../../src/platform/database.ts'
import { somebody } from '../../support/staff.ts'
import { pastAtWork } from '../reconcile/past-people.ts'

export const DOCUMENT = '昆人社发〔2022〕8号'
export const IN_2022 = { 取得时间: '2022-03-01', 批准文号: DOCUMENT } as const

/** Kunming told to report 2022 as well, which the notice of 2023 leaves to the current collection. */
export async function with2022(database: Database) {
  const work = await pastAtWork(database)
  const { officeId, programmeId } = work
  const [programme] = await database.read.select().from(collectionProgrammes)
  await database.read.insert(collectionCells).values({
    programmeId: programme?.id ?? programmeId,
    officeId,
    year: 2022,
    level: 'intermediate',
    route: 'review',
    dueOn: '2026-12-31',
    state: 'open',
    inProof: 0,
    records: 0,
    acceptedOn: null,
  })
  const clerk = await somebody(work.ctx, { officeId, roles: ['clerk'], person: 830 })
  for (const power of ['issue', 'confirm'] as const)
    await grantPower(work.ctx, {
      authorityId: officeId,
      power,
      levels: ['420'],
      series: null,
      fromYear: 2022,
      throughYear: 2022,
      ground: '云人社函〔2023〕38号 三',
    })
  return { ...work, clerk }
}

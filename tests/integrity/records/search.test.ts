import { describe, expect } from 'vitest'
import { authorityById } from '../../../src/identity/find-authority.ts'
import { destroyDue } from '../../../src/integrity/ending/destroy-due.ts'
import { correctRecord } from '../../../src/integrity/records/change-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { searchRecords, type RecordSearch } from '../../../src/integrity/records/search-records.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { candidateName } from '../../../src/people/name-variants.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import { actorOf, type Context } from '../../../src/platform/context.ts'
import { trailRecords } from '../../../src/trail/schema.ts'
import { whoLooked } from '../../../src/trail/who-looked.ts'
import { misconductVersions } from '../../../src/integrity/records/schema.ts'
import { databaseTest as test } from '../../support/database.ts'
import { madeUpNumber, somebody } from '../../support/staff.ts'
import { applicant, archiveAtWork, RECORD } from './at-work.ts'

const forPurpose = <C extends Context>(ctx: C): C => ({
  ...ctx,
  actor: { ...ctx.actor, purpose: '受理申诉' },
})

describe('candidates for a name', () => {
  test.for([
    ['张偉', '张伟'],
    ['買買提・艾力', '買買提·艾力'],
    ['買買提•艾力', '買買提艾力'],
    ['王 峯', '王峰'],
    ['Anna Li', 'ANNA　LI'],
  ] as const)('%s and %s', ([one, other]) => {
    expect(candidateName(one)).toBe(candidateName(other))
  })

  test('never join two other names', () => {
    expect(candidateName('王峰')).not.toBe(candidateName('王锋'))
    expect(candidateName('张伟')).not.toBe(candidateName('章伟'))
  })
})

describe('looking somebody up', () => {
  test('finds the same name, other characters, and the name they are registered under', async ({
    database,
  }) => {
    const { officer, officeId, inForce, entered } = await archiveAtWork(database)
    const recordId = await inForce({ subject: applicant(811, '買買提•艾力') })
    const other = await entered({ subject: applicant(812, '張偉'), decisionNumber: '昆人社决〔2023〕5号' })
    const renamed = { ...applicant(811, '艾力'), nameVerified: true }
    const later = await entered({ subject: renamed, decisionNumber: '昆人社决〔2023〕6号' })
    const asked = forPurpose(officer)
    const found = async (name: string) =>
      (await searchRecords(asked, { by: 'name', name, officeId })).map((hit) => [hit.recordId, hit.match])
    expect(await found('張偉')).toEqual([[other, 'exact']])
    expect(await found('张伟')).toEqual([[other, 'variant']])
    expect(await found('買買提艾力')).toHaveLength(2)
    expect(await found('買買提艾力')).toEqual(
      expect.arrayContaining([
        [recordId, 'variant'],
        [later, 'other-name'],
      ]),
    )
    expect(await found('无此人')).toEqual([])
  })

  test('finds by number, however it is typed, under whatever name', async ({ database }) => {
    const { officer, inForce } = await archiveAtWork(database)
    const recordId = await inForce()
    const asked = forPurpose(officer)
    const found = (idNumber: string) => searchRecords(asked, { by: 'number', idNumber })
    expect(await found(` ${madeUpNumber(810)}`)).toMatchObject([
      { recordId, match: 'number', state: 'in-term' },
    ])
    expect(await found(madeUpNumber(811))).toEqual([])
    await expect(found('53')).rejects.toMatchObject({ code: 'integrity/bad-search' })
  })

  test('is recorded before it is answered, with its purpose, and seen by who was found', async ({
    database,
  }) => {
    const { ctx, officer, officeId, inForce } = await archiveAtWork(database)
    await inForce()
    const search = { by: 'name', name: '某甲', officeId } as const
    await expect(searchRecords(officer, search)).rejects.toMatchObject({ code: 'integrity/bad-search' })
    const records = async () => (await database.read.select().from(trailRecords)).length
    const before = await records()
    await searchRecords(forPurpose(officer), { ...search, name: '某乙' })
    await searchRecords(forPurpose(officer), search)
    expect(await records()).toBe(before + 2)
    const all = await database.read.select().from(trailRecords)
    expect(all.filter(({ facts }) => facts.includes('某'))).toEqual([])
    const [row] = await database.read.select().from(misconductVersions)
    const looked = await whoLooked(ctx, database.read, row?.personId ?? '')
    expect(looked.map(({ purpose }) => purpose)).toContain('受理申诉')
  })

  test('finds an employer’s record by its name, where an applicant asks why', async ({ database }) => {
    const { officer, officeId, inForce, ids } = await archiveAtWork(database)
    const employer = await authorityById(database.read, ids.committee)
    const recordId = await inForce({
      subject: { kind: 'employer', officeId: employer.id },
      conduct: 'employer-failing',
    })
    const search = { by: 'name', name: employer.name, officeId } as const
    expect(await searchRecords(forPurpose(officer), search)).toMatchObject([{ recordId, match: 'exact' }])
    const later = { ...officer, today: () => '2027-06-01' }
    await destroyDue({ ...later, actor: actorOf('service', 'integrity') }, (error) => {
      throw error
    })
    expect(await searchRecords(forPurpose(officer), search)).toEqual([])
  })

  test('by number is seen by whoever has the number, found or not, with the office that asked', async ({
    database,
  }) => {
    const { ctx, officer, officeId } = await archiveAtWork(database)
    const own = await somebody(ctx, { officeId, roles: ['applicant'], person: 812 })
    const search = { by: 'number', idNumber: madeUpNumber(812) } as const
    expect(await searchRecords(forPurpose(officer), search)).toEqual([])
    const [look] = await whoLooked(ctx, database.read, own.actor.personId)
    expect(look).toMatchObject({
      act: 'integrity.see',
      officeId,
      purpose: '受理申诉',
      outcome: 'done',
    })
  })

  test('answers alike whether another office has them or nobody has', async ({ database }) => {
    const { ctx, ids, inForce, officeId } = await archiveAtWork(database)
    await inForce()
    const elsewhere = forPurpose(
      await somebody(ctx, { officeId: ids.dali, roles: ['integrity-officer'], person: 820 }),
    )
    const searches: readonly RecordSearch[] = [
      { by: 'number', idNumber: madeUpNumber(810) },
      { by: 'number', idNumber: madeUpNumber(899) },
      { by: 'name', name: '某甲', officeId: ids.dali },
    ]
    for (const search of searches) expect(await searchRecords(elsewhere, search)).toEqual([])
    await expect(searchRecords(elsewhere, { by: 'name', name: '某甲', officeId })).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
    const clerk = forPurpose(await somebody(ctx, { officeId, roles: ['clerk'], person: 821 }))
    await expect(searchRecords(clerk, { by: 'name', name: '某甲', officeId })).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
  })

  test('finds nobody who was forgotten, and a corrected record once', async ({ database }) => {
    const { ctx, officer, officeId, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    const [row] = await database.read.select().from(misconductVersions)
    await correctRecord(officer, { ...RECORD, recordId, rule: null, reason: '事实表述有误，予以更正。' })
    const search = { by: 'name', name: '某甲', officeId } as const
    expect(await searchRecords(forPurpose(officer), search)).toHaveLength(1)
    const later = { ...ctx, today: () => '2028-01-01' }
    await approved(recordId)
    await putInForce(officer, recordId)
    await erasePerson(later, { personId: row?.personId ?? '', ground: 'retained' }, KEPT_OF_PERSONS)
    expect(await searchRecords(forPurpose(officer), search)).toEqual([])
    expect(await searchRecords(forPurpose(officer), { by: 'number', idNumber: madeUpNumber(810) })).toEqual(
      [],
    )
  })
})

import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { issueCertificates } from '../../../src/certificates/issue.ts'
import { certificates } from '../../../src/certificates/schema.ts'
import { certifiableTitles } from '../../../src/collection/certifying/certifiable-titles.ts'
import { listAccepted } from '../../../src/collection/certifying/list-accepted.ts'
import { personJoins } from '../../../src/people/schema.ts'
import { registerDocument } from '../../../src/results/document/register-document.ts'
import { resultLists } from '../../../src/results/lists/schema.ts'
import { databaseTest as it } from '../../support/database.ts'
import { engineer } from '../reconcile/past-people.ts'
import { DOCUMENT, IN_2022, with2022 } from './certificate-year.ts'

describe('accepted titles of certificate years', () => {
  it('are certified once, by the office that may, and nobody without a verified number', async ({
    database,
  }) => {
    const { ctx, clerk, kunming, officeId, accepted } = await with2022(database)
    await accepted(kunming, [
      engineer(1, IN_2022),
      engineer(2, IN_2022),
      engineer(3, { ...IN_2022, 身份证号: '' }),
      engineer(4, { ...IN_2022, 取得时间: '2022-03' }),
      engineer(5, { 取得时间: '1998-03-01', 批准文号: DOCUMENT }),
    ])
    const found = await certifiableTitles(database.read, { authorityId: officeId, document: DOCUMENT })
    expect(found.notNow).toEqual({ unbound: 1, incomplete: 1, 'too-early': 1 })
    const listed = await listAccepted(clerk, { authorityId: officeId, document: '昆人社发[2022]8号' })
    expect(listed).toMatchObject({ titles: 2 })
    const again = listAccepted(clerk, { authorityId: officeId, document: DOCUMENT })
    await expect(again).rejects.toMatchObject({ code: 'collection/nothing-to-certify' })
    expect(await database.read.$count(resultLists)).toBe(1)
    const persons = [engineer(1), engineer(2)].map((one) => ({
      name: one.姓名 ?? '',
      title: '工程师',
      employer: null,
      specialty: null,
    }))
    const { listId } = listed
    await registerDocument(ctx, { listId, documentNumber: DOCUMENT, issuedOn: '2022-03-01', persons })
    expect(await issueCertificates(ctx, { document: DOCUMENT })).toMatchObject({ issued: 2 })
    expect(await database.read.$count(certificates, eq(certificates.authorityId, officeId))).toBe(2)
    expect(await database.read.$count(personJoins)).toBe(0)
  })

  it('are listed by nobody else', async ({ database }) => {
    const { ids, dali, kunming, accepted } = await with2022(database)
    await accepted(kunming, [engineer(1, IN_2022)])
    await expect(
      listAccepted(dali.officer, { authorityId: ids.kunming, document: DOCUMENT }),
    ).rejects.toMatchObject({ code: 'identity/office-not-found' })
    const other = await certifiableTitles(database.read, { authorityId: ids.dali, document: DOCUMENT })
    expect(other.titles).toEqual([])
  })
})

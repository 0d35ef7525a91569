import { describe, expect } from 'vitest'
import { issuersToMap } from '../../../src/collection/issuers/issuers-to-map.ts'
import { nameSuccessor } from '../../../src/collection/issuers/name-successor.ts'
import { changeAuthority } from '../../../src/identity/change-authority.ts'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { successorOf } from '../../../src/titles/issuer-successor.ts'
import { issuerSuccessors } from '../../../src/titles/schema.ts'
import { verifySubmitted } from '../../../src/verification/verify.ts'
import { databaseTest as it } from '../../support/database.ts'
import { engineer, pastAtWork } from '../reconcile/past-people.ts'

describe('an issuer that is closed or renamed', () => {
  it('is mapped to an office of today, and whoever finds nothing is told to ask there', async ({
    database,
  }) => {
    const { ctx, ids, kunming, top, report } = await pastAtWork(database)
    await report(kunming, [
      engineer(1, { 发证机关: '昆明市 职改办' }),
      engineer(2),
      engineer(3, { 发证机关: '' }),
    ])
    expect(await issuersToMap(kunming.officer)).toEqual([
      { issuer: '昆明市 职改办', rows: 1 },
      { issuer: '昆明市职改办', rows: 1 },
    ])
    const asked = { number: 'x', name: 'y', year: 1998, level: '420', issuer: '昆明市职改办' } as const
    expect((await verifySubmitted(ctx, asked)).coverage?.ask).toBe(null)
    const said = { issuer: '昆明市 职改办', successorId: ids.kunming, ground: '昆编办〔2009〕3号' }
    await expect(nameSuccessor(kunming.officer, { ...said, ground: '' })).rejects.toMatchObject({
      code: 'collection/bad-successor',
    })
    await expect(nameSuccessor(kunming.officer, { ...said, successorId: ids.dali })).rejects.toMatchObject({
      code: 'identity/office-not-found',
    })
    expect(await database.read.$count(issuerSuccessors)).toBe(0)
    await nameSuccessor(top, said)
    expect(await issuersToMap(kunming.officer)).toEqual([])
    const { coverage } = await verifySubmitted(ctx, asked)
    expect(coverage?.message).toContain(
      '该发证单位的职称事项现由昆明市人力资源和社会保障局承办（昆编办〔2009〕3号），请向其确认。',
    )
    // The same words whatever number and name were asked: nothing is told of anybody.
    const other = await verifySubmitted(ctx, { ...asked, number: '滇1号', name: '别人' })
    expect(JSON.stringify(other)).toBe(JSON.stringify(await verifySubmitted(ctx, asked)))
  })

  it('is the same name in whatever brackets and blanks, an open office’s own too', async ({ database }) => {
    const { ctx, ids, kunming, top, report } = await pastAtWork(database)
    const office = (await listAuthorities(database.read)).find(({ id }) => id === ids.kunming)
    const name = `${office?.name ?? ''}（职改办）`
    await changeAuthority(ctx, { authorityId: ids.kunming, name, ground: '云编办〔2026〕8号' })
    await report(kunming, [
      engineer(1, { 发证机关: '昆明市人事局（职改办）' }),
      engineer(2, { 发证机关: '昆明市人事局(职改办)' }),
      engineer(3, { 发证机关: `${office?.name ?? ''}(职改办)` }),
    ])
    expect((await issuersToMap(kunming.officer)).map(({ issuer }) => issuer).toSorted()).toEqual(
      ['昆明市人事局(职改办)', '昆明市人事局（职改办）'].toSorted(),
    )
    const issuer = '昆明市人事局（职改办）'
    await nameSuccessor(top, { issuer, successorId: ids.kunming, ground: '昆编办〔2009〕3号' })
    expect(await issuersToMap(kunming.officer)).toEqual([])
    expect(await successorOf(ctx.database.read, `${office?.name ?? ''}(职改办)`)).toMatchObject({
      officeId: ids.kunming,
      ground: null,
    })
  })
})

import { describe, expect } from 'vitest'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { makeTrustBundle } from '../../src/certificates/publishing/make-trust-bundle.ts'
import { certificates } from '../../src/certificates/schema.ts'
import { changeAuthority } from '../../src/identity/change-authority.ts'
import { authorityByCreditCode } from '../../src/identity/find-authority.ts'
import { powersOf } from '../../src/identity/find-powers.ts'
import { withdrawPower } from '../../src/identity/grant-power.ts'
import { qualificationDocuments } from '../../src/results/document/schema.ts'
import { registerDocument } from '../../src/results/document/register-document.ts'
import { importList } from '../../src/results/lists/import-list.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { verifyByCode } from '../../src/verification/verify.ts'
import { databaseTest } from '../support/database.ts'
import { workbookOf } from '../support/list.ts'
import { DOCUMENT, officesAtWork } from '../support/offices-at-work.ts'

describe('an office without the power', () => {
  databaseTest('confirms no list, and leaves no trace of having tried', async ({ database }) => {
    const { ctx, authority } = await officesAtWork(database)
    const bytes = await workbookOf([{ 级别: '中级', 评审资格名称: '一级教师' }])
    const { listId } = await importList(ctx, { bytes, fileName: 'a.xlsx', authority })
    await expect(
      registerDocument(ctx, { listId, documentNumber: DOCUMENT, issuedOn: '2023-12-20', persons: bytes }),
    ).rejects.toMatchObject({
      code: 'identity/no-power',
      facts: { power: 'confirm', level: '420', year: 2023 },
    })
    expect(await database.read.select().from(qualificationDocuments)).toEqual([])
  })

  databaseTest('issues nothing once its power is withdrawn', async ({ database }) => {
    const { ctx, authority, confirmed } = await officesAtWork(database)
    const document = await confirmed(3)
    const office = await authorityByCreditCode(database.read, authority)
    for (const { id, power } of await powersOf(database.read, office.id))
      if (power === 'issue') await withdrawPower(ctx, { powerId: id, ground: '云人社函〔2026〕9号' })
    await expect(issueCertificates(ctx, { document })).rejects.toMatchObject({ code: 'identity/no-power' })
    expect(await database.read.select().from(certificates)).toEqual([])
  })
})

describe('an office that is renamed', () => {
  databaseTest('changes nothing that its certificates say', async ({ database }) => {
    const { ctx, authority, issued } = await officesAtWork(database)
    const [found] = await issued(2)
    const [before] = await makeFiles(ctx, [found?.row.id ?? ''])
    const office = await authorityByCreditCode(database.read, authority)
    const shown = await verifyByCode(ctx, found?.row.code ?? '')
    await changeAuthority(ctx, {
      authorityId: office.id,
      name: '云南省人社厅',
      sealName: '云南省人社厅',
      ground: '云编办〔2026〕3号',
    })
    const after = await verifyByCode(ctx, found?.row.code ?? '')
    expect(after.certificate).toEqual(shown.certificate)
    expect(after).toMatchObject({ verdict: 'valid', certificate: { issuer: { name: office.name } } })
    expect((await makeFiles(ctx, [found?.row.id ?? '']))[0]?.bytes).toEqual(before?.bytes)
    const file = before?.bytes ?? new Uint8Array()
    const offline = await verifyOffline({ file }, await makeTrustBundle(ctx), ctx.now())
    expect(offline.reasons.filter(({ code }) => code.includes('issuer'))).toEqual([])
    expect(offline.certificate).toMatchObject({ issuer: { name: office.name } })
  })
})

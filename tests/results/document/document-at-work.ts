import { expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { findRequest } from '../../../src/approvals/find-request.ts'
import type { Database } from '../../../src/platform/database.ts'
import { submitList } from '../../../src/results/lists/submit-list.ts'
import { closePublicity } from '../../../src/results/publicity/end-publicity.ts'
import { openPublicity } from '../../../src/results/publicity/open-publicity.ts'
import { recordChannel } from '../../../src/results/publicity/record-channel.ts'
import { somebody } from '../../support/staff.ts'
import { reviewing, teacher } from '../lists/reviewing.ts'

export const FIRST = '2023-12-11'
export const NUMBER = '昆人社发〔2023〕88号'

/** Two teachers' approved list under a policy, everything before its review marked; and people for every desk. */
export async function atWork(database: Database, place: 'guangan-2023' | 'kunming-2023' | 'eryuan-2024') {
  const through = place === 'guangan-2023' ? 'bureau-recheck' : 'meeting'
  const review = await reviewing(database, { place, through, first: FIRST })
  const { ctx, ids } = review
  const dated = { 取得时间: '2023-12-01' }
  const secretary = await somebody(ctx, {
    officeId: ids.committee,
    roles: ['committee-secretary'],
    person: 301,
  })
  const reviewers = [
    await somebody(ctx, { officeId: ids.committee, roles: ['reviewer'], person: 302 }),
    await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 303 }),
  ]
  const issuer = await somebody(ctx, { officeId: ids.kunming, roles: ['document-issuer'], person: 304 })
  const sealer = await somebody(ctx, { officeId: ids.kunming, roles: ['sealer'], person: 305 })
  const people = [teacher(1, dated), teacher(2, dated)]
  await review.bring('candidates', people)
  const { listId } = await review.bring('approved', people)
  const reviewed = async () => {
    const requestId = await submitList(secretary, { listId })
    const { digest } = (await findRequest(database.read, requestId))!
    for (const reviewer of reviewers) await approve(reviewer, { requestId, digest })
  }
  const publicised = async () => {
    const { publicationId } = await openPublicity(ctx, {
      listId,
      kind: 'result',
      opensOn: FIRST,
      closesOn: '2023-12-18',
    })
    for (const channel of ['线上', '线下'])
      await recordChannel(ctx, {
        publicationId,
        channel,
        address: 'https://rsj.example.gov.cn/gs',
        upOn: FIRST,
        fileDigest: 'ab'.repeat(32),
      })
    review.turn('2023-12-19')
    await closePublicity(ctx, { publicationId })
  }
  return { ...review, listId, secretary, issuer, sealer, reviewed, publicised }
}

export const refused = (act: Promise<unknown>, code: string) => expect(act).rejects.toMatchObject({ code })

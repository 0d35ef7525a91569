import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { findRequest } from '../../../src/approvals/find-request.ts'
import { applyInvalidation } from '../../../src/certificates/changes/apply-invalidation.ts'
import { cycleById } from '../../../src/cycles/find-cycle.ts'
import { policyOf } from '../../../src/policy/policy-of.ts'
import { confirmResults } from '../../../src/results/document/confirm-results.ts'
import { issueDocument } from '../../../src/results/document/issue-document.ts'
import { withObtainedOn } from '../../../src/results/document/obtained-on.ts'
import { printOpinions } from '../../../src/results/document/print-opinions.ts'
import type { ReadyResult } from '../../../src/results/document/require-ready.ts'
import { rowsToConfer } from '../../../src/results/document/rows-to-confer.ts'
import { holdResult } from '../../../src/results/inquiry/hold-result.ts'
import { proposeInvalidation } from '../../../src/results/inquiry/propose-invalidation.ts'
import { currentList } from '../../../src/results/lists/candidates.ts'
import { markedElsewhere } from '../../support/cycles-at-work.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { atWork, FIRST, NUMBER, refused } from './document-at-work.ts'

const PLACE = 'guangan-2023'
const LATER = '2023-12-25'

describe('a title that counts from its confirmation', () => {
  test('counts from its own: whoever was held at first, from a later day', async ({ database }) => {
    const work = await atWork(database, PLACE)
    const { ctx, cycleId, listId, sealer, turn } = work
    await work.reviewed()
    await work.publicised()
    const hold = { listId, position: 2, name: '测试丙', ground: '正在核实业绩材料' } as const
    await holdResult(ctx, { ...hold, act: 'hold' })
    await confirmResults(sealer, { listId })

    const answer = { place: PLACE, rule: 'obtainedOn', level: null, value: 'confirmation' } as const
    const answers = [{ ...answer, ground: '本局内部规程', office: '某局', answeredOn: FIRST }]
    const policy = policyOf(PLACE, { level: 'intermediate', answers })
    const ready: ReadyResult = {
      list: (await currentList(database.read, cycleId, 'approved'))!,
      review: { cycle: await cycleById(database.read, cycleId), policy },
      confirmation: 'before',
    }
    const days = () =>
      ctx.database.transaction(async (tx) => {
        const rows = (await rowsToConfer(ctx, tx, listId)).map((row) => ({ ...row, obtainedOn: null }))
        return (await withObtainedOn(tx, ready, rows, LATER)).map((row) => row.obtainedOn)
      })
    await refused(days(), 'results/obtained-on-unknown')
    turn(LATER)
    await holdResult(ctx, { ...hold, act: 'release' })
    await confirmResults(sealer, { listId })
    expect(await days()).toEqual(['2023-12-19', LATER])
  })
})

describe('评审结果确认意见', () => {
  test('is printed of nobody whose result was declared invalid', async ({ database }) => {
    const work = await atWork(database, 'kunming-2023')
    const { ctx, ids, listId, issuer, sealer } = work
    await work.reviewed()
    await markedElsewhere(ctx, work.cycleId, 'post-meeting-filing', FIRST)
    await issueDocument(issuer, { listId, documentNumber: NUMBER })
    await confirmResults(sealer, { listId })
    const officeId = ids.kunming
    const officer = await somebody(ctx, { officeId, roles: ['integrity-officer'], person: 306 })
    const reviewer = await somebody(ctx, { officeId, roles: ['reviewer'], person: 307 })
    const declare = async (position: number, name: string) => {
      const { planId, requestId } = await proposeInvalidation(officer, {
        scope: { kind: 'person', listId, position, name },
        document: `昆人社函〔2023〕${position}号`,
        decidedOn: FIRST,
        ground: '经查，评审程序违规。',
      })
      const { digest } = (await findRequest(database.read, requestId))!
      await approve(reviewer, { requestId, digest })
      await applyInvalidation(officer, planId)
    }
    expect(await printOpinions(sealer, { document: NUMBER })).toMatchObject({ people: 2 })
    await declare(1, '测试乙')
    expect(await printOpinions(sealer, { document: NUMBER })).toMatchObject({ people: 1 })
    await declare(2, '测试丙')
    await refused(printOpinions(sealer, { document: NUMBER }), 'results/not-confirmed-yet')
  })
})

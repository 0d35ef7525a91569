import { describe, expect } from 'vitest'
import { cycleById } from '../../../src/cycles/find-cycle.ts'
import { eventsOf } from '../../../src/cycles/find-events.ts'
import { gatherPacket } from '../../../src/results/filing/gather-packet.ts'
import { answerObjection } from '../../../src/results/objections/answer-objection.ts'
import { listObjections } from '../../../src/results/objections/find-objection.ts'
import { raiseObjection } from '../../../src/results/objections/raise-objection.ts'
import { closePublicity } from '../../../src/results/publicity/end-publicity.ts'
import { databaseTest } from '../../support/database.ts'
import { DAY_AFTER, publishedReview, shown } from '../publicity/reviews.ts'

describe('公示情况 of a filing', () => {
  databaseTest('is what was really published, and what was said against it', async ({ database }) => {
    const { ctx, turn, cycleId, publicationId } = await publishedReview(database)
    await shown(ctx, publicationId)
    const about = { position: 1, name: '韦娟' }
    const text = '任职年限不足，单位证明与事实不符。'
    await raiseObjection(ctx, { publicationId, about, text, contact: null })
    turn(DAY_AFTER)
    await closePublicity(ctx, { publicationId })
    const objectionId = (await listObjections(ctx, database.read, publicationId))[0]?.id ?? ''
    await answerObjection(ctx, { objectionId, step: 'taken-up', ground: '' })
    await answerObjection(ctx, { objectionId, step: 'dismissed', ground: '经核查，年限符合条件。' })
    const cycle = await cycleById(database.read, cycleId)
    const events = await eventsOf(database.read, cycleId)
    const { known } = await gatherPacket(database.read, cycle, 'pre-meeting', events)
    expect(known.get('publicity')).toMatch(
      /^推荐公示：用人单位公示截至2024年\d+月\d+日；会前公示：2024年9月2日至2024年9月9日，3 人$/,
    )
    expect(known.get('complaints')).toBe('收到 1 件：属实 0 件，不属实 1 件，不予受理 0 件，正在办理 0 件')
  })
})

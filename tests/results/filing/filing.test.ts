import { PDFDocument } from 'pdf-lib'
import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { latestRequest } from '../../../src/approvals/find-request.ts'
import { eventsOf } from '../../../src/cycles/find-events.ts'
import { requireStep } from '../../../src/cycles/require-step.ts'
import { registerCycle } from '../../../src/cycles/register-cycle.ts'
import { ruleOn } from '../../../src/cycles/rule-on.ts'
import type { Database } from '../../../src/platform/database.ts'
import type { Refusal } from '../../../src/platform/refusal.ts'
import { acceptFiling } from '../../../src/results/filing/accept-filing.ts'
import {
  FILING_APPROVAL,
  filingSubject,
  latestFiling,
  standingOfFiling,
} from '../../../src/results/filing/find-filing.ts'
import { figuresOf } from '../../../src/results/filing/figures.ts'
import { packetPdf } from '../../../src/results/filing/packet-pdf.ts'
import { packetWorkbook } from '../../../src/results/filing/packet-workbook.ts'
import { requireFiled } from '../../../src/results/filing/require-filed.ts'
import { readPacket } from '../../../src/results/filing/read-packet.ts'
import { returnFiling } from '../../../src/results/filing/return-filing.ts'
import { submitFiling } from '../../../src/results/filing/submit-filing.ts'
import { takeFiling } from '../../../src/results/filing/take-filing.ts'
import { currentList } from '../../../src/results/lists/candidates.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { readWorkbook } from '../../../src/spreadsheets/read-workbook.ts'
import { refused } from '../../cycles/cycles-refused.ts'
import { markedElsewhere, officesOn, reviewAtWork, soundStep } from '../../support/cycles-at-work.ts'
import { databaseTest } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { teacher, workbookOf } from '../lists/reviewing.ts'

const KIND = 'pre-meeting'
const TEXTS = { 'work-plan': '分三个学科组，封闭评审两天。', rejected: '3 人学历不符，已一次性告知。' }
const CONDUCT = { supervision: '纪检组 2 人全程在场。', work: '按期完成，没有异常。' }

/** Kunming's committee of 2023, ready to file before its meeting of 16 October; the last day is 26 September. */
async function kunming(database: Database, people = 3) {
  const at = await officesOn(database, '2023-06-01')
  const { ctx, turn, codes, ids } = at
  const opened = await reviewAtWork(ctx, {
    office: codes.committee,
    filingAuthority: codes.kunming,
    place: 'kunming-2023',
    year: 2023,
    levels: ['420'],
    meetingOn: '2023-10-16',
  })
  const { cycleId } = opened
  turn('2023-09-26')
  await soundStep(ctx, cycleId, 'notice', '2023-09-01', { filedOn: '2023-08-30' })
  await markedElsewhere(ctx, cycleId, 'recommendation-publicity', '2023-09-08')
  await soundStep(ctx, cycleId, 'qualification-check', '2023-09-10', { accepted: people, rejected: 3 })
  await markedElsewhere(ctx, cycleId, 'title-confirmation', '2023-09-10')
  await markedElsewhere(ctx, cycleId, 'pre-meeting-publicity', '2023-09-22')
  const list = async (stage: 'candidates' | 'approved', many: number, replaces: string | null = null) =>
    importList(ctx, {
      bytes: await workbookOf(Array.from({ length: many }, (_, i) => teacher(i + 1))),
      fileName: `${stage}.xlsx`,
      authority: codes.kunming,
      office: codes.committee,
      cycleId,
      stage,
      replaces,
    })
  const { listId } = await list('candidates', people)
  const secretary = await somebody(ctx, {
    officeId: ids.committee,
    roles: ['committee-secretary'],
    person: 861,
  })
  const reviewer = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 862 })
  const digest = async () => {
    const filing = await latestFiling(database.read, cycleId, KIND)
    return filing === null ? '' : (await standingOfFiling(database.read, filing)).digest
  }
  return { ...at, ...opened, list, listId, secretary, reviewer, digest }
}

describe('a filing before the meeting', () => {
  databaseTest('holds exactly what the notice lists, in its order', async ({ database }) => {
    const { ctx, cycleId, secretary } = await kunming(database)
    await refused(
      ctx,
      () => submitFiling(secretary, { cycleId, kind: KIND, texts: {} }),
      'results/packet-incomplete',
      {
        items: ['work-plan', 'rejected'],
        clause: '四（四）',
        document: '昆人社通〔2023〕37号',
      },
    )
    await submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS })
    expect((await latestFiling(database.read, cycleId, KIND))?.lines).toEqual([
      { item: 'work-plan', text: TEXTS['work-plan'] },
      { item: 'examination', text: '2023年9月10日完成：通过 3 人，未通过 3 人' },
      { item: 'publicity', text: '推荐公示：用人单位公示截至2023年9月8日' },
      { item: 'rejected', text: TEXTS.rejected },
      { item: 'candidates', text: '3 人，名单附后' },
    ])
  })

  databaseTest(
    'is taken by another person, and only then the step is done, as of the day it was handed in',
    async ({ database }) => {
      const { ctx, cycleId, secretary, reviewer, digest, turn } = await kunming(database)
      await submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS })
      const draw = () => database.transaction((tx) => requireStep(tx, cycleId, 'expert-draw'))
      await refused(ctx, draw, 'cycles/step-not-reached', { missing: 'pre-meeting-filing' })
      turn('2023-09-28')
      await takeFiling(reviewer, { cycleId, kind: KIND, digest: await digest() })
      await draw()
      const filed = (await eventsOf(database.read, cycleId)).find(({ step }) => step === 'pre-meeting-filing')
      expect(filed).toMatchObject({ day: '2023-09-28', facts: { submittedOn: '2023-09-26', late: false } })
      // Handed in on the last day, taken after it: the meeting need not move.
      turn('2023-10-16')
      await soundStep(ctx, cycleId, 'expert-draw', '2023-10-09')
      await soundStep(ctx, cycleId, 'meeting', '2023-10-16')
      await refused(
        ctx,
        () => submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS }),
        'results/filing-accepted',
      )
    },
  )

  databaseTest(
    'is refused a day too late, with the day the meeting can be (10 个工作日前)',
    async ({ database }) => {
      const { ctx, cycleId, secretary, turn } = await kunming(database)
      turn('2023-09-27')
      await refused(
        ctx,
        () => submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS }),
        'cycles/too-late',
        {
          latest: '2023-09-26',
          earliestMeeting: '2023-10-17',
          clause: '四（四）',
        },
      )
    },
  )

  databaseTest('comes back once with everything that is wrong, and goes in again', async ({ database }) => {
    const { ctx, cycleId, secretary, reviewer, digest } = await kunming(database)
    await submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS })
    const back = (defects: Parameters<typeof returnFiling>[1]['defects']) => async () =>
      returnFiling(reviewer, { cycleId, kind: KIND, digest: await digest(), defects })
    await refused(ctx, back([]), 'results/bad-filing-defects')
    await back([
      { item: 'work-plan', text: '没有写明学科组' },
      { item: 'rejected', text: '没有写明原因' },
    ])()
    const standing = async () => {
      const filing = await latestFiling(database.read, cycleId, KIND)
      return (
        filing && { position: filing.position, kind: (await standingOfFiling(database.read, filing)).kind }
      )
    }
    expect(await standing()).toEqual({ position: 1, kind: 'returned' })
    await refused(ctx, () => acceptFiling(reviewer, { cycleId, kind: KIND }), 'approvals/returned')
    await submitFiling(secretary, { cycleId, kind: KIND, texts: { ...TEXTS, rejected: '3 人学历不符。' } })
    expect(await standing()).toEqual({ position: 2, kind: 'waiting' })
    await takeFiling(reviewer, { cycleId, kind: KIND, digest: await digest() })
    expect(await standing()).toEqual({ position: 2, kind: 'accepted' })
  })

  databaseTest('is not taken by whoever handed it in, whichever account they use', async ({ database }) => {
    const { ctx, cycleId, ids, secretary, digest } = await kunming(database)
    await submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS })
    const same = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 861 })
    const take = async () => takeFiling(same, { cycleId, kind: KIND, digest: await digest() })
    await refused(ctx, take, 'approvals/own-request')
  })

  databaseTest('is of no use once the list is another one', async ({ database }) => {
    const { ctx, cycleId, secretary, reviewer, list, listId } = await kunming(database)
    await submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS })
    const request = await latestRequest(database.read, {
      kind: FILING_APPROVAL,
      subjectId: filingSubject(cycleId, KIND),
    })
    await approve(reviewer, { requestId: request?.id ?? '', digest: request?.digest ?? '' })
    await list('candidates', 2, listId)
    await refused(ctx, () => acceptFiling(reviewer, { cycleId, kind: KIND }), 'results/filing-outdated')
  })

  databaseTest('counts no more once its list was corrected, and goes in again', async ({ database }) => {
    const { ctx, cycleId, secretary, reviewer, digest, turn, list, listId } = await kunming(database)
    const file = async () => {
      await submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS })
      await takeFiling(reviewer, { cycleId, kind: KIND, digest: await digest() })
    }
    await file()
    const second = await list('candidates', 4, listId)
    const filing = (await latestFiling(database.read, cycleId, KIND))!
    expect((await standingOfFiling(database.read, filing)).kind).toBe('outdated')
    turn('2023-10-16')
    await soundStep(ctx, cycleId, 'expert-draw', '2023-10-09')
    await soundStep(ctx, cycleId, 'meeting', '2023-10-16', { applicants: 4, passed: 4 })
    await refused(ctx, () => list('approved', 4), 'results/filing-outdated')
    await file()
    const again = (await latestFiling(database.read, cycleId, KIND))!
    expect(again).toMatchObject({ position: 2, listId: second.listId, late: true })
    expect((await standingOfFiling(database.read, again)).kind).toBe('accepted')
    const taken = (await eventsOf(database.read, cycleId)).filter(({ step }) => step === 'pre-meeting-filing')
    expect(taken.map(({ about }) => about)).toEqual([again.id])
    expect((await list('approved', 4)).rows).toBe(4)
  })

  databaseTest('belongs to its offices: for others there is no such review', async ({ database }) => {
    const { ctx, cycleId, ids } = await kunming(database)
    const other = await somebody(ctx, {
      officeId: ids.dali,
      roles: ['committee-secretary', 'reviewer'],
      person: 863,
    })
    await refused(
      ctx,
      () => submitFiling(other, { cycleId, kind: KIND, texts: TEXTS }),
      'cycles/cycle-not-found',
    )
    await refused(
      ctx,
      () => takeFiling(other, { cycleId, kind: KIND, digest: '0'.repeat(64) }),
      'cycles/cycle-not-found',
    )
  })

  databaseTest('takes no text that is none, and none of a formula', async ({ database }) => {
    const { ctx, cycleId, secretary } = await kunming(database)
    for (const text of ['x', '=1+1', 'a\u0000b', '长'.repeat(1001)])
      await refused(
        ctx,
        () => submitFiling(secretary, { cycleId, kind: KIND, texts: { ...TEXTS, rejected: text } }),
        'results/bad-packet-text',
      )
  })
})

describe('outside the plan', () => {
  databaseTest('nothing is filed where the notice says 均不予备案', async ({ database }) => {
    const { ctx, codes, turn } = await officesOn(database, '2023-06-01')
    const { committeeId, cycleId } = await reviewAtWork(ctx, {
      office: codes.committee,
      filingAuthority: codes.province,
      place: 'kunming-2023',
      year: 2023,
      levels: ['412'],
      meetingOn: '2023-10-16',
    })
    expect(committeeId).not.toBe('')
    turn('2023-09-20')
    await soundStep(ctx, cycleId, 'notice', '2023-09-01', { filedOn: '2023-08-30' })
    await markedElsewhere(ctx, cycleId, 'recommendation-publicity', '2023-09-08')
    await markedElsewhere(ctx, cycleId, 'title-confirmation', '2023-09-10')
    await markedElsewhere(ctx, cycleId, 'pre-meeting-publicity', '2023-09-15')
    await ruleOn(ctx, { subject: 'cycle', subjectId: cycleId, granted: false, ground: '未上报评审计划' })
    const submit = () => submitFiling(ctx, { cycleId, kind: KIND, texts: TEXTS })
    await refused(ctx, submit, 'cycles/not-in-plan', { clause: '一', document: '云人社函〔2023〕38号' })
    await ruleOn(ctx, { subject: 'cycle', subjectId: cycleId, granted: true, ground: '补报的评审计划' })
    await refused(ctx, submit, 'results/packet-incomplete', { items: ['examination', 'candidates'] })
  })

  databaseTest('a route without a meeting has no filing', async ({ database }) => {
    const { ctx, codes } = await officesOn(database, '2023-06-01')
    const { cycleId } = await registerCycle(ctx, {
      route: 'confirmation',
      office: codes.committee,
      filingAuthority: codes.kunming,
      series: null,
      levels: ['420'],
      place: 'kunming-2023',
      year: 2023,
    })
    await refused(
      ctx,
      () => submitFiling(ctx, { cycleId, kind: KIND, texts: {} }),
      'results/filing-of-reviews-only',
    )
  })
})

describe('a filing after the meeting', () => {
  const POST = 'post-meeting'

  /** Met on 16 October; the approved list of two is there. */
  async function met(database: Database) {
    const at = await kunming(database)
    const { ctx, cycleId, secretary, reviewer, digest, turn, list } = at
    await submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS })
    await takeFiling(reviewer, { cycleId, kind: KIND, digest: await digest() })
    turn('2023-10-16')
    await soundStep(ctx, cycleId, 'expert-draw', '2023-10-09')
    await soundStep(ctx, cycleId, 'meeting', '2023-10-16', { applicants: 3, passed: 2 })
    await list('approved', 2)
    return at
  }

  databaseTest.for<[string, string, boolean]>([
    ['on the fifteenth working day is in time', '2023-11-06', false],
    ['a day after it is late: handed in as such, for the bureau to decide', '2023-11-07', true],
  ])('%s (会后 15 个工作日内)', async ([, day, late], { database }) => {
    const { cycleId, secretary, turn } = await met(database)
    turn(day)
    await submitFiling(secretary, { cycleId, kind: POST, texts: CONDUCT })
    expect(await latestFiling(database.read, cycleId, POST)).toMatchObject({ late, latest: '2023-11-06' })
  })

  databaseTest('is of the list that holds, or stands before its document again', async ({ database }) => {
    const { cycleId, secretary, reviewer, turn, list } = await met(database)
    turn('2023-10-17')
    const file = async () => {
      await submitFiling(secretary, { cycleId, kind: POST, texts: CONDUCT })
      const filing = (await latestFiling(database.read, cycleId, POST))!
      const { digest } = await standingOfFiling(database.read, filing)
      await takeFiling(reviewer, { cycleId, kind: POST, digest })
    }
    const filed = (listId: string) => requireFiled(database.read, { cycleId, kind: POST, listId })
    await file()
    const first = (await currentList(database.read, cycleId, 'approved'))!.id
    await filed(first)
    const { listId } = await list('approved', 1, first)
    await expect(filed(listId)).rejects.toMatchObject({ code: 'results/filing-outdated' })
    await file()
    await filed(listId)
  })

  databaseTest('counts who stood, who passed and what was objected', async ({ database }) => {
    const { cycleId, secretary } = await met(database)
    await submitFiling(secretary, { cycleId, kind: POST, texts: CONDUCT })
    const filing = await latestFiling(database.read, cycleId, POST)
    const text = Object.fromEntries(filing?.lines.map((line) => [line.item, line.text]) ?? [])
    expect(text).toMatchObject({
      'meeting-day': '2023年10月16日',
      applicants: '3 人',
      passed: '2 人',
      'pass-rate': '66.7%',
      complaints: '没有收到异议或举报',
      'passed-list': '2 人，名单附后',
    })
    expect(await figuresOf(database.read, [cycleId])).toMatchObject({
      series: [{ label: '中小学教师', candidates: 3, approved: 2 }],
      levels: [{ label: '中级', candidates: 3, approved: 2 }],
      places: [{ label: '云南省', candidates: 3, approved: 2 }],
    })
  })
})

describe('a packet on paper', () => {
  databaseTest('is drawn and written with its people for who may see them', async ({ database }) => {
    const { ctx, ids, cycleId, secretary, reviewer } = await kunming(database, 60)
    await submitFiling(secretary, { cycleId, kind: KIND, texts: TEXTS })
    const packet = await readPacket(reviewer, { cycleId, kind: KIND })
    const pdf = packetPdf(packet)
    expect(packetPdf(packet)).toEqual(pdf)
    expect((await PDFDocument.load(pdf)).getPageCount()).toBeGreaterThan(2)
    const { sheets } = await readWorkbook(await packetWorkbook(packet))
    expect(sheets.map(({ name }) => name)).toEqual(['备案内容', '名单'])
    const auditor = await somebody(ctx, { officeId: ids.kunming, roles: ['auditor'], person: 864 })
    const caught = await readPacket(auditor, { cycleId, kind: KIND }).catch((error: Refusal) => error.code)
    expect(caught).toBe('results/list-not-found')
  })
})

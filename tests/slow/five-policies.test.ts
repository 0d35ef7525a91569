import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Day } from '../../src/calendar/day.ts'
import { certificatesOf } from '../../src/certificates/reading/certificates-of.ts'
import { eventsOf } from '../../src/cycles/find-events.ts'
import { registerOffices } from '../../src/demo/offices.ts'
import { syntheticList } from '../../src/demo/synthetic-list.ts'
import { walkingClock, withClock } from '../../src/demo/walking-clock.ts'
import { JOB_KINDS } from '../../src/desks.ts'
import { authorityById } from '../../src/identity/find-authority.ts'
import { grantPower } from '../../src/identity/grant-power.ts'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { registerAuthority } from '../../src/identity/register-authority.ts'
import type { Role } from '../../src/identity/role.ts'
import { runJobs } from '../../src/jobs/run-jobs.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { answerRule } from '../../src/policy/answer-rule.ts'
import { judgeApprovedList, type ApprovedRow } from '../../src/results/lists/approved-list.ts'
import { PROPOSED_ANSWERS } from '../../src/policy/proposed-answers.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { rateCounts } from '../../src/platform/schema.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { CHROMIUM, FLAGS, hasBrowser } from '../support/browser.ts'
import { testContext } from '../support/context.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { memoryInMemory, SAMPLE } from '../support/offices-at-work.ts'
import { officeIds } from '../support/staff.ts'
import { takeSeat, type Seat } from './desk-seats.ts'
import { mistakesOfClerks, numberUsed } from './desk-mistakes.ts'
import { walkDesks, type Hand, type Walk } from './desk-walk.ts'

const PEOPLE = 200
const FAILED = 4
const ROLES: Readonly<Record<Hand, Role>> = {
  secretary: 'committee-secretary',
  reviewer1: 'reviewer',
  reviewer2: 'reviewer',
  reviewer3: 'reviewer',
  issuer: 'document-issuer',
  sealer: 'sealer',
}
const OF_COMMITTEE: readonly Hand[] = ['secretary', 'reviewer1', 'reviewer3']

/** In the order of their days: the ledger's go forwards only. */
const WALKS = [
  {
    place: 'yunnan-2020',
    first: '2020-07-06',
    at: 'province',
    levels: ['411', '412'],
    number: '云人社发〔2020〕61号',
  },
  {
    place: 'yunnan-2023',
    first: '2023-04-03',
    at: 'province',
    levels: ['411', '412'],
    number: '云人社发〔2023〕61号',
  },
  {
    place: 'kunming-2023',
    first: '2023-07-10',
    at: 'kunming',
    levels: ['420'],
    number: '昆人社发〔2023〕62号',
  },
  {
    place: 'guangan-2023',
    first: '2023-10-09',
    at: 'guangan',
    levels: ['420'],
    number: '广安人社发〔2023〕63号',
  },
  {
    place: 'eryuan-2024',
    first: '2024-05-13',
    at: 'eryuan',
    levels: ['420'],
    number: '洱人社发〔2024〕64号',
  },
] as const

describe.skipIf(!hasBrowser)(
  'one list of 200 from upload to certificate, by each of the five notices',
  () => {
    const clock = walkingClock(WALKS[0].first, () => new Date('2030-01-01T00:00:00Z'))
    const memory = memoryInMemory()
    let database: Database
    let ctx: Context
    let origin: string
    let server: RunningServer
    let stopJobs: () => Promise<void>
    let browser: Browser
    let offices: Readonly<Record<string, string>>
    let sample: readonly ApprovedRow[]
    let forgetting: ReturnType<typeof setInterval> | undefined

    beforeAll(async () => {
      const port = await freePort()
      origin = `http://localhost:${port}`
      database = await ownDatabase()
      const plain = testContext(database)
      // Keys that were there in 2020 already, as the walked years want them.
      const history = plain.keyring.history.map((key) => ({ ...key, from: '2018-01-01' }))
      const keyring = { ...plain.keyring, history }
      ctx = withClock({ ...plain, keyring, config: { ...plain.config, publicOrigin: origin } }, clock)
      await beginLedger(ctx, 'rcps.example.gov.cn/ledger')
      await registerOffices(ctx)
      const ids = await officeIds(ctx)
      offices = { ...ids, guangan: await guangan(ctx) }
      // The order of 2020 stands before the demonstration's powers.
      for (const power of ['confirm', 'issue'] as const)
        await grantPower(ctx, {
          authorityId: ids.province,
          power,
          levels: ['411', '412'],
          series: null,
          fromYear: 2020,
          throughYear: 2022,
          ground: '2020年通知',
        })
      sample = (await judgeApprovedList(openSpreadsheet(SAMPLE), { today: '2026-01-01', keepRows: true }))
        .rows
      const publish = () => publishCheckpoint(ctx, memory)
      server = await startServer(ctx, port, { publish })
      // The files of a thousand certificates are another test's.
      const kinds = JOB_KINDS.filter(({ kind }) => kind !== 'certificates.files')
      stopJobs = runJobs(ctx, kinds, { publish, idleMs: 100 })
      browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(' ') })
      // Years pass here in minutes; the database's quarter of an hour for counting sign-ins does not.
      forgetting = setInterval(() => void database.read.delete(rateCounts).catch(() => {}), 500)
    })
    afterAll(async () => {
      clearInterval(forgetting)
      await browser?.close()
      await stopJobs?.()
      await server?.close()
      await database?.close()
    })

    it.for(WALKS)(
      '$place',
      { timeout: 600_000 },
      async ({ place, first, at, levels, number }, { expect: see }) => {
        clock.turn(first)
        const officeId = offices[at] ?? ''
        const serial = 400 + 10 * WALKS.findIndex((walk) => walk.place === place)
        const holder = (hand: Hand, person: number) => ({
          ctx,
          browser,
          origin,
          officeId: OF_COMMITTEE.includes(hand) ? (offices.committee ?? '') : officeId,
          role: ROLES[hand],
          person,
        })
        const mistakes: Partial<Record<string, Walk['before']>> = {
          'guangan-2023': mistakesOfClerks(holder('secretary', serial + 7)),
          'yunnan-2023': numberUsed,
        }
        const seats: Partial<Record<Hand, Seat>> = {}
        for (const [i, hand] of (Object.keys(ROLES) as Hand[]).entries())
          seats[hand] = await takeSeat(holder(hand, serial + i))
        if (place === 'guangan-2023') await answerRounds(ctx, officeId)
        const committee = `${place}职称评审委员会`
        const people = { candidates: PEOPLE + FAILED, passed: PEOPLE }
        const { cycleId } = await walkDesks({
          ctx,
          browser,
          origin,
          at: seats as Readonly<Record<Hand, Seat>>,
          turn: (day) => clock.turn(day),
          before: mistakes[place] ?? {},
          review: {
            place,
            committee,
            levels,
            documentNumber: number,
            office: (await authorityById(database.read, offices.committee ?? '')).creditCode,
            authority: (await authorityById(database.read, officeId)).creditCode,
            people,
            list: (stage, meetingOn, { fewer = 0, isOtherOrder = false } = {}) =>
              syntheticList(
                rowsFor(isOtherOrder ? sample.toReversed() : sample, levels, committee, meetingOn),
                (stage === 'candidates' ? people.candidates : people.passed) - fewer,
              ),
          },
        })
        await see
          .poll(async () => (await certificatesOf(ctx, number, null)).length, { timeout: 60_000 })
          .toBe(PEOPLE)
        const done = (await eventsOf(database.read, cycleId)).map(({ step }) => step)
        see(done).toEqual(expect.arrayContaining(['document', 'certificate']))
        const [one] = await certificatesOf(ctx, number, 1)
        for (const { page } of Object.values(seats)) await page.context().close()
        const stranger = await browser.newPage()
        await stranger.goto(`${origin}/v/${one!.code}`)
        see(await stranger.textContent('.verdict h1')).toBe('有效')
        await stranger.close()
      },
    )

    it('leaves a ledger and a trail the audit finds in order', async () => {
      expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
      expect((await auditTrail(ctx)).defects).toEqual([])
    })
  },
)

/** Sichuan's city, which is no office of the demonstration. */
async function guangan(ctx: Context): Promise<string> {
  const code = '11539901000009101'
  const { id } = await registerAuthority(ctx, {
    parentId: null,
    kind: 'prefecture',
    name: '广安市人力资源和社会保障局',
    place: '511600',
    creditCode: code + creditCodeCheck(code),
    documentWord: '广安人社发',
    numberPrefix: 'SCGA',
  })
  for (const power of ['confirm', 'issue', 'file'] as const)
    await grantPower(ctx, {
      authorityId: id,
      power,
      levels: ['420'],
      series: null,
      fromYear: 2023,
      throughYear: null,
      ground: '广安人社办〔2023〕144号 四（四）',
    })
  return id
}

const answerRounds = async (issuer: Context, officeId: string) =>
  answerRule(issuer, {
    place: 'guangan-2023',
    rule: 'threeReviewsRounds',
    level: null,
    value: PROPOSED_ANSWERS.threeReviewsRounds,
    ground: '本局内部规程',
    office: (await authorityById(issuer.database.read, officeId)).creditCode,
  })

/** Teachers for the middle levels; the office's own titles for the senior ones. */
function rowsFor(
  sample: readonly ApprovedRow[],
  levels: readonly string[],
  committee: string,
  obtainedOn: Day,
): readonly ApprovedRow[] {
  const reviewed = sample.filter(({ route }) => route === 'review')
  const rows = levels.includes('420')
    ? reviewed
        .filter(({ series }) => series === '中小学教师')
        .map((row) => ({ ...row, title: '一级教师', level: '420' as const }))
    : reviewed
  return rows.map((row) => ({ ...row, committee, obtainedOn }))
}

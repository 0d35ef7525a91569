import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Day } from '../../src/calendar/day.ts'
import { certificatesOf } from '../../src/certificates/reading/certificates-of.ts'
import { eventsOf } from '../../src/cycles/find-events.ts'
import { registerOffices } from '../../src/demo/offices.ts'
import { syntheticList } from '../../src/demo/synthetic-list.ts'
import { walkReview, type Hand, type WalkedSoFar } from '../../src/demo/walk-review.ts'
import { walkingClock, withClock } from '../../src/demo/walking-clock.ts'
import { JOB_KINDS } from '../../src/desks.ts'
import { authorityById } from '../../src/identity/find-authority.ts'
import { grantPower } from '../../src/identity/grant-power.ts'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { registerAuthority } from '../../src/identity/register-authority.ts'
import type { Role } from '../../src/identity/role.ts'
import { beginSession } from '../../src/identity/sign-in/begin-session.ts'
import { sessionCookieName } from '../../src/identity/sign-in/cookie.ts'
import { runJobs } from '../../src/jobs/run-jobs.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { answerRule } from '../../src/policy/answer-rule.ts'
import type { Step } from '../../src/policy/rule.ts'
import { judgeApprovedList, type ApprovedRow } from '../../src/results/lists/approved-list.ts'
import { currentList } from '../../src/results/lists/candidates.ts'
import { PROPOSED_ROUNDS } from '../../src/results/lists/three-reviews.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { CHROMIUM, FLAGS, hasBrowser } from '../support/browser.ts'
import { testContext } from '../support/context.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { memoryInMemory, SAMPLE } from '../support/offices-at-work.ts'
import { officeIds, somebody } from '../support/staff.ts'

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
    })
    afterAll(async () => {
      await browser?.close()
      await stopJobs?.()
      await server?.close()
      await database?.close()
    })

    /** A browser of this account's own, signed in today: days pass, and sessions with them. */
    async function desk(at: Context, act: (page: Page) => Promise<void>): Promise<void> {
      const session = await database.transaction((tx) =>
        beginSession(ctx, tx, {
          kind: 'account',
          holderId: at.actor.accountId ?? '',
          secondFactor: true,
          agent: 'test',
        }),
      )
      const seat = await browser.newContext({ viewport: { width: 1280, height: 900 } })
      await seat.addCookies([{ name: sessionCookieName(origin), value: session.token, url: origin }])
      const page = await seat.newPage()
      try {
        await act(page)
      } finally {
        await seat.close()
      }
    }

    it.for(WALKS)(
      '$place',
      { timeout: 600_000 },
      async ({ place, first, at, levels, number }, { expect: see }) => {
        clock.turn(first)
        const officeId = offices[at] ?? ''
        const serial = 400 + 10 * WALKS.findIndex((walk) => walk.place === place)
        const hands: Partial<Record<Hand, Context>> = {}
        for (const [i, hand] of (Object.keys(ROLES) as Hand[]).entries())
          hands[hand] = await somebody(ctx, {
            officeId: OF_COMMITTEE.includes(hand) ? (offices.committee ?? '') : officeId,
            roles: [ROLES[hand]],
            person: serial + i,
          })
        const hand = (name: Hand): Context => hands[name] as Context
        if (place === 'guangan-2023') await answerRounds(hand('issuer'), officeId)
        const committee = `${place}职称评审委员会`
        const inChromium: Partial<Record<Step | 'list', (about: WalkedSoFar) => Promise<void>>> = {
          list: async (about) => {
            await desk(hand('secretary'), async (page) => {
              await page.goto(`${origin}/desk/lists/new?cycle=${about.cycleId}&stage=approved`)
              await page.selectOption(
                'select[name=authority]',
                (await authorityById(database.read, officeId)).creditCode,
              )
              await page.setInputFiles('input[name=file]', {
                name: '评审通过名单.xlsx',
                buffer: Buffer.from(about.bytes!),
                mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
              })
              await page.click('main form[action="/desk/lists"] button[type=submit]')
              await see
                .poll(async () => (await currentList(database.read, about.cycleId, 'approved'))?.rowCount, {
                  timeout: 60_000,
                })
                .toBe(PEOPLE)
              about.found((await currentList(database.read, about.cycleId, 'approved'))!.id)
              await page.goto(`${origin}/desk/lists/${about.listId}`)
              await page.click('form[action$="/submission"] button')
            })
            for (const reviewer of ['reviewer1', 'reviewer2'] as const)
              await desk(hand(reviewer), async (page) => {
                await page.goto(`${origin}/desk`)
                await page.click('main a[href^="/desk/approvals/"]')
                await page.click('form[action$="/approval"] button')
              })
          },
          'result-confirmation': ({ listId }) =>
            desk(hand('sealer'), async (page) => {
              await page.goto(`${origin}/desk/lists/${listId}/paper`)
              await page.click('form[action$="/confirmations"] button')
              see(await page.textContent('main')).toContain('评审结果确认')
            }),
          document: ({ listId }) =>
            desk(hand('issuer'), async (page) => {
              await page.goto(`${origin}/desk/lists/${listId}/paper`)
              await page.fill('input[name=documentNumber]', number)
              await page.click('form[action$="/documents"] button')
              see(await page.textContent('main')).toContain(number)
            }),
          certificate: ({ listId }) =>
            desk(hand('sealer'), async (page) => {
              await page.goto(`${origin}/desk/lists/${listId}/paper`)
              await page.click('form[action$="/issuing"] button')
              await see
                .poll(async () => (await certificatesOf(ctx, number, null)).length, { timeout: 60_000 })
                .toBe(PEOPLE)
            }),
        }
        const told: string[] = []
        const walked = await walkReview(
          {
            committee,
            place,
            year: Number(first.slice(0, 4)),
            levels,
            documentNumber: number,
            office: (await authorityById(database.read, offices.committee ?? '')).creditCode,
            authority: (await authorityById(database.read, officeId)).creditCode,
            people: {
              candidates: PEOPLE + FAILED,
              passed: PEOPLE,
            },
            list: (stage, meetingOn) =>
              syntheticList(
                rowsFor(sample, levels, committee, meetingOn),
                stage === 'candidates' ? PEOPLE + FAILED : PEOPLE,
              ),
          },
          {
            at: hand,
            turn: (day: Day) => clock.turn(day),
            tell: (step) => told.push(step),
            async instead(step, about) {
              const act = inChromium[step]
              await act?.(about)
              return act !== undefined
            },
          },
        )
        const done = (await eventsOf(database.read, walked.cycleId)).map(({ step }) => step)
        see(done).toEqual(expect.arrayContaining(['document', 'certificate']))
        const [one] = await certificatesOf(ctx, number, 1)
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
    value: PROPOSED_ROUNDS,
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

import type { Browser } from 'playwright-core'
import type { Day } from '../../src/calendar/day.ts'
import { addWorkingDays } from '../../src/calendar/working-days.ts'
import { cycleById } from '../../src/cycles/find-cycle.ts'
import { policyOfCycle } from '../../src/cycles/policy-of-cycle.ts'
import { isBureaus, isOwnStep } from '../../src/cycles/step-facts.ts'
import { calendarOfPlace } from '../../src/cycles/timing.ts'
import { stepFacts, walkedSteps } from '../../src/demo/review-steps.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Step } from '../../src/policy/rule.ts'
import type { ListStage } from '../../src/results/lists/schema.ts'
import { look, type Chosen, type Seat } from './desk-seats.ts'

export type Hand = 'secretary' | 'reviewer1' | 'reviewer2' | 'reviewer3' | 'issuer' | 'sealer'

/** How a corrected list is unlike the first: so many left out, or other employers. */
export interface Change {
  readonly fewer?: number
  readonly isOtherOrder?: boolean
}

/** A review as its people have it before them. */
export interface Review {
  readonly place: string
  readonly committee: string
  readonly levels: readonly string[]
  readonly documentNumber: string
  /** Credit codes: who convenes, who files, confirms and issues. */
  readonly office: string
  readonly authority: string
  readonly people: { readonly candidates: number; readonly passed: number }
  list(stage: ListStage, meetingOn: Day, change?: Change): Promise<Uint8Array>
}

export interface Walk {
  readonly ctx: Context
  readonly browser: Browser
  readonly origin: string
  readonly review: Review
  readonly at: Readonly<Record<Hand, Seat>>
  turn(day: Day): void
  /** What is tried on the way, before a step is done as it should be. */
  readonly before: Partial<Record<Step | 'approval', (walk: Walked) => Promise<void>>>
}

/** What the desks have made so far. */
export interface Walked extends Walk {
  readonly meetingOn: Day
  readonly cycleId: string
  readonly lists: Partial<Record<ListStage, { readonly id: string; readonly file: Chosen }>>
  /** Working days go by. */
  pass(days: number): Day
  later(days: number): Day
}

/** Working days to the meeting: a notice stands 30 of them. */
const TO_MEETING = 45
const ADDRESS = 'https://www.example.gov.cn/gs'
const PAPER: Chosen = {
  name: '盖章证明.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7 paper'),
}
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** One review from the committee's filing to the certificates, every act at its desk in a browser. */
export async function walkDesks(walk: Walk): Promise<Walked> {
  const { ctx, review } = walk
  const calendar = calendarOfPlace(review.place)
  const after = (day: Day, days: number) => addWorkingDays(calendar, day, days).day
  const first = ctx.today()
  const meetingOn = after(first, TO_MEETING)
  const cycleId = await convene(walk, meetingOn)
  const walked: Walked = {
    ...walk,
    meetingOn,
    cycleId,
    lists: {},
    later: (days) => after(ctx.today(), days),
    pass(days) {
      walk.turn(after(ctx.today(), days))
      return ctx.today()
    },
  }
  const passTo = (day: Day) => {
    if (day > ctx.today()) walk.turn(day)
  }
  await bring(walked, 'candidates')
  const { read } = ctx.database
  const cycle = await cycleById(read, cycleId)
  const steps = walkedSteps(await policyOfCycle(read, cycle), cycle)
  const approvedList = async () => {
    passTo(after(meetingOn, 1))
    await bring(walked, 'approved')
    await reviewed(walked)
  }
  // Where the notice states no order before it, the meeting was held all the same, on its day.
  if (!steps.includes('meeting')) await approvedList()
  for (const step of steps) {
    walked.pass(1)
    if (step === 'expert-draw') passTo(addWorkingDays(calendar, first, TO_MEETING - 6).day)
    if (step === 'meeting') passTo(meetingOn)
    await walk.before[step]?.(walked)
    await doStep(step, walked)
    if (step === 'meeting') await approvedList()
  }
  return walked
}

async function convene({ at, review }: Walk, meetingOn: Day): Promise<string> {
  const { secretary, reviewer2 } = at
  const year = Number(meetingOn.slice(0, 4))
  const ruling = { ground: '核准备案通知书' }
  const mayGo = 'button[value=yes]'
  await secretary.go('/desk/committees/new')
  await secretary.send('form[action="/desk/committees"]', {
    name: review.committee,
    office: review.office,
    filingAuthority: review.authority,
    ...Object.fromEntries(review.levels.map((level) => [`level-${level}`, true as const])),
    size: '9',
    validFrom: `${year}-01-01`,
    validThrough: `${year + 2}-12-31`,
  })
  const committee = new URL(secretary.page.url()).pathname
  await reviewer2.go(committee)
  await reviewer2.send('form[action$="/ruling"]', ruling, mayGo)
  await secretary.go(committee)
  await secretary.send('form[action="/desk/cycles"]', { place: review.place, year: String(year), meetingOn })
  const cycle = new URL(secretary.page.url()).pathname
  await reviewer2.go(cycle)
  await reviewer2.send('form[action$="/ruling"]', ruling, mayGo)
  return cycle.slice(cycle.lastIndexOf('/') + 1)
}

/** A list uploaded at the desk, in the place of another or not; the job's page leads to it. */
export async function bring(walked: Walked, stage: ListStage, isAgain = false): Promise<void> {
  const { at, cycleId, review, lists } = walked
  const name = stage === 'candidates' ? '上会名单.xlsx' : '评审通过名单.xlsx'
  const bytes = await review.list(stage, walked.meetingOn, { isOtherOrder: isAgain })
  const file = { name, mimeType: XLSX, buffer: Buffer.from(bytes) }
  const page = await at.secretary.go(`/desk/lists/new?cycle=${cycleId}&stage=${stage}`)
  await at.secretary.send('form[action="/desk/lists"]', { authority: review.authority, file })
  if (isAgain) await at.secretary.send('form[action="/desk/lists"]')
  const link = 'main a[href^="/desk/lists/"]'
  await page.waitForSelector(link, { timeout: 60_000 })
  await look(page)
  const id = (await page.getAttribute(link, 'href'))?.split('/').at(-1) ?? ''
  lists[stage] = { id, file }
}

async function reviewed(walked: Walked): Promise<void> {
  const { at, before, lists } = walked
  await at.secretary.go(`/desk/lists/${lists.approved?.id}`)
  await at.secretary.send('form[action$="/submission"]')
  await before.approval?.(walked)
  for (const hand of ['reviewer1', 'reviewer2'] as const) await agree(at[hand])
}

/** Whoever is asked finds it on their own desk. */
async function agree(seat: Seat): Promise<void> {
  await look(await seat.go('/desk'))
  await seat.page.click('main a[href^="/desk/approvals/"]')
  await seat.send('form[action$="/approval"]')
}

async function doStep(step: Step, walked: Walked): Promise<void> {
  const { at, cycleId, lists, review } = walked
  const approved = `/desk/lists/${lists.approved?.id}`
  switch (step) {
    case 'recommendation-publicity':
      return recommend(walked)
    case 'title-confirmation':
      await at.secretary.go(`/desk/lists/cycles/${cycleId}/confirmations`)
      return at.secretary.send('form[action$="/confirmed"]')
    case 'pre-meeting-publicity':
      return publish(walked, lists.candidates?.id ?? '')
    case 'result-publicity':
      return publish(walked, lists.approved?.id ?? '')
    case 'pre-meeting-filing':
      return file(walked, 'pre-meeting')
    case 'post-meeting-filing':
      return file(walked, 'post-meeting')
    case 'three-reviews':
      return threeReviews(walked)
    case 'result-confirmation':
      await at.sealer.go(`${approved}/paper`)
      return at.sealer.send('form[action$="/confirmations"]')
    case 'document':
      await at.issuer.go(`${approved}/paper`)
      // With the brackets a keyboard has.
      return at.issuer.send('form[action$="/documents"]', {
        documentNumber: review.documentNumber.replace('〔', '[').replace('〕', ']'),
      })
    case 'certificate':
      await at.sealer.go(`${approved}/paper`)
      return at.sealer.send('form[action$="/issuing"]')
    default:
      return record(step, walked)
  }
}

/** A step without a desk of its own: its form stands on the cycle's page. */
async function record(step: Step, { at, ctx, cycleId, review }: Walked): Promise<void> {
  if (!isOwnStep(step)) throw new Error(`the walk knows no ${step}`)
  const seat = at[isBureaus(step) ? 'reviewer2' : 'secretary']
  const today = ctx.today()
  const facts = Object.entries(stepFacts(step, { ...review.people, today }))
  const typed = Object.fromEntries(facts.map(([name, value]) => [name, String(value)]))
  await seat.go(`/desk/cycles/${cycleId}`)
  await seat.send(`form[action$="/steps/${step}"]`, { day: today, ...typed, paper: PAPER })
}

async function recommend({ at, ctx, cycleId, pass }: Walked): Promise<void> {
  const opensOn = ctx.today()
  const closesOn = pass(5)
  pass(1)
  await at.secretary.go('/desk/publicity/recommendations')
  await at.secretary.send('form[action$="/recommendations"]', {
    cycle: cycleId,
    place: '各单位公示栏',
    opensOn,
    closesOn,
    attending: '30',
    agreeing: '24',
    file: PAPER,
  })
}

async function publish({ at, browser, ctx, origin, later, pass }: Walked, list: string): Promise<void> {
  const { secretary } = at
  await secretary.go('/desk/publicity')
  const days = { opensOn: ctx.today(), closesOn: later(5) }
  await secretary.send('form[action="/desk/publicity"]', { list, ...days })
  const path = new URL(secretary.page.url()).pathname
  while ((await secretary.page.getByText('还缺：').count()) > 0)
    await secretary.send('form[action$="/channels"]', { address: ADDRESS, file: PAPER })
  const anybody = await browser.newPage()
  for (const each of ['', '/objections']) {
    await anybody.goto(`${origin}${path.replace('/desk', '')}${each}`)
    await look(anybody)
  }
  await anybody.close()
  pass(6)
  await secretary.go(path)
  await secretary.send('form[action$="/closing"]')
}

async function file({ at, cycleId }: Walked, kind: string): Promise<void> {
  const path = `/desk/cycles/${cycleId}/filings/${kind}`
  const page = await at.secretary.go(path)
  const asked = await page.locator(`form[action$="/filings/${kind}"] textarea`).all()
  const names = await Promise.all(asked.map((field) => field.getAttribute('name')))
  await at.secretary.send(
    `form[action$="/filings/${kind}"]`,
    Object.fromEntries(names.map((name) => [name ?? '', '详见所附材料，按规定办理。'])),
  )
  await at.reviewer2.go(path)
  await at.reviewer2.send('form[action$="/acceptance"]')
}

async function threeReviews({ at, lists }: Walked): Promise<void> {
  const { id, file: source } = lists.approved!
  await at.secretary.go(`/desk/lists/${id}`)
  await at.secretary.send('form[action$="/three-reviews"]', { file: source })
  for (const hand of ['reviewer1', 'reviewer3', 'reviewer2'] as const) await agree(at[hand])
  await at.secretary.go(`/desk/lists/${id}`)
  await at.secretary.send('form[action$="/three-reviews/over"]')
}

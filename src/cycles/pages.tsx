import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Act } from '../identity/act.ts'
import type { Authority } from '../identity/authority.ts'
import { authoriseSomewhere, reachOf } from '../identity/authorise.ts'
import { authorityById, listAuthorities } from '../identity/find-authority.ts'
import type { Context, Env } from '../platform/context.ts'
import { statusOf } from '../platform/problem.ts'
import { bodyTooLarge, nothingHere } from '../platform/refusals.ts'
import { Refusal } from '../platform/refusal.ts'
import { POLICIES, placePolicy } from '../policy/places.ts'
import { citation, periodName } from '../policy/policy-text.ts'
import type { Frame, Returned } from '../web/desk-form.tsx'
import type { Desk } from '../web/desk-page.tsx'
import { postedForm } from '../web/posted-form.ts'
import { committeePage, type PlaceChoice } from './desk/committee-page.tsx'
import { committeesPage, newCommitteePage } from './desk/committees-page.tsx'
import { cyclePage, feedPage } from './desk/cycle-page.tsx'
import { cyclesPage, newCyclePage } from './desk/cycles-page.tsx'
import { COMMITTEES, CYCLES, type Typed } from './desk/frame.tsx'
import { factsOf, viewOfCycle, withProgress, type StationLinks } from './desk/view-of-cycle.ts'
import { levelsIn, newCycleIn, rulingIn, seriesIn } from './desk/typed-in.ts'
import { closeFeed, openFeed } from './feed/open-feed.ts'
import { findCommittee, listCommittees } from './find-committee.ts'
import { findCycle, listCycles } from './find-cycle.ts'
import { planMeeting } from './plan-meeting.ts'
import { recordStep } from './record-step.ts'
import { registerCommittee } from './register-committee.ts'
import { registerCycle } from './register-cycle.ts'
import { ruleOn } from './rule-on.ts'
import { evidenceOf, paperOf } from './desk/evidence-of.ts'
import { isOwnStep } from './step-facts.ts'

const A_PAGE = 30
const MOST_COMMITTEES = 200
const MOST_PAPER = 33 * 1_048_576

/**
 * Committees, the years of their work, and every step of them. `links`: where other capabilities do their steps;
 * `withdraw`: asks them what they keep of a cycle before it goes.
 */
export const cycleDesk =
  (
    links: StationLinks,
    withdraw: (ctx: Context, input: { readonly cycleId: string; readonly ground: string }) => Promise<void>,
  ) =>
  ({ site, viewer }: Desk): Hono<Env> => {
    const frame = async (c: Request<Env>): Promise<Frame> => ({ site, viewer: await viewer(c.var.ctx) })
    // What is wrong with a form comes back in the form; anything else is the app's to show.
    const form = async (
      c: Request<Env>,
      act: (typed: Typed) => Promise<Response>,
      again: (returned: Returned) => Promise<string>,
    ): Promise<Response> => {
      const typed = await textsOf(c)
      try {
        return await act(typed)
      } catch (error) {
        if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
        return c.html(await again({ message: error.message, typed }), statusOf(error))
      }
    }
    const committee = async (c: Request<Env>, id: string, returned: Returned | null) =>
      committeePage(await frame(c), { ...(await committeeView(c.var.ctx, id)), returned })
    const cycle = async (c: Request<Env>, returned: Returned | null) =>
      cyclePage(await frame(c), await viewOfCycle(c.var.ctx, idOf(c), links), returned)
    const onCycle = (c: Request<Env>, act: (typed: Typed) => Promise<unknown>, name = '') =>
      form(
        c,
        async (typed) => {
          await act(typed)
          return c.redirect(`${CYCLES}/${idOf(c)}`, 303)
        },
        ({ message, typed }) => cycle(c, { message, typed: { ...typed, form: name } }),
      )
    const newCommittee = async (c: Request<Env>, replaces: string | undefined, returned: Returned | null) => {
      const { ctx } = c.var
      return newCommitteePage(await frame(c), {
        ...(await officesToChoose(ctx)),
        replaces: replaces ? await findCommittee(ctx, ctx.database.read, replaces) : null,
        returned,
      })
    }

    return new Hono<Env>()
      .get(COMMITTEES, async (c) => {
        const { ctx } = c.var
        await authoriseSomewhere(ctx, ctx.database.read, 'cycles.see')
        const past = c.req.query('past') === '1'
        const committees = await listCommittees(ctx, ctx.database.read, { past, limit: MOST_COMMITTEES })
        const mayRegister = (await officesOf(ctx, 'cycles.manage')).length > 0
        return c.html(committeesPage(await frame(c), { committees, past, mayRegister }))
      })
      .get(`${COMMITTEES}/new`, async (c) => {
        await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'cycles.manage')
        return c.html(await newCommittee(c, c.req.query('replaces'), null))
      })
      .post(COMMITTEES, (c) =>
        form(
          c,
          async (typed) => {
            const { committeeId } = await registerCommittee(c.var.ctx, {
              name: typed.name ?? '',
              office: typed.office ?? '',
              filingAuthority: typed.filingAuthority ?? '',
              series: seriesIn(typed),
              levels: levelsIn(typed),
              size: Number(typed.size),
              validFrom: typed.validFrom ?? '',
              validThrough: typed.validThrough ?? '',
              replaces: typed.replaces || null,
            })
            return c.redirect(`${COMMITTEES}/${committeeId}`, 303)
          },
          (returned) => newCommittee(c, returned.typed.replaces, returned),
        ),
      )
      .get(`${COMMITTEES}/:committeeId`, async (c) =>
        c.html(await committee(c, c.req.param('committeeId'), null)),
      )
      .post(`${COMMITTEES}/:committeeId/ruling`, (c) => {
        const subjectId = c.req.param('committeeId')
        return form(
          c,
          async (typed) => {
            await ruleOn(c.var.ctx, { subject: 'committee', subjectId, ...rulingIn(typed) })
            return c.redirect(`${COMMITTEES}/${subjectId}`, 303)
          },
          (returned) => committee(c, subjectId, returned),
        )
      })
      .get(CYCLES, async (c) => {
        const { ctx } = c.var
        const { items, next } = await listCycles(ctx, ctx.database.read, {
          after: c.req.query('after'),
          limit: A_PAGE,
        })
        const mayRegister = (await officesOf(ctx, 'cycles.manage')).length > 0
        const cycles = await withProgress(ctx, items)
        return c.html(cyclesPage(await frame(c), { cycles, next, mayRegister }))
      })
      .get(`${CYCLES}/new`, async (c) => {
        await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'cycles.manage')
        return c.html(newCyclePage(await frame(c), { ...(await newCycleChoices(c.var.ctx)), returned: null }))
      })
      .post(CYCLES, (c) =>
        form(
          c,
          async (typed) => {
            const { cycleId } = await registerCycle(c.var.ctx, newCycleIn(typed))
            return c.redirect(`${CYCLES}/${cycleId}`, 303)
          },
          async (returned) =>
            returned.typed.committeeId
              ? committee(c, returned.typed.committeeId, returned)
              : newCyclePage(await frame(c), { ...(await newCycleChoices(c.var.ctx)), returned }),
        ),
      )
      .get(`${CYCLES}/:cycleId`, async (c) => c.html(await cycle(c, null)))
      .post(`${CYCLES}/:cycleId/ruling`, (c) =>
        onCycle(c, (typed) =>
          ruleOn(c.var.ctx, { subject: 'cycle', subjectId: idOf(c), ...rulingIn(typed) }),
        ),
      )
      .post(`${CYCLES}/:cycleId/plan`, (c) =>
        onCycle(
          c,
          ({ meetingOn = '', ground = '' }) =>
            planMeeting(c.var.ctx, { cycleId: idOf(c), meetingOn: meetingOn.trim(), ground }),
          'plan',
        ),
      )
      .post(`${CYCLES}/:cycleId/withdrawal`, (c) =>
        onCycle(c, ({ ground = '' }) => withdraw(c.var.ctx, { cycleId: idOf(c), ground }), 'withdrawal'),
      )
      .post(`${CYCLES}/:cycleId/steps/:step`, bodyLimit({ maxSize: MOST_PAPER, onError: tooLarge }), (c) => {
        const step = c.req.param('step')
        if (!isOwnStep(step)) throw nothingHere()
        return form(
          c,
          async (typed) => {
            await recordStep(c.var.ctx, {
              cycleId: idOf(c),
              step,
              day: (typed.day ?? '').trim(),
              facts: factsOf(step, typed),
              evidence: [
                ...(await paperOf((await postedForm(c)).paper)),
                ...evidenceOf(typed.evidence ?? ''),
              ],
              ground: typed.ground,
            })
            return c.redirect(`${CYCLES}/${idOf(c)}`, 303)
          },
          ({ message, typed }) => cycle(c, { message, typed: { ...typed, step } }),
        )
      })
      .post(`${CYCLES}/:cycleId/feeds`, async (c) => {
        const { ctx } = c.var
        const of = await findCycle(ctx, ctx.database.read, idOf(c))
        const { token } = await openFeed(ctx, of.id)
        const address = `${ctx.config.publicOrigin}/calendars/${token}.ics`
        return c.html(feedPage(await frame(c), { cycle: of, address }))
      })
      .post(`${CYCLES}/:cycleId/feeds/closing`, async (c) => {
        await closeFeed(c.var.ctx, idOf(c))
        return c.redirect(`${CYCLES}/${idOf(c)}`, 303)
      })
  }

const tooLarge = (): never => {
  throw bodyTooLarge(MOST_PAPER)
}

const idOf = (c: Request<Env>): string => c.req.param('cycleId') ?? ''

async function textsOf(c: Request<Env>): Promise<Typed> {
  const fields = await postedForm(c)
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

async function officesOf(ctx: Context, act: Act): Promise<readonly Authority[]> {
  const reaches = await reachOf(ctx, act)
  return (await listAuthorities(ctx.database.read)).filter(({ id, state }) => state === 'open' && reaches(id))
}

/** The actor's own offices, and the bureaus that may take filings: their names are public. */
async function officesToChoose(ctx: Context) {
  const all = await listAuthorities(ctx.database.read)
  const filing = all.filter(
    ({ kind, state }) => state === 'open' && /^(province|prefecture|county)$/.test(kind),
  )
  return { offices: await officesOf(ctx, 'cycles.manage'), filing }
}

const newCycleChoices = async (ctx: Context) => ({
  ...(await officesToChoose(ctx)),
  places: placesFor(null),
  year: Number(ctx.today().slice(0, 4)),
})

/** Policies to choose from, those of the office's own place first. */
function placesFor(division: string | null): readonly PlaceChoice[] {
  const nearness = (id: string) => {
    const own = placePolicy(id)?.division ?? null
    if (own === null || division === null) return 0
    return own === division
      ? 3
      : own.slice(0, 4) === division.slice(0, 4)
        ? 2
        : own.slice(0, 2) === division.slice(0, 2)
          ? 1
          : 0
  }
  return POLICIES.filter(({ kind }) => kind === 'annual')
    .toSorted((a, b) => nearness(b.id) - nearness(a.id) || b.year - a.year)
    .map((policy) => ({ id: policy.id, name: `${policy.name} ${periodName(policy)} ${citation(policy)}` }))
}

async function committeeView(ctx: Context, id: string) {
  const { read } = ctx.database
  const committee = await findCommittee(ctx, read, id)
  const [office, filing] = await Promise.all([
    authorityById(read, committee.officeId),
    authorityById(read, committee.filingAuthorityId),
  ])
  const isCurrent = committee.replacedBy === null
  return {
    committee,
    filingAuthority: filing.name,
    places: placesFor(office.place),
    year: Number(ctx.today().slice(0, 4)),
    may: {
      manage: isCurrent && (await reachOf(ctx, 'cycles.manage'))(committee.officeId),
      rule: isCurrent && (await reachOf(ctx, 'cycles.file'))(committee.filingAuthorityId),
    },
  }
}

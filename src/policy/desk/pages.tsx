import { Hono, type Context as Request } from 'hono'
import type { Authority } from '../../identity/authority.ts'
import { authorise, authoriseSomewhere, reachOf } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Desk } from '../../web/desk-page.tsx'
import type { Returned } from '../../web/desk-form.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { answerRule } from '../answer-rule.ts'
import { answersOf } from '../answers-of.ts'
import { LEVEL_GROUPS, parseLevelGroup } from '../level-group.ts'
import type { PlacePolicy } from '../place-policy.ts'
import { POLICIES } from '../places.ts'
import { chainOf, policyOf, type Stated } from '../policy-of.ts'
import { citation, precedentText } from '../policy-text.ts'
import { policyTable } from '../policy-table.ts'
import { proposedFor } from '../proposed-answers.ts'
import { alreadyStated, notThisPlace, unknownRule } from '../refusals.ts'
import { labelOf, ruleNamed, wordsOf } from '../rule-book.ts'
import type { RuleName, Rules } from '../rule.ts'
import { typedOf, valueIn, type Typed } from './answer-form.ts'
import { answerPage, type Offer } from './answer-page.tsx'
import { policiesDeskPage, POLICIES_DESK, policyDeskPage } from './policies-page.tsx'

/** The rules at a desk: what notices say, what they leave open, and the office's own answers. */
export function policyDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const answering = async (c: Request<Env>, of: Asked, returned: Returned | null) => {
    const { ctx } = c.var
    const { policy, rule } = of
    const precedents = precedentsOf(policy, rule)
    const offered = offeredValue(rule, c.req.query('offer'), precedents)
    const before = await answersOf(ctx.database.read, policy.id)
    return answerPage(await frame(c), {
      ...of,
      offers: offersFor(policy, rule, precedents),
      before: before.filter((each) => each.rule === rule && each.place === policy.id),
      typed: returned?.typed ?? (offered === null ? {} : typedOf(rule, offered)),
      returned,
    })
  }
  return new Hono<Env>()
    .get(POLICIES_DESK, async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'cycles.see')
      const places = await Promise.all(
        POLICIES.map(async (policy) => ({
          policy,
          ...(await openIn(ctx, policy.id)),
          mayAnswer: (await officesOf(ctx, policy)).length > 0,
        })),
      )
      return c.html(policiesDeskPage(await frame(c), { places }))
    })
    .get(`${POLICIES_DESK}/:place`, async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'cycles.see')
      const [policy] = chainOf(c.req.param('place'))
      const sections = policyTable(policy.id, null, await answersOf(ctx.database.read, policy.id))
      const mayAnswer = (await officesOf(ctx, policy)).length > 0
      return c.html(policyDeskPage(await frame(c), { policy, sections, mayAnswer }))
    })
    .get(`${POLICIES_DESK}/:place/:rule`, async (c) => {
      const asked = await askedFor(c.var.ctx, c.req.param('place'), c.req.param('rule'))
      return c.html(await answering(c, asked, null))
    })
    .post(`${POLICIES_DESK}/:place/:rule`, async (c) => {
      const { ctx } = c.var
      const asked = await askedFor(ctx, c.req.param('place'), c.req.param('rule'))
      const { policy, rule } = asked
      const typed = textsOf(await postedForm(c))
      try {
        await answerRule(ctx, {
          place: policy.id,
          rule,
          level: parseLevelGroup(typed.level ?? ''),
          value: valueIn(rule, typed),
          ground: typed.ground ?? '',
          office: typed.office ?? '',
        })
        return c.redirect(`${POLICIES_DESK}/${policy.id}#${rule}`, 303)
      } catch (error) {
        if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
        return c.html(await answering(c, asked, { message: error.message, typed }), statusOf(error))
      }
    })
}

interface Asked {
  readonly policy: PlacePolicy
  readonly rule: RuleName
  readonly offices: readonly Authority[]
}

/** Refuses whoever may not answer, a rule that is none, and one a notice states for every level. */
async function askedFor(ctx: Context, place: string, name: string): Promise<Asked> {
  await authoriseSomewhere(ctx, ctx.database.read, 'policy.answer')
  const [policy] = chainOf(place)
  const rule = ruleNamed(name)
  if (rule === null) throw unknownRule(name)
  const offices = await officesOf(ctx, policy)
  const [office] = offices
  if (office === undefined) throw notThisPlace('本机构', place)
  await authorise(ctx, ctx.database.read, 'policy.answer', office.id)
  const byLevel = policyOf(place)[rule]
  const stated = LEVEL_GROUPS.map((level) => byLevel[level]).filter((answer) => answer.kind === 'stated')
  if (stated.length === LEVEL_GROUPS.length)
    throw alreadyStated(labelOf(rule).zh, citation((stated[0] as Stated<unknown>).policy))
  return { policy, rule, offices }
}

/** The actor's own offices that speak for the place. */
async function officesOf(ctx: Context, { division }: PlacePolicy): Promise<readonly Authority[]> {
  const reaches = await reachOf(ctx, 'policy.answer')
  return (await listAuthorities(ctx.database.read)).filter(
    ({ id, kind, place, state }) =>
      place === division &&
      state === 'open' &&
      ['province', 'prefecture', 'county'].includes(kind) &&
      reaches(id),
  )
}

async function openIn(ctx: Context, place: string) {
  const answers = await answersOf(ctx.database.read, place)
  const lines = policyTable(place, null, answers).flatMap((section) => section.lines)
  const count = (kind: string) => lines.filter(({ answer }) => answer.kind === kind).length
  return { open: count('unspecified'), answered: count('answered') }
}

/** What notices above said for an earlier year of their own. */
function precedentsOf({ id }: PlacePolicy, rule: RuleName): readonly Stated<Rules[RuleName]>[] {
  const byLevel = policyOf(id)[rule]
  const found = LEVEL_GROUPS.flatMap((level): readonly Stated<Rules[RuleName]>[] => {
    const answer = byLevel[level]
    return answer.kind === 'unspecified' ? answer.precedents : []
  })
  return found.filter((each, i) => found.findIndex(({ quotes }) => quotes === each.quotes) === i)
}

function offersFor(
  { id }: PlacePolicy,
  rule: RuleName,
  precedents: readonly Stated<Rules[RuleName]>[],
): readonly Offer[] {
  const proposed = proposedFor(rule)
  const href = (offer: string) => `${POLICIES_DESK}/${id}/${rule}?offer=${offer}`
  return [
    ...(proposed === null
      ? []
      : [{ words: `${wordsOf(rule, proposed).zh}（本系统建议，没有文件依据）`, href: href('proposed') }]),
    ...precedents.map((each, i) => ({ words: precedentText(rule, each), href: href(String(i)) })),
  ]
}

const offeredValue = (
  rule: RuleName,
  offer: string | undefined,
  precedents: readonly Stated<Rules[RuleName]>[],
): unknown => (offer === 'proposed' ? proposedFor(rule) : (precedents[Number(offer)]?.value ?? null))

const textsOf = (fields: Readonly<Record<string, unknown>>): Typed =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )

import { eq, max, sql } from 'drizzle-orm'
import { authorise } from '../identity/authorise.ts'
import { authorityByCreditCode } from '../identity/find-authority.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { base64url } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import { LEVEL_GROUPS, type LevelGroup } from './level-group.ts'
import { chainOf, policyOf } from './policy-of.ts'
import { citation } from './policy-text.ts'
import { alreadyStated, badAnswer, badGround, notThisPlace, unknownRule } from './refusals.ts'
import { labelOf, ruleNamed, wordsOf } from './rule-book.ts'
import { readRuleValue } from './rule-value.ts'
import type { RuleName } from './rule.ts'
import { policyAnswers, sealedPolicyAnswers } from './schema.ts'

// One answer at a time: positions count up without gaps.
const ANSWER_LOCK = 7_301_011

/**
 * Answers for one place what no notice says, by its own office (kinds province to county) and on a stated ground. An
 * answer is never taken back; a newer one holds instead. Refuses `policy/unknown-place`, `policy/unknown-rule`,
 * `policy/bad-answer`, `policy/bad-ground`, `policy/already-stated`, `policy/not-this-place`, `identity/not-allowed`.
 */
export async function answerRule(
  ctx: Context,
  input: {
    readonly place: string
    /** Its name, or its Chinese label. */
    readonly rule: string
    /** Null: for every level. */
    readonly level: LevelGroup | null
    readonly value: unknown
    readonly ground: string
    /** Credit code. */
    readonly office: string
  },
): Promise<{ readonly label: string; readonly words: string }> {
  const [policy] = chainOf(input.place)
  const rule = ruleNamed(input.rule)
  if (rule === null) throw unknownRule(input.rule)
  const label = labelOf(rule).zh
  const read = readRuleValue(rule, input.value)
  if ('fault' in read) throw badAnswer(label, read.fault)
  const ground = input.ground.trim()
  if (!/^[^\p{C}]{2,500}$/u.test(ground)) throw badGround()
  refuseStated(input.place, rule, input.level)

  const record = entryRecord(ctx.random(16))
  await ctx.database.transaction(async (tx) => {
    const office = await authorityByCreditCode(tx, input.office)
    await authorise(ctx, tx, 'policy.answer', office.id)
    const speaks = ['province', 'prefecture', 'county'].includes(office.kind) && office.state === 'open'
    if (!speaks || office.place !== policy.division) throw notThisPlace(office.name, input.place)
    await tx.execute(sql`select pg_advisory_xact_lock(${ANSWER_LOCK})`)
    const [newest] = await tx
      .select({ position: max(policyAnswers.position) })
      .from(policyAnswers)
      .where(eq(policyAnswers.place, input.place))
    const position = (newest?.position ?? 0) + 1
    const { rows, sealRoot } = sealRows(
      sealedPolicyAnswers,
      record,
      [
        {
          id: base64url(ctx.random(16)),
          place: input.place,
          rule,
          level: input.level,
          value: read.value,
          ground,
          officeId: office.id,
          position,
          answeredOn: ctx.today(),
          answeredBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(policyAnswers).values([...rows])
    const facts = { place: input.place, rule, ...(input.level === null ? {} : { level: input.level }) }
    await recordAct(ctx, tx, { act: 'policy.answer', officeId: office.id, facts })
    await appendEntries(tx, [
      {
        type: 'policy.answered',
        record,
        day: ctx.today(),
        seals: { policy_answers: sealRoot },
        facts: { ...facts, office: office.creditCode, position },
      },
    ])
  })
  return { label, words: wordsOf(rule, read.value).zh }
}

/** What a notice says for any level asked about, nobody answers otherwise. */
function refuseStated(place: string, rule: RuleName, level: LevelGroup | null): void {
  const byLevel = policyOf(place)[rule]
  for (const each of level === null ? LEVEL_GROUPS : [level]) {
    const answer = byLevel[each]
    if (answer.kind === 'stated') throw alreadyStated(labelOf(rule).zh, citation(answer.policy))
  }
}

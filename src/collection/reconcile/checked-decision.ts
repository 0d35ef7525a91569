import { COMPARED_FIELDS, comparedFieldName, type ComparedField, type Side } from './compare-titles.ts'
import { choosesFields, outcomesFor, type Outcome } from './outcome.ts'
import { badDecision } from './refusals.ts'
import type { Comparison } from './find-comparisons.ts'

export interface NewDecision {
  readonly outcome: Outcome
  readonly choices: Readonly<Partial<Record<ComparedField, Side>>>
  /** Why, up to 500 characters; may be empty where the reporting office corrects itself. */
  readonly ground: string
}

/** What moves a title to another cell; of an office's own titles only that office decides it. */
const CELL_FIELDS: readonly ComparedField[] = ['level', 'route', 'obtainedOn']

/** By the office that reports. Refuses `collection/bad-decision`. Choices about what does not differ are left out. */
export function checkedDecision(comparison: Comparison, officeId: string, given: NewDecision): NewDecision {
  const { outcome } = given
  if (!outcomesFor(comparison).includes(outcome)) throw badDecision('请从列出的办法中选一项')
  const ground = given.ground.trim()
  if (!/^[^\p{C}]{0,500}$/u.test(ground)) throw badDecision('理由最多 500 个字，不含控制字符')
  const isOwnWord = outcome === 'one-title' && comparison.verdict === 'different'
  if (!isOwnWord && ground.length < 2) throw badDecision('请写明理由和依据')
  if (!choosesFields(outcome)) return { outcome, choices: {}, ground }
  // Beside a person without a title there is nothing to choose from: each paper keeps the name it gives.
  const hasOther = comparison.titleId !== null || comparison.otherRowId !== null
  const asked = COMPARED_FIELDS.filter((field) => hasOther && comparison.fields.includes(field))
  const choices = asked.map((field) => {
    const side = given.choices[field]
    if (side !== 'this' && side !== 'other')
      throw badDecision(`“${comparedFieldName(field)}”还没有选定以哪一方为准`)
    return [field, side] as const
  })
  refuseBeyondReach(comparison, officeId, choices)
  return { outcome, choices: Object.fromEntries(choices), ground }
}

function refuseBeyondReach(
  { against, otherOfficeId, titleId }: Comparison,
  officeId: string,
  choices: readonly (readonly [ComparedField, Side])[],
): void {
  const mine = choices.filter(([, side]) => side === 'this').map(([field]) => field)
  if (titleId === null || mine.length === 0) return
  if (against === 'live-title')
    throw badDecision('本系统已发的职称以证书为准；证书有误的请办理证书变更，或选“是两项职称”')
  const moved = mine.filter((field) => CELL_FIELDS.includes(field))
  if (otherOfficeId !== null && otherOfficeId !== officeId && moved.length > 0)
    throw badDecision(
      `${moved.map(comparedFieldName).join('、')}以本表为准的，请由原报送单位先按“更正”办理，再重新比对`,
    )
}

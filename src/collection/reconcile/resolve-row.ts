import { COMPARED_FIELDS, fuller, type ComparedField, type Side, type ToldTitle } from './compare-titles.ts'
import type { Finding } from './compare-page.ts'
import type { Decision } from './find-comparisons.ts'
import { choosesFields } from './outcome.ts'

type Decided = Pick<Decision, 'outcome' | 'choices'>
/** Whose word is right, for each field somebody chose. */
export type Choices = Readonly<Partial<Record<ComparedField, Side>>>

/** What was chosen about a row beside an earlier one of its file. */
export interface Beside {
  readonly rowId: string
  readonly choices: Choices
}

/** What becomes of a row, by everything that was found and decided about it. */
export type Resolved =
  | { readonly kind: 'left-out' }
  /** A title of its own. */
  | { readonly kind: 'own' }
  /** One with a title there is: what that says from now on. */
  | {
      readonly kind: 'title'
      readonly titleId: string
      readonly choices: Choices
      readonly besides: readonly Beside[]
    }
  /** One with an earlier row of the same file. */
  | { readonly kind: 'row'; readonly rowId: string; readonly choices: Choices }

/**
 * Left out where anybody said so; else one with the first title it is the same as, or was decided to be; else with a row of
 * its file; else a title of its own. `decided`: by the finding's key; of what is the same nobody decides.
 */
export function resolveRow(
  findings: readonly Finding[],
  decided: (key: string) => Decided | undefined,
): Resolved {
  const all = findings.map((finding) => ({ finding, decision: decided(finding.key) }))
  if (all.some(({ decision }) => decision?.outcome === 'leave-out')) return { kind: 'left-out' }
  const ones = all.filter(
    ({ finding, decision }) =>
      finding.verdict === 'same' || (decision !== undefined && choosesFields(decision.outcome)),
  )
  // What is signed already stands before what was collected.
  const ofTitle =
    ones.find(({ finding }) => finding.against === 'live-title') ??
    ones.find(({ finding }) => finding.titleId !== null)
  const besides = ones.flatMap(({ finding: { otherRowId, titleId }, decision }): Beside[] =>
    otherRowId === null || titleId !== null ? [] : [{ rowId: otherRowId, choices: decision?.choices ?? {} }],
  )
  if (ofTitle?.finding.titleId)
    return {
      kind: 'title',
      titleId: ofTitle.finding.titleId,
      choices: ofTitle.decision?.choices ?? {},
      besides,
    }
  return besides[0] ? { kind: 'row', ...besides[0] } : { kind: 'own' }
}

/** What two sources say together: each field by its choice; what nobody had to choose, by the fuller of the two. */
export function merged(mine: ToldTitle, other: ToldTitle, choices: Choices): ToldTitle {
  const fields = COMPARED_FIELDS.map((field) => {
    const side = choices[field]
    if (side !== undefined) return [field, side === 'this' ? mine[field] : other[field]]
    return [field, fuller(field, other[field], mine[field])]
  })
  return Object.fromEntries(fields)
}

export const saysTheSame = (one: ToldTitle, other: ToldTitle): boolean =>
  COMPARED_FIELDS.every((field) => one[field] === other[field])

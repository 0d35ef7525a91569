import { LEVEL_GROUPS, type LevelGroup } from '../../policy/level-group.ts'
import { policyOf, type Answer, type LocalAnswer, type Policy } from '../../policy/policy-of.ts'
import { citation } from '../../policy/policy-text.ts'
import type { CollectedRoute, CollectionMatrix } from '../../policy/rule.ts'
import type { ProgrammeKind, ProgrammeRules, YearRange } from './programme.ts'
import { noCurrentYears, noRule } from './refusals.ts'

/** 「2000年以前」 has no first year; nobody held a title before the Republic, and the judge takes none. */
export const FIRST_YEAR = 1949

/**
 * What a notice asks to be collected, with what offices answered where it is silent. Years that get certificates here
 * are a programme of their own: they are reconciled, not typed again. Refuses `collection/no-rule` and
 * `collection/no-current-years`, `policy/unknown-place`.
 */
export function rulesFromPolicy(
  place: string,
  kind: ProgrammeKind,
  answers: readonly LocalAnswer[],
): ProgrammeRules {
  const policies = LEVEL_GROUPS.map((level) => ({ level, policy: policyOf(place, { level, answers }) }))
  return kind === 'past' ? pastRules(policies) : currentRules(policies)
}

type OfLevel = { readonly level: LevelGroup; readonly policy: Policy }

function pastRules(policies: readonly OfLevel[]): ProgrammeRules {
  const asked = policies.flatMap(({ level, policy }) => {
    const { collection } = policy
    if (collection.kind === 'unspecified') return []
    const ranges = rangesOf(collection.value, level, { through: firstCertified(policy) - 1 })
    return ranges.length === 0 ? [] : [{ ranges, answer: collection, matrix: collection.value }]
  })
  const [first] = asked
  if (!first) throw noRule(questionIn(policies))
  return {
    routes: first.matrix.routes,
    ranges: joined(asked.flatMap(({ ranges }) => ranges)),
    checkedBy: first.matrix.checkedBy,
    ...sourceOf(first.answer),
  }
}

interface Asked {
  readonly ranges: readonly YearRange[]
  readonly routes: readonly CollectedRoute[]
  readonly answer: Exclude<Answer<unknown>, { kind: 'unspecified' }>
}

function currentRules(policies: readonly OfLevel[]): ProgrammeRules {
  const asked = policies.flatMap(({ level, policy }): readonly Asked[] => {
    const { collection, currentCollection, certificateRoutes } = policy
    const from = firstCertified(policy)
    if (from === Infinity || certificateRoutes.kind === 'unspecified') return []
    if (collection.kind !== 'unspecified') {
      const ranges = rangesOf(collection.value, level, { from })
      if (ranges.length > 0) return [{ ranges, answer: collection, routes: collection.value.routes }]
    }
    if (currentCollection.kind === 'unspecified') return []
    const through = currentCollection.policy.year
    if (through < from) return []
    const ranges = [{ fromYear: from, throughYear: through, levels: [level], by: null }]
    return [{ ranges, answer: currentCollection, routes: certificateRoutes.value }]
  })
  const [first] = asked
  if (!first) throw noCurrentYears()
  return {
    routes: first.routes,
    ranges: joined(asked.flatMap(({ ranges }) => ranges)),
    checkedBy: ['reporting', 'receiving'],
    ...sourceOf(first.answer),
  }
}

const firstCertified = ({ firstCertificateYear }: Policy): number =>
  firstCertificateYear.kind === 'unspecified' ? Infinity : firstCertificateYear.value

/** What a matrix asks of one group of levels, cut to the years that are meant. */
const rangesOf = (
  { by, cells }: CollectionMatrix,
  level: LevelGroup,
  { from = FIRST_YEAR, through = Infinity }: { readonly from?: number; readonly through?: number },
): readonly YearRange[] =>
  cells
    .filter(({ levels }) => levels.includes(level))
    .map((cell) => ({
      fromYear: Math.max(cell.fromYear ?? FIRST_YEAR, from),
      throughYear: Math.min(cell.throughYear, through),
      levels: [level],
      by: cell.by ?? by,
    }))
    .filter(({ fromYear, throughYear }) => fromYear <= throughYear)

/** Levels of the same years and day stand together, as the notice says them. */
function joined(ranges: readonly YearRange[]): readonly YearRange[] {
  const found = new Map<string, YearRange>()
  for (const range of ranges) {
    const key = `${range.fromYear}|${range.throughYear}|${range.by}`
    const levels = [...(found.get(key)?.levels ?? []), ...range.levels]
    found.set(key, { ...range, levels })
  }
  return [...found.values()].toSorted((a, b) => a.fromYear - b.fromYear)
}

function sourceOf(answer: Exclude<Answer<unknown>, { kind: 'unspecified' }>) {
  if (answer.kind === 'answered')
    return { notice: `${answer.office}的规定`, clause: answer.ground, quote: answer.ground }
  const [{ clause, text }] = answer.quotes
  return { notice: citation(answer.policy), clause, quote: text }
}

function questionIn(policies: readonly OfLevel[]): string {
  const open = policies.map(({ policy }) => policy.collection).find(({ kind }) => kind === 'unspecified')
  return open?.kind === 'unspecified' ? open.question.zh : ''
}

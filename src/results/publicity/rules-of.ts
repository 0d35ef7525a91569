import { eq } from 'drizzle-orm'
import type { Cycle } from '../../cycles/cycle.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { sourceOf, type Source } from '../../cycles/source.ts'
import type { Handle } from '../../platform/database.ts'
import type { Answer, Policy } from '../../policy/policy-of.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import type { LevelCode } from '../../titles/level.ts'
import { resultRows } from '../lists/schema.ts'
import { channelsOf, type NamedChannel } from './channels.ts'

const DAYS = {
  recommendation: 'recommendationPublicity',
  'pre-meeting': 'preMeetingPublicity',
  result: 'resultPublicity',
} as const

/** What binds one publication. Where no source says, null or empty: nobody invents it. */
export interface PublicityRules {
  /** Must there be one at all? Null: no source says. */
  readonly isAsked: boolean | null
  readonly kindsSource: Source | null
  readonly leastDays: number | null
  readonly daysSource: Source | null
  readonly channels: readonly NamedChannel[]
  readonly channelsSource: Source | null
}

/** Of several levels on one list the strictest of each rule binds. */
export async function publicityRules(
  handle: Handle,
  cycle: Cycle,
  kind: PublicityKind,
  listId: string | null,
): Promise<PublicityRules> {
  const levels = listId === null ? cycle.levels : await levelsOf(handle, listId)
  const policies = await Promise.all(levels.map((level) => policyOfCycle(handle, cycle, level)))
  const strictest = policies
    .map((policy) => policy[DAYS[kind]])
    .filter((answer) => answer.kind !== 'unspecified')
    .toSorted((a, b) => b.value - a.value)[0]
  const places = policies
    .map(({ publicityPlaces }) => publicityPlaces)
    .find((answer) => namedIn(answer, kind).length > 0)
  return {
    isAsked: isAsked(policies, kind),
    kindsSource: policies[0] === undefined ? null : sourceOf(policies[0].publicityKinds),
    leastDays: strictest?.value ?? null,
    daysSource: strictest === undefined ? null : sourceOf(strictest),
    channels: places === undefined ? [] : namedIn(places, kind),
    channelsSource: places === undefined ? null : sourceOf(places),
  }
}

function isAsked(policies: readonly Policy[], kind: PublicityKind): boolean | null {
  const said = policies.flatMap(({ publicityKinds }) =>
    publicityKinds.kind === 'unspecified' ? [] : [publicityKinds.value.includes(kind)],
  )
  return said.length === 0 ? null : said.some(Boolean)
}

const namedIn = (answer: Answer<string>, kind: PublicityKind): readonly NamedChannel[] =>
  answer.kind === 'unspecified' ? [] : channelsOf(answer.value, kind)

async function levelsOf(handle: Handle, listId: string): Promise<readonly LevelCode[]> {
  const rows = await handle
    .selectDistinct({ level: resultRows.level })
    .from(resultRows)
    .where(eq(resultRows.listId, listId))
  return rows.map(({ level }) => level).toSorted()
}

import { chineseDay } from '../calendar/day.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import type { Context } from '../platform/context.ts'
import { collectedFor, type CollectedBy } from '../titles/collected.ts'
import { successorOf } from '../titles/issuer-successor.ts'
import { levelName, levelNameEn, type LevelCode } from '../titles/level.ts'
import { routeName, type Route } from '../titles/route.ts'
import { levelGroupOf } from '../policy/level-group.ts'

/** What has been collected for a year and level: the same words for every number that was not found there. */
export interface Coverage {
  readonly year: number
  readonly level: { readonly code: LevelCode; readonly name: string }
  /** Office by office, and of each the routes that were collected; others are not. */
  readonly collected: readonly {
    readonly office: string
    readonly route: { readonly code: Route; readonly name: string }
    readonly records: number
    readonly acceptedOn: string
  }[]
  /** The office that answers for the issuer asked about; null: none was named, or nobody has said who took over. */
  readonly ask: string | null
  readonly message: string
  readonly messageEn: string
}

const SHOWN = 20

/** What the paper says of itself; a question about it tells nothing of what we know of its holder. */
export interface AskedCoverage {
  readonly year: number
  readonly level: LevelCode
  /** Who issued it, as printed. */
  readonly issuer?: string | undefined
}

/** Says what has been collected and whom to ask, so that genuine old paper never looks forged (昆人社通〔2023〕37号 四(三)). */
export async function coverageOf(ctx: Context, asked: AskedCoverage): Promise<Coverage> {
  const { read } = ctx.database
  const { year, level, issuer } = asked
  const group = levelGroupOf(level)
  const collected = group === null ? [] : await collectedFor(read, year, group)
  const successor = issuer === undefined ? null : await successorOf(read, issuer)
  const top = (await listAuthorities(read)).find(({ kind }) => kind === 'province')?.name ?? '当地人社部门'
  const whom =
    successor === null
      ? `请自行向原发证单位确认；原单位已撤并的，向承接其职能的单位或${top}查询。`
      : `该发证单位的职称事项现由${successor.office}承办${successor.ground === null ? '' : `（${successor.ground}）`}，请向其确认。`
  return {
    year,
    level: { code: level, name: levelName(level) },
    collected: collected.map(({ route, ...told }) => ({
      ...told,
      route: { code: route, name: routeName(route) },
    })),
    ask: successor?.office ?? null,
    message: `${knownIn(asked, collected)}没有查到不等于证书是假的：${whom}`,
    messageEn:
      `${levelNameEn(level)} titles of ${year}: ` +
      `${knownInEn(collected)}. ` +
      `Not found does not mean forged: ask ${successor === null ? 'the office that issued the paper, or its successor' : successor.office}.`,
  }
}

function knownIn({ year, level }: AskedCoverage, collected: readonly CollectedBy[]): string {
  if (collected.length === 0) return `${year}年${levelName(level)}职称信息尚未归集。`
  const offices = byOffice(collected)
  const listed = offices.slice(0, SHOWN).map(officeLine).join('、')
  const more = offices.length > SHOWN ? `等 ${offices.length} 个单位` : ''
  return `${year}年${levelName(level)}职称信息，已归集验收的有：${listed}${more}；其余单位、其余取得途径的尚未归集。`
}

function knownInEn(collected: readonly CollectedBy[]): string {
  const offices = byOffice(collected).length
  if (offices === 0) return 'nothing has been collected yet'
  return `${offices} ${offices === 1 ? 'office has' : 'offices have'} reported, some perhaps not every route to a title`
}

const byOffice = (collected: readonly CollectedBy[]): readonly (readonly CollectedBy[])[] =>
  [...new Set(collected.map(({ office }) => office))].map((name) =>
    collected.filter(({ office }) => office === name),
  )

// Nought is said as a number: whether an office reported nobody, or its people moved, the public cannot tell apart.
const officeLine = (routes: readonly CollectedBy[]): string =>
  `${routes[0]?.office ?? ''}（${routes
    .map(
      ({ route, records, acceptedOn }) => `${routeName(route)} ${records} 条，${chineseDay(acceptedOn)}验收`,
    )
    .join('；')}）`

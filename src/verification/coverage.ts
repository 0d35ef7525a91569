import { chineseDay } from '../calendar/day.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import type { Context } from '../platform/context.ts'
import { collectedFor } from '../titles/collected.ts'
import { successorOf } from '../titles/issuer-successor.ts'
import { levelName, levelNameEn, type LevelCode } from '../titles/level.ts'
import { levelGroupOf } from '../policy/level-group.ts'

/** What has been collected for a year and level: the same words for every number that was not found there. */
export interface Coverage {
  readonly year: number
  readonly level: { readonly code: LevelCode; readonly name: string }
  readonly collected: readonly {
    readonly office: string
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
    collected,
    ask: successor?.office ?? null,
    message: `${knownIn(asked, collected)}没有查到不等于证书是假的：${whom}`,
    messageEn:
      `${levelNameEn(level)} titles of ${year}: ` +
      `${collected.length === 0 ? 'nothing has been collected yet' : `${collected.length} offices have reported`}. ` +
      `Not found does not mean forged: ask ${successor === null ? 'the office that issued the paper, or its successor' : successor.office}.`,
  }
}

function knownIn({ year, level }: AskedCoverage, collected: Coverage['collected']): string {
  if (collected.length === 0) return `${year}年${levelName(level)}职称信息尚未归集。`
  const listed = collected.slice(0, SHOWN).map(officeLine).join('、')
  const more = collected.length > SHOWN ? `等 ${collected.length} 个单位` : ''
  return `${year}年${levelName(level)}职称信息，已归集验收的有：${listed}${more}；其余单位的尚未归集。`
}

const officeLine = ({ office, records, acceptedOn }: Coverage['collected'][number]): string =>
  `${office}（${records === 0 ? '零报告' : `${records} 条`}，${chineseDay(acceptedOn)}验收）`

import { chineseDay } from '../calendar/day.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import type { Context } from '../platform/context.ts'
import { collectedFor } from '../titles/collected.ts'
import { levelName, levelNameEn, type LevelCode } from '../titles/level.ts'

/** What has been collected for a year and level: the same words for every number that was not found there. */
export interface Coverage {
  readonly year: number
  readonly level: { readonly code: LevelCode; readonly name: string }
  readonly collected: readonly {
    readonly office: string
    readonly records: number
    readonly acceptedOn: string
  }[]
  readonly message: string
  readonly messageEn: string
}

// Old papers say 高级 or 初级 alone; a return may have been made under either.
const ALIKE: Readonly<Record<LevelCode, readonly LevelCode[]>> = {
  '410': ['410', '411', '412'],
  '411': ['411', '410'],
  '412': ['412', '410'],
  '420': ['420'],
  '430': ['430', '434', '435'],
  '434': ['434', '430'],
  '435': ['435', '430'],
}

const SHOWN = 20

/** Says what has been collected and whom to ask, so that genuine old paper never looks forged (昆人社通〔2023〕37号 四(三)). */
export async function coverageOf(ctx: Context, year: number, level: LevelCode): Promise<Coverage> {
  const { read } = ctx.database
  const collected = await collectedFor(read, year, ALIKE[level])
  const top = (await listAuthorities(read)).find(({ kind }) => kind === 'province')?.name ?? '当地人社部门'
  const listed = collected
    .slice(0, SHOWN)
    .map(({ office, records, acceptedOn }) => `${office}（${records} 条，${chineseDay(acceptedOn)}验收）`)
    .join('、')
  const more = collected.length > SHOWN ? `等 ${collected.length} 个单位` : ''
  const known =
    collected.length === 0
      ? `${year}年${levelName(level)}职称信息尚未归集。`
      : `${year}年${levelName(level)}职称信息，已归集验收的有：${listed}${more}；其余单位的尚未归集。`
  return {
    year,
    level: { code: level, name: levelName(level) },
    collected,
    message: `${known}没有查到不等于证书是假的：请自行向原发证单位确认；原单位已撤并的，向承接其职能的单位或${top}查询。`,
    messageEn:
      `${levelNameEn(level)} titles of ${year}: ` +
      `${collected.length === 0 ? 'nothing has been collected yet' : `${collected.length} offices have reported`}. ` +
      'Not found does not mean forged: ask the office that issued the paper, or its successor.',
  }
}

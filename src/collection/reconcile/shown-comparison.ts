import { inArray } from 'drizzle-orm'
import { chineseDay } from '../../calendar/day.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { hex, utf8 } from '../../signing/bytes.ts'
import { sha256 } from '../../signing/sha256.ts'
import { titleRecords } from '../../titles/schema.ts'
import type { TitleRecord } from '../../titles/current-titles.ts'
import { comparedFieldName, COMPARED_FIELDS, type ComparedField, type ToldTitle } from './compare-titles.ts'
import { decisionsOf, type Comparison, type Decision } from './find-comparisons.ts'
import { inWords } from './in-words.ts'
import { rowsById, type OpenedRow } from './opened-row.ts'
import { toldTitles } from './told-title.ts'

/** One source, with where to find it, so that nobody has to hunt. */
export interface ShownSide {
  readonly where: string
  /** What else it tells, to recognise the person by. */
  readonly beside: string | null
  readonly told: Partial<ToldTitle>
}

export interface ShownComparison {
  readonly comparison: Comparison
  /** Whom it is about. */
  readonly name: string
  /** Why the two were taken for one person, in words. */
  readonly why: string
  readonly mine: ShownSide | null
  readonly other: ShownSide
  /** Only what differs. */
  readonly differing: readonly ShownField[]
  /** What both tell alike, in one line. */
  readonly alike: string
  readonly decision: Decision | null
  /** SHA-256 over all that, hex: a decision says what it saw. */
  readonly digest: string
}

export interface ShownField {
  readonly field: ComparedField
  readonly name: string
  readonly mine: string
  readonly other: string
}

/** Step: comparisons with both their sides opened for whoever decides. */
export async function showComparisons(
  ctx: Context,
  handle: Handle,
  batch: { readonly id: string; readonly fileName: string },
  comparisons: readonly Comparison[],
): Promise<readonly ShownComparison[]> {
  const ids = <T>(of: (each: Comparison) => T | null) =>
    [...new Set(comparisons.map(of))].filter((id): id is T & {} => id !== null)
  const rows = new Map(
    (await rowsById(ctx, handle, [...ids(({ rowId }) => rowId), ...ids(({ otherRowId }) => otherRowId)])).map(
      (opened) => [opened.row.id, opened],
    ),
  )
  const titleIds = ids(({ titleId }) => titleId)
  const titles = new Map(
    (titleIds.length === 0
      ? []
      : await handle.select().from(titleRecords).where(inArray(titleRecords.id, titleIds))
    ).map((title) => [title.id, title]),
  )
  const told = await toldTitles(ctx, handle, [...titles.values()])
  const registered = await registeredNames(
    ctx,
    handle,
    ids(({ otherPersonId }) => otherPersonId),
  )
  const offices = await officeNames(
    handle,
    ids(({ otherOfficeId }) => otherOfficeId),
  )
  const decisions = await decisionsOf(
    handle,
    batch.id,
    comparisons.map(({ key }) => key),
  )
  return comparisons.map((comparison) => {
    const { rowId, otherRowId, titleId, otherPersonId, otherOfficeId } = comparison
    const row = rowId === null ? null : (rows.get(rowId) ?? null)
    const otherRow = otherRowId === null ? null : (rows.get(otherRowId) ?? null)
    const title = titleId === null ? null : (titles.get(titleId) ?? null)
    const office = otherOfficeId === null ? null : (offices.get(otherOfficeId) ?? null)
    const other: ShownSide = title
      ? ofTitle(title, told.get(title.id), office)
      : otherRow
        ? ofRow(otherRow, batch.fileName)
        : {
            where: '已登记的人员',
            beside: null,
            told: { name: registered.get(otherPersonId ?? '') ?? ERASED },
          }
    return shown(comparison, row && ofRow(row, batch.fileName), other, {
      why: whyOf(comparison, row),
      decision: decisions.get(comparison.key) ?? null,
    })
  })
}

const ofRow = ({ row, told, employer }: OpenedRow, fileName: string): ShownSide => ({
  where: `本批《${fileName}》${row.sheet === 'CSV' ? '' : `“${row.sheet}”`}第 ${row.sheetRow} 行`,
  beside: employer === null ? null : `工作单位：${employer}`,
  told,
})

function ofTitle(title: TitleRecord, told: ToldTitle | undefined, office: string | null): ShownSide {
  const { past, committee, source } = title
  if (source === 'live')
    return {
      where: '本系统已发的职称',
      beside: committee === null ? null : `评委会：${committee}`,
      told: told ?? {},
    }
  return {
    where: `${office ?? past?.collectedBy ?? ''}上报，${past ? chineseDay(past.acceptedOn) : ''}验收`,
    beside: null,
    told: told ?? {},
  }
}

function shown(
  comparison: Comparison,
  mine: ShownSide | null,
  other: ShownSide,
  { why, decision }: Pick<ShownComparison, 'why' | 'decision'>,
): ShownComparison {
  const differing = comparison.fields.map((field) => ({
    field,
    name: comparedFieldName(field),
    mine: (mine && inWords(mine.told, field)) ?? '未写',
    other: inWords(other.told, field) ?? '未写',
  }))
  const one = mine ?? other
  const alike = COMPARED_FIELDS.filter((field) => field !== 'name' && !comparison.fields.includes(field))
    .flatMap((field) => inWords(one.told, field) ?? [])
    .join('，')
  const name = one.told.name ?? ERASED
  const sides = { key: comparison.key, mine, other }
  const digest = hex(sha256(utf8(JSON.stringify(sides))))
  return { comparison, name, why, mine, other, differing, alike, decision, digest }
}

const NUMBERS = {
  none: '本批没有证件号码',
  flawed: '本批的证件号码校验位不对',
  sound: '另一方没有核实的证件号码',
} as const

/** How the two came to be taken for one person. */
function whyOf({ against, otherPersonId, verdict }: Comparison, row: OpenedRow | null): string {
  if (verdict === 'missing') return '本单位以前上报并已验收，本批说是全部，却没有这一项'
  if (against === 'namesake') return '证件号码相同，姓名不同：没有自动认作一个人'
  if (against === 'likeness')
    return `姓名、单位、职称和年份都相同，${NUMBERS[row?.row.identity ?? 'sound']}：没有自动认作一个人`
  if (otherPersonId !== null) return '两个号码，已认定为同一个人'
  // Its row of the batch it corrects: rows with a number are known by that number there too.
  if (row?.row.identity === 'none') return '与所更正批次的同一行是同一个人：没有号码，按姓名和单位认定'
  if (row?.row.identity === 'flawed') return '证件号码相同（校验位不对，照原样比对），姓名相同'
  return '证件类型和号码相同（15位与18位视为同一号码），姓名相同'
}

async function registeredNames(
  ctx: Context,
  handle: Handle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const keys = await remainingKeys(ctx, handle, ids)
  const rows = await handle
    .select({ id: persons.id, name: persons.name })
    .from(persons)
    .where(inArray(persons.id, [...ids]))
  return new Map(
    rows.flatMap(({ id, name }) => {
      const key = keys.get(id)
      return key ? [[id, revealText(key, { column: 'persons.name', row: id }, name)] as const] : []
    }),
  )
}

async function officeNames(handle: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await handle
    .select({ id: currentAuthorities.id, name: currentAuthorities.name })
    .from(currentAuthorities)
    .where(inArray(currentAuthorities.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

import { chineseDay } from '../../calendar/day.ts'
import type { Authority } from '../../identity/authority.ts'
import { levelName } from '../../titles/level.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { Committee } from '../find-committee.ts'
import { COMMITTEES, CYCLES, Ruled, type Typed } from './frame.tsx'
import { OfficesFields, TitlesFields } from './titles-fields.tsx'

/** The committees in reach whose term is not over, or all of them. */
export function committeesPage(
  frame: Frame,
  page: {
    readonly committees: readonly Committee[]
    readonly past: boolean
    readonly mayRegister: boolean
  },
): string {
  return deskPage({
    ...frame,
    title: '评委会',
    current: CYCLES,
    children: (
      <>
        <p class="crumbs">
          <a href={CYCLES}>年度评审</a> ›
        </p>
        <h1>评审委员会</h1>
        <p class="actions">
          {page.mayRegister && (
            <a class="button" href={`${COMMITTEES}/new`}>
              登记评委会
            </a>
          )}
          <a class="button quiet" href={page.past ? COMMITTEES : `${COMMITTEES}?past=1`}>
            {page.past ? '只看有效期内的' : '包括有效期已过的'}
          </a>
        </p>
        {page.committees.length === 0 ? (
          <EmptyState>还没有评委会。</EmptyState>
        ) : (
          <RowTable
            caption="评审委员会"
            columns={['名称', '组建单位', '级别', '系列', '有效期至', '备案']}
            rows={page.committees.map((each) => [
              <a href={`${COMMITTEES}/${each.id}`}>{each.name}</a>,
              each.office,
              each.levels.map(levelName).join('、'),
              each.series?.join('、') ?? '全部系列',
              chineseDay(each.validThrough),
              <Filed committee={each} />,
            ])}
          />
        )}
      </>
    ),
  })
}

export const Filed = ({ committee: { filed, replacedBy } }: { committee: Committee }) =>
  replacedBy === null ? (
    <Ruled granted={filed} words={['待核准备案', '已备案', '不予备案']} />
  ) : (
    <span class="state">已换届</span>
  )

/** A new committee, or the next term of one. */
export function newCommitteePage(
  frame: Frame,
  page: {
    readonly offices: readonly Authority[]
    readonly filing: readonly Authority[]
    readonly replaces: Committee | null
    readonly returned: Returned | null
  },
): string {
  const typed: Typed = page.returned?.typed ?? firstTyped(page.replaces)
  return deskPage({
    ...frame,
    title: page.replaces === null ? '登记评委会' : '评委会换届',
    current: CYCLES,
    children: (
      <>
        <p class="crumbs">
          <a href={COMMITTEES}>评审委员会</a> ›
        </p>
        <h1>{page.replaces === null ? '登记评委会' : '评委会换届'}</h1>
        <Refused returned={page.returned} />
        <form method="post" action={COMMITTEES}>
          <input type="hidden" name="replaces" value={typed.replaces ?? ''} />
          <Field language="zh" name="name" label="评委会名称" required value={typed.name} maxLength={100} />
          <div class="row">
            <OfficesFields
              offices={page.offices}
              filing={page.filing}
              labels={['组建单位', '核准备案部门']}
              typed={typed}
            />
          </div>
          <TitlesFields typed={typed} />
          <div class="row">
            <Field
              language="zh"
              name="size"
              label="评委会人数"
              required
              hint="单数，抽取时不少于此数"
              value={typed.size}
              maxLength={2}
            />
            <Field
              language="zh"
              name="validFrom"
              label="有效期自"
              required
              hint="如 2024-01-01"
              value={typed.validFrom}
              maxLength={10}
            />
            <Field
              language="zh"
              name="validThrough"
              label="有效期至"
              required
              hint="不超过三年"
              value={typed.validThrough}
              maxLength={10}
            />
          </div>
          <button type="submit">登记，报核准备案</button>
        </form>
      </>
    ),
  })
}

const firstTyped = (before: Committee | null): Typed =>
  before === null
    ? {}
    : {
        replaces: before.id,
        name: before.name,
        series: before.series?.join('、') ?? '',
        size: String(before.size),
        ...Object.fromEntries(before.levels.map((code) => [`level-${code}`, '1'])),
      }

import { chineseDay } from '../../calendar/day.ts'
import type { Authority } from '../../identity/authority.ts'
import { LEVEL_CODES, isSpecified, levelName } from '../../titles/level.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { Committee } from '../find-committee.ts'
import { COMMITTEES, CYCLES, Ruled, type Typed } from './frame.tsx'

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
  const choices = (offices: readonly Authority[]) =>
    offices.map(({ creditCode, name }) => ({ value: creditCode, label: name }))
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
            <Choice name="office" label="组建单位" options={choices(page.offices)} chosen={typed.office} />
            <Choice
              name="filingAuthority"
              label="核准备案部门"
              options={choices(page.filing)}
              chosen={typed.filingAuthority}
            />
          </div>
          <LevelBoxes typed={typed} />
          <Field
            language="zh"
            name="series"
            label="系列"
            hint="用顿号分开，如 工程技术、农业技术；不填为全部系列"
            value={typed.series}
            maxLength={500}
          />
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

/** One box a level; a new title is of no other. */
export const LevelBoxes = ({ typed }: { typed: Typed }) => (
  <fieldset>
    <legend>级别</legend>
    {LEVEL_CODES.filter(isSpecified).map((code) => (
      <label class="choice">
        <input type="checkbox" name={`level-${code}`} value="1" checked={typed[`level-${code}`] === '1'} />
        {levelName(code)}
      </label>
    ))}
  </fieldset>
)

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

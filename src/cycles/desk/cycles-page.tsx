import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import type { Authority } from '../../identity/authority.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { Cycle } from '../cycle.ts'
import type { Due } from '../due.ts'
import type { PlaceChoice } from './committee-page.tsx'
import { COMMITTEES, CYCLES, DayOf, Ruled, type Typed } from './frame.tsx'
import { OfficesFields, PolicyFields, TitlesFields } from './titles-fields.tsx'

/** The years in reach, each with what comes next. */
export function cyclesPage(
  frame: Frame,
  page: {
    readonly cycles: readonly {
      readonly cycle: Cycle
      readonly next: Due | null
      readonly done: number
      readonly steps: number
    }[]
    readonly next: string | null
    readonly mayRegister: boolean
  },
): string {
  return deskPage({
    ...frame,
    title: '年度评审',
    current: CYCLES,
    children: (
      <>
        <h1>年度评审</h1>
        <p class="actions">
          <a class="button" href={COMMITTEES}>
            评委会
          </a>
          <a class="button quiet" href="/desk/figures">
            统计图
          </a>
          {page.mayRegister && (
            <a class="button quiet" href={`${CYCLES}/new`}>
              登记考核认定、资格确认
            </a>
          )}
        </p>
        {page.cycles.length === 0 ? (
          <EmptyState>还没有年度评审：在评委会的页面登记。</EmptyState>
        ) : (
          <RowTable
            caption="年度评审，新的在前"
            columns={['名称', '年度', '取得方式', '级别', '计划', '进度', '下一个期限']}
            rows={page.cycles.map(({ cycle, next, done, steps }) => [
              <a href={`${CYCLES}/${cycle.id}`}>{cycle.name}</a>,
              String(cycle.year),
              routeName(cycle.route),
              cycle.levels.map(levelName).join('、'),
              cycle.withdrawnOn === null ? (
                <Ruled granted={cycle.inPlan} words={['待核准', '计划内', '未列入']} />
              ) : (
                <span class="state bad">已撤回</span>
              ),
              `${done} / ${steps}`,
              next === null ? (
                '—'
              ) : (
                <>
                  {next.name}：<DayOf bound={next.latest} />
                </>
              ),
            ])}
          />
        )}
        {page.next !== null && (
          <p>
            <a href={`${CYCLES}?after=${page.next}`}>下一页</a>
          </p>
        )}
      </>
    ),
  })
}

/** A year of 考核认定 or 资格确认, which has no committee. */
export function newCyclePage(
  frame: Frame,
  page: {
    readonly offices: readonly Authority[]
    readonly filing: readonly Authority[]
    readonly places: readonly PlaceChoice[]
    readonly year: number
    readonly returned: Returned | null
  },
): string {
  const typed: Typed = page.returned?.typed ?? {}
  return deskPage({
    ...frame,
    title: '登记考核认定、资格确认',
    current: CYCLES,
    children: (
      <>
        <p class="crumbs">
          <a href={CYCLES}>年度评审</a> ›
        </p>
        <h1>登记考核认定、资格确认</h1>
        <p class="soft">评审在评委会的页面登记；这两种取得方式没有评审会议。</p>
        <Refused returned={page.returned} />
        <form method="post" action={CYCLES}>
          <div class="row">
            <Choice
              name="route"
              label="取得方式"
              options={(['assessment', 'confirmation'] as const).map((value) => ({
                value,
                label: routeName(value),
              }))}
              chosen={typed.route}
            />
            <OfficesFields
              offices={page.offices}
              filing={page.filing}
              labels={['报送机构', '决定的人社部门']}
              typed={typed}
            />
          </div>
          <TitlesFields typed={typed} />
          <PolicyFields typed={typed} places={page.places} year={page.year} />
          <button type="submit">登记</button>
        </form>
      </>
    ),
  })
}

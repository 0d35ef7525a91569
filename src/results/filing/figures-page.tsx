import type { Cycle } from '../../cycles/cycle.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { Bars } from './bars.tsx'
import type { Figures } from './figures.ts'

const CURRENT = '/desk/cycles'

/** One cycle in pictures, or (null) every cycle of a year in reach together. */
export function figuresPage(
  frame: Frame,
  page: {
    readonly cycle: Cycle | null
    readonly year: number
    readonly cycles: number
    readonly figures: Figures
  },
): string {
  const { cycle, year, figures } = page
  const title = cycle === null ? `${year} 年度统计` : `${cycle.name} ${cycle.year} 年度统计`
  return deskPage({
    ...frame,
    title,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={CURRENT}>年度评审</a> ›{' '}
          {cycle !== null && <a href={`${CURRENT}/${cycle.id}`}>{`${cycle.name} ${cycle.year} 年度`}</a>}
        </p>
        <h1>{title}</h1>
        {cycle === null && (
          <p class="actions">
            <a class="button quiet" href={`/desk/figures?year=${year - 1}`}>{`${year - 1} 年度`}</a>
            <a class="button quiet" href={`/desk/figures?year=${year + 1}`}>{`${year + 1} 年度`}</a>
          </p>
        )}
        {cycle === null && <p class="soft">{`共 ${page.cycles} 个年度评审；按现在有效的名单计算。`}</p>}
        {figures.series.length === 0 ? (
          <EmptyState>还没有名单，没有可以统计的人数。</EmptyState>
        ) : (
          <>
            <Bars id="series" title="按系列" figures={figures.series} />
            <Bars id="levels" title="按级别" figures={figures.levels} />
            {cycle === null && <Bars id="places" title="按组建单位所在地" figures={figures.places} />}
          </>
        )}
      </>
    ),
  })
}

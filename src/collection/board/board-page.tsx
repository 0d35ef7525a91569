import type { Authority } from '../../identity/authority.ts'
import { LEVEL_GROUPS, levelGroupName } from '../../policy/level-group.ts'
import { routeName } from '../../titles/route.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import type { Html } from '../../web/draw.ts'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import { wholeOf } from '../programme/programme.ts'
import { dueWords } from '../programme/refusals.ts'
import { heatMaps, legend, trendLine } from './heat-map.ts'
import { PartFields } from './part-fields.tsx'
import { COLLECTION } from './programmes-page.tsx'
import type { Board, BoardChoice, BoardFigures, BoardLine } from './read-board.ts'

/** Where a programme stands, office by office, year by year. */
export const boardPage = (
  frame: Frame,
  page: {
    readonly board: Board
    readonly choice: BoardChoice
    /** Offices the actor may tell to report, with whether they were told; none: nothing to assign. */
    readonly offices: readonly (Authority & { readonly isAssigned: boolean })[]
    readonly returned: Returned | null
  },
): string => {
  const { board, choice } = page
  const { programme } = board
  const path = `${COLLECTION}/${programme.id}`
  const hrefOf = ({ officeId }: BoardLine) => `${path}/offices/${officeId}`
  return deskPage({
    ...frame,
    title: programme.name,
    current: COLLECTION,
    children: (
      <>
        <p class="crumbs">
          <a href={COLLECTION}>职称归集</a> ›
        </p>
        <h1>{programme.name}</h1>
        <Figures figures={board.all} offices={board.lines.length} />
        <details class="clause">
          <summary>{`${programme.rules.notice} ${programme.rules.clause}`}</summary>
          <q>{programme.rules.quote}</q>
          <ul>
            {programme.rules.ranges.map(({ fromYear, throughYear, levels, by }) => (
              <li>{`${fromYear} 至 ${throughYear} 年 ${levels.map(levelGroupName).join('、')}：${dueWords(by)}`}</li>
            ))}
          </ul>
        </details>
        <ChoiceLinks board={board} choice={choice} path={path} />
        {board.lines.length === 0 ? (
          <EmptyState>还没有机构承担这个任务。</EmptyState>
        ) : (
          <>
            <Drawn html={legend(board)} />
            <div class="maps">
              {heatMaps(board, hrefOf).map((map) => (
                <Drawn html={map} />
              ))}
            </div>
            <Lines lines={board.lines} hrefOf={hrefOf} />
            {board.trend.length > 0 && (
              <>
                <h2>进展</h2>
                <Drawn html={trendLine(board)} />
              </>
            )}
          </>
        )}
        {page.offices.length > 0 && <Assign page={page} path={path} />}
      </>
    ),
  })
}

const Drawn = ({ html }: { html: Html }) => <div dangerouslySetInnerHTML={{ __html: html.markup }} />

export const Figures = ({ figures, offices }: { figures: BoardFigures; offices: number | null }) => (
  <ul class="figures">
    {offices !== null && <Figure words="机构" count={offices} />}
    <Figure words="应报格数" count={figures.cells} />
    <Figure words="已验收" count={figures.done} />
    <Figure words="其中零报告" count={figures.zero} />
    <Figure words="核对中" count={figures.inProof} />
    <Figure words="逾期未报" count={figures.late} />
    <Figure words="逾期后验收" count={figures.tardy} />
    <Figure words="职称条数" count={figures.records} />
  </ul>
)

const Figure = ({ words, count }: { words: string; count: number }) => (
  <li>
    <b>{String(count)}</b>
    {words}
  </li>
)

const ChoiceLinks = ({ board, choice, path }: { board: Board; choice: BoardChoice; path: string }) => (
  <>
    <p class="small">
      级别：
      <One href={path} words="全部" isNow={choice.level === null} />
      {LEVEL_GROUPS.map((level) => (
        <One href={`${path}?level=${level}`} words={levelGroupName(level)} isNow={choice.level === level} />
      ))}
      　取得途径：
      {board.programme.rules.routes.map((route) => (
        <One href={`${path}?route=${route}`} words={routeName(route)} isNow={choice.route === route} />
      ))}
    </p>
  </>
)

const One = ({ href, words, isNow }: { href: string; words: string; isNow: boolean }) =>
  isNow ? (
    <b class="one">{words}</b>
  ) : (
    <a class="one" href={href}>
      {words}
    </a>
  )

const Lines = ({ lines, hrefOf }: { lines: readonly BoardLine[]; hrefOf: (line: BoardLine) => string }) => (
  <RowTable
    caption="各机构：完成最少的在前"
    columns={['机构', '完成', '零报告', '核对中', '逾期', '逾期后验收', '职称条数']}
    rows={lines
      .toSorted((a, b) => a.done / a.cells - b.done / b.cells)
      .map((line) => [
        <a href={hrefOf(line)}>{line.office}</a>,
        `${line.done} / ${line.cells}`,
        String(line.zero),
        String(line.inProof),
        line.late === 0 ? '0' : <span class="state bad">{line.late}</span>,
        String(line.tardy),
        String(line.records),
      ])}
  />
)

const Assign = ({ page, path }: { page: Parameters<typeof boardPage>[1]; path: string }) => (
  <section class="unprinted">
    <h2>布置到机构</h2>
    <p class="soft">重新布置即改为新的范围；已报送的年份不能收回。</p>
    <Refused returned={page.returned} />
    <form method="post" action={`${path}/assignments`}>
      <fieldset>
        <legend>机构</legend>
        {page.offices.map(({ id, name, isAssigned }) => (
          <label class="choice">
            <input
              type="checkbox"
              name={`office-${id}`}
              value="1"
              checked={page.returned?.typed[`office-${id}`] === '1'}
            />
            {name}
            {isAssigned && <span class="soft">（已布置）</span>}
          </label>
        ))}
      </fieldset>
      <PartFields
        id="assign"
        part={wholeOf(page.board.programme.rules)}
        typed={page.returned?.typed ?? null}
      />
      <div class="actions">
        <button type="submit" name="act" value="assign">
          布置
        </button>
        <button type="submit" class="quiet" name="act" value="release">
          收回
        </button>
      </div>
    </form>
  </section>
)

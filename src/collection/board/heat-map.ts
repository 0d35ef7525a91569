import { levelGroupName, LEVEL_GROUPS } from '../../policy/level-group.ts'
import { routeName } from '../../titles/route.ts'
import { draw, trusted, type Html } from '../../web/draw.ts'
import { CELL_STATES, cellStateName, type CellState } from '../acceptance/cell-state.ts'
import type { Band, Board, BoardLine, Spot } from './read-board.ts'

const LABELS = 180
const YEAR = 12
const BAND = 9
const GAP = 5
const HEAD = 22
const FIGURES = 150
const MARK_WIDTH = YEAR - 2
const MARK_HEIGHT = BAND - 2
// So many offices fit on a sheet of paper lying down.
const OFFICES_A_SHEET = 20
const LONGEST_NAME = 13

export const bandName = (band: Band): string =>
  LEVEL_GROUPS.some((level) => level === band)
    ? levelGroupName(band as (typeof LEVEL_GROUPS)[number])
    : routeName(band as Exclude<Band, (typeof LEVEL_GROUPS)[number]>)

/**
 * The map, twenty offices a sheet: a row an office, a column a year, in it a mark for each band. Each state has a shape of
 * its own, so that it reads in grey and for whoever tells no colours apart; what is not required is blank.
 */
export function heatMaps(board: Board, hrefOf: (line: BoardLine) => string): readonly Html[] {
  const sheets: Html[] = []
  for (let from = 0; from < board.lines.length; from += OFFICES_A_SHEET)
    sheets.push(sheet(board, board.lines.slice(from, from + OFFICES_A_SHEET), hrefOf, from))
  return sheets
}

function sheet(
  board: Board,
  lines: readonly BoardLine[],
  hrefOf: (line: BoardLine) => string,
  from: number,
): Html {
  const years = board.throughYear - board.fromYear + 1
  const width = LABELS + years * YEAR + FIGURES
  const row = board.bands.length * BAND + GAP
  const height = HEAD + lines.length * row
  const marks: Record<CellState, string> = {
    'not-required': '',
    open: '',
    late: '',
    'in-proof': '',
    zero: '',
    accepted: '',
  }
  const place = new Map(board.bands.map((band, i) => [band, i * BAND]))
  for (const [i, { spots }] of lines.entries())
    for (const spot of spots) {
      const y = HEAD + i * row + (place.get(spot.band) ?? 0)
      marks[spot.state] += markAt(spot, LABELS + (spot.year - board.fromYear) * YEAR, y)
    }
  const id = `map-${from}`
  return draw`<svg class="map" viewBox="0 0 ${width} ${height}" aria-labelledby="${id}"><title id="${id}">${`第 ${from + 1} 至 ${from + lines.length} 个机构，${board.fromYear} 至 ${board.throughYear} 年`}</title>${yearMarks(board)}${lines.map((line, i) => label(board, line, HEAD + i * row, hrefOf(line), width))}${CELL_STATES.map((state) => (marks[state] === '' ? trusted('') : draw`<path class="${state}" d="${trusted(marks[state])}"/>`))}</svg>`
}

function yearMarks({ fromYear, throughYear }: Board): readonly Html[] {
  const years = Array.from({ length: throughYear - fromYear + 1 }, (_, i) => fromYear + i)
  return years
    .filter((year) => year % 5 === 0 || years.length <= 5)
    .map((year) => draw`<text x="${LABELS + (year - fromYear) * YEAR}" y="14">${year}</text>`)
}

const label = (board: Board, line: BoardLine, y: number, href: string, width: number): Html => {
  const middle = y + (board.bands.length * BAND) / 2 + 4
  const name = Array.from(line.office)
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1).join('')}…` : line.office
  return draw`<a href="${href}"><text x="0" y="${middle}">${short}</text></a><text x="${width}" y="${middle}" text-anchor="end">${`${line.done}/${line.cells} 格 ${line.records} 条`}</text>`
}

/** Its shape at a corner: full, half, ring, cross, empty frame. */
function markAt({ state }: Spot, x: number, y: number): string {
  switch (state) {
    case 'accepted':
      return `M${x} ${y}h${MARK_WIDTH}v${MARK_HEIGHT}h-${MARK_WIDTH}z`
    case 'in-proof':
      return `M${x} ${y}v${MARK_HEIGHT}h${MARK_WIDTH}z`
    case 'zero':
      return `M${x + 2} ${y + 3.5}a3 3 0 1 0 6 0a3 3 0 1 0-6 0`
    case 'late':
      return `M${x + 1.5} ${y + 0.5}l${MARK_HEIGHT - 1} ${MARK_HEIGHT - 1}m0-${MARK_HEIGHT - 1}l-${MARK_HEIGHT - 1} ${MARK_HEIGHT - 1}`
    case 'open':
      return `M${x + 0.5} ${y + 0.5}h${MARK_WIDTH - 1}v${MARK_HEIGHT - 1}h-${MARK_WIDTH - 1}z`
    case 'not-required':
      return ''
  }
}

const LEGEND: readonly CellState[] = ['accepted', 'zero', 'in-proof', 'open', 'late']

/** What each mark means, and in which order the bands stand. */
export function legend({ bands }: Board): Html {
  const marks = LEGEND.map(
    (state) =>
      draw`<li><svg class="map mark" viewBox="0 0 ${YEAR} ${BAND}" aria-hidden="true"><path class="${state}" d="${trusted(markAt({ state } as Spot, 0, 0))}"/></svg>${cellStateName(state)}</li>`,
  )
  const order = `每年自上而下：${bands.map(bandName).join('、')}；空白为不要求`
  return draw`<ul class="marks" aria-label="图例">${marks}<li>${order}</li></ul>`
}

const TREND_WIDTH = 400
const TREND_HEIGHT = 90

/** Cells done, month by month: a line that can only climb, but for corrections. */
export function trendLine({ trend, all }: Board): Html {
  const first = trend[0]
  const last = trend.at(-1)
  if (!first || !last) return trusted('')
  const step = trend.length > 1 ? (TREND_WIDTH - 60) / (trend.length - 1) : 0
  const points = trend.map(
    ({ done }, i) =>
      `${Math.round(i * step * 10) / 10} ${Math.round((TREND_HEIGHT - 20 - (done / all.cells) * (TREND_HEIGHT - 40)) * 10) / 10}`,
  )
  const months = first.month === last.month ? first.month : `${first.month} 至 ${last.month}`
  return draw`<svg class="map trend" viewBox="0 -8 ${TREND_WIDTH} ${TREND_HEIGHT + 8}" aria-labelledby="trend"><title id="trend">${`已验收的格数：${months}，${first.done} 至 ${last.done}，共应报 ${all.cells}`}</title><path class="whole" d="M0 20H${TREND_WIDTH - 60}"/><text x="${TREND_WIDTH - 56}" y="24">${all.cells}</text><path class="line" d="M${trusted(points.join('L'))}h4"/><text x="${(trend.length - 1) * step + 8}" y="${TREND_HEIGHT - 16 - (last.done / all.cells) * (TREND_HEIGHT - 40)}">${last.done}</text><text x="0" y="${TREND_HEIGHT - 2}">${months}</text></svg>`
}

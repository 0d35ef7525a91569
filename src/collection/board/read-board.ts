import { and, asc, eq } from 'drizzle-orm'
import { dayFromNumber, dayNumber } from '../../calendar/day.ts'
import { inScope, officesFor } from '../../identity/authorise.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import type { Context } from '../../platform/context.ts'
import { LEVEL_GROUPS, type LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import type { CellState } from '../acceptance/cell-state.ts'
import { findProgramme, type Programme } from '../programme/find-programme.ts'
import { eachCell } from '../programme/line.ts'
import { collectionLines } from '../programme/schema.ts'

/** What stands in a year's column of one office: a level with its routes together, or a route of one level. */
export type Band = LevelGroup | CollectedRoute

/** One place of the map. */
export interface Spot {
  readonly band: Band
  readonly year: number
  /** Of several cells together the one that lacks most. */
  readonly state: CellState
  readonly records: number
}

/** Sums over cells, one office's or all of them. */
export interface BoardFigures {
  readonly cells: number
  /** Accepted, zero returns included. */
  readonly done: number
  readonly zero: number
  readonly inProof: number
  readonly late: number
  /** Done, but after their last day. */
  readonly tardy: number
  readonly records: number
  /** Rows that wait in batches. */
  readonly waiting: number
}

export interface BoardLine extends BoardFigures {
  readonly officeId: string
  readonly office: string
  readonly spots: readonly Spot[]
}

export interface Board {
  readonly programme: Programme
  readonly bands: readonly Band[]
  readonly fromYear: number
  readonly throughYear: number
  /** In the order of their places. */
  readonly lines: readonly BoardLine[]
  readonly all: BoardFigures
  /** Cells done by the end of each month in which any was, the oldest first. */
  readonly trend: readonly { readonly month: string; readonly done: number }[]
}

/** Which part of a programme a board shows. */
export interface BoardChoice {
  /** Null: all levels, each a band; else the routes of this one. */
  readonly level: LevelGroup | null
  /** Null: all routes together. */
  readonly route: CollectedRoute | null
}

const WHOLE: BoardChoice = { level: null, route: null }

/**
 * Where a programme stands, office by office and year by year, within the actor's reach; from the counters alone.
 * Refuses `collection/programme-not-found`.
 */
export async function readBoard(ctx: Context, programmeId: string, choice = WHOLE): Promise<Board> {
  const { read } = ctx.database
  const programme = await findProgramme(ctx, read, programmeId)
  const offices = await officesFor(ctx, read, 'collection.see')
  const rows = await read
    .select({
      officeId: collectionLines.officeId,
      office: currentAuthorities.name,
      cells: collectionLines.cells,
    })
    .from(collectionLines)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, collectionLines.officeId))
    .where(and(eq(collectionLines.programmeId, programmeId), inScope(offices, collectionLines.officeId)))
    .orderBy(asc(currentAuthorities.place), asc(currentAuthorities.creditCode))
  const doneOn = new Map<number, number>()
  const lines = rows
    .map(({ cells, ...office }) => ({
      ...office,
      ...countLine(cells, choice, dayNumber(ctx.today()), doneOn),
    }))
    .filter(({ cells }) => cells > 0)
  const years = lines.flatMap(({ spots }) => spots.map(({ year }) => year))
  return {
    programme,
    bands: choice.level === null ? LEVEL_GROUPS : programme.rules.routes,
    fromYear: years.reduce((a, b) => Math.min(a, b), Infinity),
    throughYear: years.reduce((a, b) => Math.max(a, b), -Infinity),
    lines,
    all: lines.reduce<BoardFigures>(added, NOTHING),
    trend: trendOf(doneOn),
  }
}

// The one that lacks most comes first: of several cells in one spot the least is shown.
const ORDER: readonly CellState[] = ['late', 'open', 'in-proof', 'accepted', 'zero']
const RANK = new Map(ORDER.map((state, rank) => [state, rank]))

/** One office's sums and spots; `doneOn` counts on which days its cells were done. */
function countLine(
  line: string,
  choice: BoardChoice,
  today: number,
  doneOn: Map<number, number>,
): BoardFigures & { readonly spots: readonly Spot[] } {
  const sums = { ...NOTHING }
  const spots = new Map<string, { band: Band; year: number; state: CellState; records: number }>()
  eachCell(line, (cell) => {
    if (choice.level !== null && cell.level !== choice.level) return
    if (choice.route !== null && cell.route !== choice.route) return
    const isDone = cell.state === 'accepted' || cell.state === 'zero'
    const isLate = cell.state === 'open' && cell.dueOn !== null && today > cell.dueOn
    sums.cells++
    sums.records += cell.records
    sums.waiting += cell.inProof
    if (isDone) sums.done++
    if (cell.state === 'zero') sums.zero++
    if (cell.state === 'in-proof') sums.inProof++
    if (isLate) sums.late++
    if (isDone && cell.acceptedOn !== null) {
      doneOn.set(cell.acceptedOn, (doneOn.get(cell.acceptedOn) ?? 0) + 1)
      if (cell.dueOn !== null && cell.acceptedOn > cell.dueOn) sums.tardy++
    }
    const band = choice.level === null ? cell.level : cell.route
    const state = isLate ? 'late' : cell.state
    const key = `${cell.year}${band}`
    const spot = spots.get(key)
    if (spot === undefined) spots.set(key, { band, year: cell.year, state, records: cell.records })
    else {
      spot.records += cell.records
      if ((RANK.get(state) ?? 0) < (RANK.get(spot.state) ?? 0)) spot.state = state
    }
  })
  return { ...sums, spots: [...spots.values()] }
}

/** Cells done by the end of each month, of the days on which any was. */
function trendOf(doneOn: ReadonlyMap<number, number>): Board['trend'] {
  const months = new Map<string, number>()
  let done = 0
  for (const [day, count] of [...doneOn].toSorted(([a], [b]) => a - b)) {
    done += count
    months.set(dayFromNumber(day).slice(0, 7), done)
  }
  return [...months].map(([month, sum]) => ({ month, done: sum }))
}

const NOTHING = { cells: 0, done: 0, zero: 0, inProof: 0, late: 0, tardy: 0, records: 0, waiting: 0 }

const added = (a: BoardFigures, b: BoardFigures): BoardFigures => ({
  cells: a.cells + b.cells,
  done: a.done + b.done,
  zero: a.zero + b.zero,
  inProof: a.inProof + b.inProof,
  late: a.late + b.late,
  tardy: a.tardy + b.tardy,
  records: a.records + b.records,
  waiting: a.waiting + b.waiting,
})

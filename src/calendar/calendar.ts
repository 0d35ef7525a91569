import { dayFromNumber, dayNumber, type Day } from './day.ts'

/** Days off in a row, weekends among them included, and the weekend days worked in exchange. */
export interface Holiday {
  readonly name: string
  readonly from: Day
  /** Inclusive. */
  readonly through: Day
  readonly worked?: readonly Day[]
}

/** What one authority has announced, and the spans (both ends inclusive) for which all of it is known to us. */
export interface Announced {
  readonly name: string
  readonly known: readonly { readonly from: Day; readonly through: Day }[]
  readonly holidays: readonly Holiday[]
}

/** Announcements laid over each other, the most local first: the first that speaks of a day decides. */
export interface Calendar {
  readonly layers: readonly Layer[]
}

interface Layer extends Announced {
  readonly off: ReadonlySet<Day>
  readonly worked: ReadonlySet<Day>
}

/** The most local announcement comes first. */
export const calendarOf = (...announced: readonly Announced[]): Calendar => ({
  layers: announced.map(layerOf),
})

/** Saturday and Sunday rest unless an announcement says otherwise; beyond what is known that is only a guess. */
export function isWorkingDay(calendar: Calendar, day: Day): boolean {
  for (const { off, worked } of calendar.layers) {
    if (off.has(day)) return false
    if (worked.has(day)) return true
  }
  return !isWeekend(day)
}

/** True when every layer is known for the day: no announcement still to come, or to be found, can change it. */
export const isKnown = (calendar: Calendar, day: Day): boolean =>
  calendar.layers.every(({ known }) => known.some(({ from, through }) => from <= day && day <= through))

/** The last day known for certain in every layer; null when the layers share none. */
export function knownThrough(calendar: Calendar): Day | null {
  const ends = calendar.layers.flatMap(({ known }) => known.map(({ through }) => through))
  return (
    ends
      .filter((day) => isKnown(calendar, day))
      .sort()
      .at(-1) ?? null
  )
}

// 1970-01-01 was a Thursday.
const isWeekend = (day: Day): boolean => [2, 3].includes(((dayNumber(day) % 7) + 7) % 7)

function layerOf(announced: Announced): Layer {
  const off = announced.holidays.flatMap(({ from, through }) => daysFrom(from, through))
  const worked = announced.holidays.flatMap((holiday) => holiday.worked ?? [])
  return { ...announced, off: new Set(off), worked: new Set(worked) }
}

function daysFrom(from: Day, through: Day): readonly Day[] {
  const first = dayNumber(from)
  return Array.from({ length: dayNumber(through) - first + 1 }, (_, i) => dayFromNumber(first + i))
}

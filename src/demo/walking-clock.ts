import { dayOf, type Day } from '../calendar/day.ts'
import type { Context } from '../platform/context.ts'

/** Days that pass because the walk says so: a demonstration's, or a test's. They only go forwards, as the ledger's do. */
export interface WalkingClock {
  now(): Date
  today(): Day
  /** Half past eight in Beijing of that day; nothing when it is over. */
  turn(day: Day): void
  /** From here on it is the wall's. */
  release(): void
}

/** In seconds: ten hours of work. */
const LONGEST_DAY = 36_000

/** `wall`: the time it stands for once released, which it never overtakes. */
export function walkingClock(first: Day, wall: () => Date): WalkingClock {
  let released = false
  let [day, ticks] = [first, 0]
  const now = () => {
    if (released) return wall()
    // Seconds pass, so that what happens later on a day looks later; the day itself passes only when it is turned.
    ticks = Math.min(ticks + 1, LONGEST_DAY)
    const walked = new Date(Date.parse(`${day}T00:30:00Z`) + 1000 * ticks)
    return walked < wall() ? walked : wall()
  }
  return {
    now,
    today: () => (released ? dayOf(wall()) : day),
    turn(next) {
      if (next > day) [day, ticks] = [next, 0]
    },
    release() {
      released = true
    },
  }
}

export const withClock = (ctx: Context, { now, today }: WalkingClock): Context => ({ ...ctx, now, today })

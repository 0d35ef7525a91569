import type { Calendar } from '../../calendar/calendar.ts'
import type { Day } from '../../calendar/day.ts'
import { addWorkingDays, type Deadline } from '../../calendar/working-days.ts'

/**
 * The first day on which a publication of so many working days may end, the opening day not counted (民法典 201).
 * Null where no source states a number.
 */
export const earliestClosing = (
  calendar: Calendar,
  opensOn: Day,
  leastDays: number | null,
): Deadline | null => (leastDays === null ? null : addWorkingDays(calendar, opensOn, leastDays))

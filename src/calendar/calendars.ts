import { calendarOf } from './calendar.ts'
import { DALI } from './dali.ts'
import { NATIONAL } from './national.ts'

/** Every calendar a place may go by. A prefecture with holidays of its own is one file and one line here. */
export const CALENDARS = {
  national: calendarOf(NATIONAL),
  dali: calendarOf(DALI, NATIONAL),
} as const

export type CalendarName = keyof typeof CALENDARS

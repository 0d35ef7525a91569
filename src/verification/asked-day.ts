import { isDay, type Day } from '../calendar/day.ts'
import { badDay } from './refusals.ts'

/** The day a question is about; null: now. Refuses `verification/bad-day`: no such day, or one that has not come. */
export function askedDay(text: unknown, today: Day): Day | null {
  if (text === undefined || text === null || text === '') return null
  if (typeof text !== 'string' || !isDay(text) || text > today) throw badDay()
  return text
}

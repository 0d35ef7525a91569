import { Hono } from 'hono'
import type { Env } from '../../platform/context.ts'
import { nothingHere } from '../../platform/refusals.ts'
import { readFeed } from './read-feed.ts'

/** Calendars by their secret addresses: whoever knows one reads deadlines, and nothing of a person. */
export const calendarApi = new Hono<Env>().get('/calendars/:file', async (c) => {
  const [, token = ''] = /^([\w-]{43})\.ics$/.exec(c.req.param('file')) ?? []
  const calendar = token === '' ? null : await readFeed(c.var.ctx, token)
  if (calendar === null) {
    c.set('missed', true)
    throw nothingHere()
  }
  return c.body(calendar, 200, {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': 'attachment; filename="deadlines.ics"',
    'Cache-Control': 'private, no-store',
    'X-Robots-Tag': 'noindex',
  })
})

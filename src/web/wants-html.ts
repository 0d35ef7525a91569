import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

// A phone may send only */*; a program that wants JSON says so, or asks where only programs do.
/** True when the one who asks reads pages. */
export const wantsHtml = (c: Context): boolean =>
  !c.req.path.startsWith('/api/') &&
  accepts(c, { header: 'Accept', supports: ['text/html', 'application/json'], default: 'text/html' }) ===
    'text/html'

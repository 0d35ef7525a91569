import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

// A phone may send only */*; a program that wants JSON says so, or asks where only programs do.
/** True when the one who asks reads pages. */
export function wantsHtml(c: Context): boolean {
  if (c.req.path.startsWith('/api/')) return false
  const accept = c.req.header('Accept') ?? ''
  const known = judged.get(accept)
  if (known !== undefined) return known
  const isHtml =
    accepts(c, { header: 'Accept', supports: ['text/html', 'application/json'], default: 'text/html' }) ===
    'text/html'
  if (judged.size < MOST_KNOWN) judged.set(accept, isHtml)
  return isHtml
}

// Browsers of one make all say the same; a stranger may say anything.
const MOST_KNOWN = 256
const judged = new Map<string, boolean>()

import type { HtmlEscapedString } from 'hono/utils/html'

/** What an element draws, as text. Hono's elements write themselves; none of ours waits for anything. */
export const markup = (element: HtmlEscapedString | Promise<HtmlEscapedString>): string =>
  (element as HtmlEscapedString).toString()

// Bundled into pages: no node modules here.

/** Text that is markup already. Only `draw` and `trusted` make it, so a plain string can never slip in unescaped. */
export interface Html {
  readonly markup: string
}

type Part = Html | string | number | null | undefined | false | readonly Html[]

const NOTHING: Html = { markup: '' }
const SPECIAL = /[&<>"']/
const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as it stands in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[&<>"']/g, (char) => ESCAPED[char]!) : text

/**
 * Markup with every string in it escaped; null, undefined and false leave nothing. Strings, not elements, because the
 * page of a verdict is drawn thousands of times a second, and the same drawing has to work inside a reader's browser.
 */
export function draw(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = texts[0]!
  for (let i = 0; i < parts.length; i++) markup += written(parts[i]) + texts[i + 1]!
  return { markup }
}

/** Markup made elsewhere out of nothing a stranger wrote. */
export const trusted = (markup: string): Html => (markup === '' ? NOTHING : { markup })

function written(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  if (part === null || part === undefined || part === false) return ''
  if ('markup' in part) return part.markup
  let markup = ''
  for (const each of part) markup += each.markup
  return markup
}

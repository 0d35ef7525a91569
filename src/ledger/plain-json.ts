import type { JsonValue } from '../signing/canonical-json.ts'

// Whole tokens only: no white space, no escapes, no surrogates, integers below 2^53. A name that begins with a digit
// is left to the slow way: JavaScript would sort such members itself and hide their order.
const PLAIN =
  /^(?:[{}[\],]|"(?:[ !#-/:-[\]-\ud7ff\ue000-\uffff][ !#-[\]-\ud7ff\ue000-\uffff]*)?":|"[ !#-[\]-\ud7ff\ue000-\uffff]*"(?!:)|(?:0|-?[1-9]\d{0,14})(?![\d.eE])|true|false|null)*$/

/**
 * The value of a text that is plainly canonical (RFC 8785), without spelling it again: half the time of an audit.
 * Null says nothing but that the text must be read the slow way.
 */
export function parsePlainJson(text: string): { readonly value: JsonValue } | null {
  if (!PLAIN.test(text)) return null
  try {
    const value = JSON.parse(text) as JsonValue
    // Without escapes a name ends in `":` and every repeated name is one more of them than there are members.
    return orderedMembers(value) === occurrences(text, '":') ? { value } : null
  } catch {
    return null
  }
}

/** How many members there are at all depths; NaN when some are not in canonical order. */
function orderedMembers(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) count += orderedMembers(item)
    return count
  }
  let before: string | null = null
  for (const name of Object.keys(value)) {
    if (before !== null && before >= name) return Number.NaN
    before = name
    count += 1 + orderedMembers((value as { readonly [name: string]: JsonValue })[name] as JsonValue)
  }
  return count
}

function occurrences(text: string, what: string): number {
  let count = 0
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) count++
  return count
}

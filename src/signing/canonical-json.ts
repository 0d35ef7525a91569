/** A JSON value as data. Integers beyond 2^53 are not exact in JSON: spell them as strings. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue }

/**
 * The one spelling of a value: RFC 8785 (JSON Canonicalization Scheme). Throws TypeError on what JSON cannot say:
 * NaN, infinities, lone surrogates, undefined, functions, bigints.
 */
export function canonicalJson(value: JsonValue): string {
  // The engine's own JSON is RFC 8785 but for the order of members, and several times faster than ours.
  const text = isOrdered(value) ? JSON.stringify(value) : ordered(value)
  // It escapes a lone surrogate; an escaped backslash before "ud…" looks the same, so look at the strings.
  if (text.includes('\\ud') && /\\ud[89a-f]/.test(text) && hasLoneSurrogate(JSON.parse(text) as JsonValue))
    throw new TypeError('JSON text cannot hold a lone surrogate')
  return text
}

/** The value of a text, or null when the text is not the one canonical spelling of a JSON value. */
export function parseCanonicalJson(text: string): { readonly value: JsonValue } | null {
  try {
    const value = JSON.parse(text) as JsonValue
    return canonicalJson(value) === text ? { value } : null
  } catch {
    // Not JSON, or nested deeper than the stack.
    return null
  }
}

/** Are all members already in canonical order (and all values such as JSON has)? */
function isOrdered(value: JsonValue): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (isArray(value)) return value.every(isOrdered)
  if (typeof value !== 'object') return false
  let before: string | null = null
  for (const name of Object.keys(value)) {
    if ((before !== null && before >= name) || !isOrdered(value[name] as JsonValue)) return false
    before = name
  }
  return true
}

// RFC 8785 §3.2.3: members sorted by the UTF-16 code units of their names, which is how JavaScript sorts strings.
function ordered(value: JsonValue): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (isArray(value)) return `[${value.map(ordered).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${String(value)}`)
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${ordered(value[name] as JsonValue)}`)
  return `{${members.join(',')}}`
}

function hasLoneSurrogate(value: JsonValue): boolean {
  // With the u flag a paired surrogate is one character, so only a lone one matches.
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, member]) => hasLoneSurrogate(name) || hasLoneSurrogate(member))
}

// Array.isArray does not narrow a readonly array out of a union.
const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

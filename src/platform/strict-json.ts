import { notJson } from './refusals.ts'

const MOST_DEPTH = 32
// Members that reach an object's prototype where code copies them carelessly.
const REACHING = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * JSON that has one meaning: no member twice in an object (RFC 8259 §4 leaves it open which counts), none that reaches
 * a prototype, at most 32 levels. Refuses `request/not-json`.
 */
export function parseStrictJson(text: string): unknown {
  // Before anything is built: ten thousand levels cost one look at each character.
  if (isTooDeep(text)) throw notJson(`嵌套超过 ${MOST_DEPTH} 层`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw notJson('不是完整的 JSON')
  }
  refuseOddMembers(text)
  return value
}

// A text's strings, whole; and what opens and closes. In valid JSON nothing else matters here. A string that never
// ends still matches, so that no text makes the search begin again at each of its quotes.
const TOKENS = /"(?:[^"\\]+|\\[\s\S]?)*(?:"|$)|[{}[\]]/g

function isTooDeep(text: string): boolean {
  let depth = 0
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    if (depth > MOST_DEPTH) return true
  }
  return false
}

function refuseOddMembers(text: string): void {
  const open: (Set<string> | null)[] = []
  const colon = /\s*:/y
  for (const match of text.matchAll(TOKENS)) {
    const [token] = match
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else {
      if (token.includes('\\u') && !isPlainText(JSON.parse(token) as string))
        throw notJson('有不成对的代理字符或空字符')
      colon.lastIndex = match.index + token.length
      if (colon.test(text)) refuseOddMember(JSON.parse(token) as string, open.at(-1))
    }
  }
}

function refuseOddMember(name: string, members: Set<string> | null | undefined): void {
  if (REACHING.has(name)) throw notJson(`不接受成员“${name}”`)
  if (members?.has(name)) throw notJson(`成员“${name}”出现了两次`)
  members?.add(name)
}

/** Text a database can keep and give back: no NUL, no half of a surrogate pair. */
export const isPlainText = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text)

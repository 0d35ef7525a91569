import { isDay, type Day } from '../calendar/day.ts'
import { latin1 } from '../signing/bytes.ts'
import type { Entry, EntryType } from './entry.ts'

/** What a replay needs of an entry. */
export type ReadEntry = Pick<Entry, 'type' | 'record' | 'day' | 'seals' | 'facts'>

// The canonical spelling of a valid entry, member by member, in ASCII and without escapes.
const TEXT = '"[ !#-[\\]-~]*"'
const COUNT = '(?:0|[1-9]\\d{0,14})'
const HASH = '"[\\w-]{42}[AEIMQUYcgkosw048]"'
const SCALAR = `(?:${TEXT}|0|-?[1-9]\\d{0,14})`
const FIELD = '"[a-z][A-Za-z0-9]{0,62}"'
const TABLE = '"[a-z][a-z0-9_]{0,62}"'
const several = (item: string): string => `${item}(?:,${item})*`
const optional = (name: string, content: string): string => `(?:"${name}":${content},)?`
const PLAIN = new RegExp(
  [
    '^\\{',
    optional('commitments', `\\{(${several(`${FIELD}:${HASH}`)})\\}`),
    '"day":"(\\d{4}-\\d\\d-\\d\\d)",',
    optional(
      'facts',
      `\\{(${several(`${FIELD}:(?:${SCALAR}|true|false|\\[(?:${several(SCALAR)})?\\])`)})\\}`,
    ),
    '"record":"([\\w-]{21}[AQgw])",',
    optional('refs', `\\[${several(`\\{"index":${COUNT},"leaf":${HASH}\\}`)}\\]`),
    optional('seals', `\\{(${several(`${TABLE}:\\{"root":${HASH},"rows":[1-9]\\d{0,14}\\}`)})\\}`),
    '"type":"([a-z.-]+)","v":1\\}$',
  ].join(''),
)

/**
 * An entry whose body is plainly right, read several times faster than by its rules (entry.ts). Null says nothing but
 * that it must be read the slow way. Facts are left unread; the two types whose facts mean something are never plain.
 */
export function readPlainEntry(body: Uint8Array, types: ReadonlySet<string>): ReadEntry | null {
  const [, commitments, day = '', facts, record = '', seals, type = ''] = PLAIN.exec(latin1(body)) ?? []
  if (!types.has(type) || type === 'ledger.genesis' || type === 'chain.anchor' || !isKnownDay(day))
    return null
  if (!isOrdered(commitments) || !isOrdered(facts)) return null
  const sealed = seals === undefined ? null : readSeals(seals)
  if (seals !== undefined && !sealed) return null
  const read = { type: type as EntryType, day, record }
  return sealed ? { ...read, seals: sealed } : read
}

// A ledger has many entries of one day, one after the other.
let lastDay = ''
function isKnownDay(text: string): text is Day {
  if (text !== lastDay && !isDay(text)) return false
  lastDay = text
  return true
}

/** Do the members of a map stand in canonical order, none of them twice? */
function isOrdered(members: string | undefined): boolean {
  if (members === undefined || !members.includes(',')) return true
  let before = ''
  // No text of a plain entry holds a quote: quote and colon end a name, or begin a text that is then read the slow way.
  for (let end = members.indexOf('":'); end >= 0; end = members.indexOf('":', end + 2)) {
    const name = members.slice(members.lastIndexOf('"', end - 1) + 1, end)
    if (name <= before) return false
    before = name
  }
  return true
}

function readSeals(members: string): Entry['seals'] | null {
  const seals: Record<string, { readonly root: string; readonly rows: number }> = {}
  let before = ''
  for (const [, table = '', root = '', rows] of members.matchAll(
    /"(\w+)":\{"root":"([\w-]+)","rows":(\d+)\}/g,
  )) {
    if (table <= before) return null
    before = table
    seals[table] = { root, rows: Number(rows) }
  }
  return seals
}

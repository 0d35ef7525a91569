import { isDay, type Day } from '../calendar/day.ts'
import { base64url, fromUtf8, utf8 } from '../signing/bytes.ts'
import { canonicalJson, parseCanonicalJson, type JsonValue } from '../signing/canonical-json.ts'
import { readPlainEntry, type ReadEntry } from './plain-entry.ts'

/** What an entry can record. A type keeps its meaning for ever; new acts get new types. */
export const ENTRY_TYPES = [
  'ledger.genesis',
  'chain.anchor',
  'key.added',
  'key.retired',
  'key.compromised',
  'authority.registered',
  'authority.changed',
  'power.granted',
  'power.withdrawn',
  'role.granted',
  'role.withdrawn',
  'account.opened',
  'account.changed',
  'account.closed',
  'client.registered',
  'client.closed',
  'committee.registered',
  'cycle.registered',
  'cycle.ruled',
  'cycle.recorded',
  'cycle.withdrawn',
  'filing.accepted',
  'list.imported',
  'list.evidence-committed',
  'list.lead-settled',
  'confirmation.entered',
  'confirmation.answered',
  'document.registered',
  'document.issued',
  'result.confirmed',
  'recommendation.recorded',
  'publicity.opened',
  'publicity.shown',
  'publicity.ended',
  'objection.raised',
  'objection.decided',
  'reexamination.entered',
  'reexamination.answered',
  'result.held',
  'result.invalidated',
  'certificate.issued',
  'certificate.status-changed',
  'certificate.files-committed',
  'trail.anchored',
  'approval.requested',
  'approval.given',
  'approval.returned',
  'policy.published',
  'policy.answered',
  'document.committed',
  'day.sealed',
  'integrity.sharing-set',
  'integrity.listing-set',
  'integrity.snapshot',
  'collection.rows-stored',
  'collection.stored',
  'collection.batch-withdrawn',
  'collection.opened',
  'collection.assigned',
  'collection.zero',
  'collection.accepted',
  'collection.explained',
  'collection.compared',
  'collection.decided',
  'collection.mended',
  'collection.corrected',
  'issuer.succeeded',
  'collection.exported',
  'collection.sender',
  'collection.imported',
  'person.erased',
] as const
export type EntryType = (typeof ENTRY_TYPES)[number]
const TYPES: ReadonlySet<string> = new Set(ENTRY_TYPES)

/** An entry's length is a uint16 in its bundle (C2SP tlog-tiles). */
const MAX_LENGTH = 65_535

/** Rows of one table that the entry vouches for (see seal.ts). */
export interface SealRoot {
  readonly rows: number
  /** RFC 6962 root over the rows' seals; 32 bytes, base64url. */
  readonly root: string
}

/** An earlier entry: by place and by content, so that neither alone can be bent. */
export interface EntryRef {
  readonly index: number
  /** Its leaf hash; 32 bytes, base64url. */
  readonly leaf: string
}

export type Fact = string | number | boolean | readonly (string | number)[]

/**
 * Entry format version 1. Everybody can read an entry for ever, so it holds no personal data, not even hashed: what
 * concerns a person is under `commitments` or `seals`, whose salts can be destroyed. It holds neither its own index
 * nor its predecessor, so it can be hashed before its place is known.
 */
export interface Entry {
  readonly v: 1
  readonly type: EntryType
  /** The entry's own name: 16 random bytes, base64url. */
  readonly record: string
  /** In China. Days, because finer times would show who worked when. */
  readonly day: Day
  /** Field name → HMAC of its value (see commitment.ts); 32 bytes, base64url. */
  readonly commitments?: Readonly<Record<string, string>>
  /** Table name → the rows this entry sealed. */
  readonly seals?: Readonly<Record<string, SealRoot>>
  readonly refs?: readonly EntryRef[]
  /** What is public by nature: numbers, codes, names of offices. Integers only. */
  readonly facts?: Readonly<Record<string, Fact>>
}

export type EntryDraft = Omit<Entry, 'v'>

/** The rule a body breaks: a member of the entry, or one of the three about the whole. */
export type EntryRule = keyof Entry | 'length' | 'canonical-json' | 'members'

export type DecodedEntry =
  { readonly kind: 'entry'; readonly entry: Entry } | { readonly kind: 'broken'; readonly rule: EntryRule }

/** The name of a new entry, from 16 fresh random bytes. */
export const entryRecord = (random16: Uint8Array): string => base64url(random16)

export const entryRef = (index: bigint, leaf: Uint8Array): EntryRef => ({
  index: Number(index),
  leaf: base64url(leaf),
})

/** The canonical bytes: RFC 8785 JSON in UTF-8. Throws RangeError on a draft that breaks a rule. */
export function encodeEntry(draft: EntryDraft): Uint8Array {
  const text = canonicalJson(inOrder(draft))
  const body = utf8(text)
  if (body.length <= MAX_LENGTH && readPlainEntry(body, TYPES)) return body
  const rule = body.length > MAX_LENGTH ? 'length' : brokenRule(JSON.parse(text) as JsonValue)
  if (rule) throw new RangeError(`an entry breaks the rule about its ${rule}`)
  return body
}

const NAMES = ['commitments', 'day', 'facts', 'record', 'refs', 'seals', 'type', 'v'] as const

/** The draft as an entry whose members stand in canonical order, so that none has to be sorted. */
function inOrder(draft: EntryDraft): JsonValue {
  const whole: Partial<Entry> = { v: 1, ...draft }
  const entry: Record<string, unknown> = {}
  for (const name of NAMES) if (whole[name] !== undefined) entry[name] = whole[name]
  for (const name in whole) if (!Object.hasOwn(entry, name)) entry[name] = null
  return entry as JsonValue
}

/** Reads a body strictly: exactly the canonical spelling of a valid entry. Never throws. */
export function decodeEntry(body: Uint8Array): DecodedEntry {
  if (body.length > MAX_LENGTH) return { kind: 'broken', rule: 'length' }
  const parsed = parseCanonicalJson(textOf(body))
  if (!parsed) return { kind: 'broken', rule: 'canonical-json' }
  const rule = brokenRule(parsed.value)
  return rule ? { kind: 'broken', rule } : { kind: 'entry', entry: parsed.value as unknown as Entry }
}

/** The same, for whoever reads a million of them: null when broken. */
export function readEntry(body: Uint8Array): ReadEntry | null {
  if (body.length > MAX_LENGTH) return null
  const plain = readPlainEntry(body, TYPES)
  if (plain) return plain
  const decoded = decodeEntry(body)
  return decoded.kind === 'entry' ? decoded.entry : null
}

type Check = (value: JsonValue) => boolean

const isMap = (value: JsonValue): value is { readonly [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const mapOf =
  (names: RegExp, check: Check): Check =>
  (value) =>
    isMap(value) && isMapOf(value, names, check)

function isMapOf(value: { readonly [name: string]: JsonValue }, names: RegExp, check: Check): boolean {
  const members = Object.keys(value)
  for (const name of members) if (!names.test(name) || !check(value[name] as JsonValue)) return false
  return hasSome(members)
}

const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value)

const hasSome = (list: readonly unknown[]): boolean => list.length > 0
const isCount = (value: JsonValue | undefined): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0

// The last character of a canonical base64url text leaves its unused bits zero.
const isRecord = matches(/^[\w-]{21}[AQgw]$/)
const isHash = matches(/^[\w-]{42}[AEIMQUYcgkosw048]$/)

const FIELD_NAME = /^[a-z][A-Za-z0-9]{0,62}$/
const TABLE_NAME = /^[a-z][a-z0-9_]{0,62}$/

const isScalar: Check = (value) => typeof value === 'string' || Number.isSafeInteger(value)
const isFact: Check = (value) =>
  isScalar(value) || typeof value === 'boolean' || (Array.isArray(value) && value.every(isScalar))

const hasExactly = (value: JsonValue, names: readonly string[]): boolean =>
  isMap(value) && Object.keys(value).join() === names.join()

const isSeal: Check = (value) =>
  hasExactly(value, ['root', 'rows']) &&
  isMap(value) &&
  isHash(value.root as JsonValue) &&
  isCount(value.rows) &&
  value.rows !== 0

const isRef: Check = (value) =>
  hasExactly(value, ['index', 'leaf']) &&
  isMap(value) &&
  isCount(value.index) &&
  isHash(value.leaf as JsonValue)

// A member that would be empty is left out, so that an entry has one spelling.
const MEMBERS: Readonly<Record<keyof Entry, Check>> = {
  v: (value) => value === 1,
  type: (value) => (ENTRY_TYPES as readonly JsonValue[]).includes(value),
  record: isRecord,
  day: (value) => typeof value === 'string' && isDay(value),
  commitments: mapOf(FIELD_NAME, isHash),
  seals: mapOf(TABLE_NAME, isSeal),
  refs: (value) => Array.isArray(value) && hasSome(value) && value.every(isRef),
  facts: mapOf(FIELD_NAME, isFact),
}
const REQUIRED = ['v', 'type', 'record', 'day'] as const

/** The first rule a parsed, canonical value breaks as an entry. */
function brokenRule(value: JsonValue): EntryRule | null {
  if (!isMap(value)) return 'members'
  if (value.v !== 1) return 'v'
  const names = Object.keys(value)
  for (const name of names) if (!Object.hasOwn(MEMBERS, name)) return 'members'
  for (const name of REQUIRED) if (!Object.hasOwn(value, name)) return name
  for (const name of names as (keyof Entry)[]) if (!MEMBERS[name](value[name] as JsonValue)) return name
  return hasOwnFacts(value) ? null : 'facts'
}

// The two types the ledger itself writes say exactly one thing each.
function hasOwnFacts({ type, facts = null }: { readonly [name: string]: JsonValue }): boolean {
  if (type === 'ledger.genesis') return hasExactly(facts, ['origin'])
  if (type === 'chain.anchor') return hasExactly(facts, ['chain', 'size'])
  return true
}

function textOf(body: Uint8Array): string {
  try {
    return fromUtf8(body)
  } catch {
    return ''
  }
}

import { base64 } from '../signing/bytes.ts'
import { COSIGNATURE, parseVkey, type NoteKey } from '../signing/note.ts'

// C2SP tlog-policy: which logs and witnesses there are, and how many of them it takes.

export interface PolicyLog {
  readonly key: NoteKey
  readonly url: string | null
}

export interface PolicyWitness extends PolicyLog {
  /** Means something inside the policy only. */
  readonly name: string
}

/** What must have cosigned: one witness, or at least `threshold` of the members. */
export type Quorum =
  | { readonly kind: 'witness'; readonly witness: PolicyWitness }
  | { readonly kind: 'group'; readonly threshold: number; readonly members: readonly Quorum[] }

export interface WitnessPolicy {
  readonly logs: readonly PolicyLog[]
  readonly witnesses: readonly PolicyWitness[]
  /** null: `quorum none`. */
  readonly quorum: Quorum | null
}

/** The rule a line breaks; `quorum-missing` is about the whole. */
export type PolicyRule =
  | 'characters'
  | 'keyword'
  | 'arguments'
  | 'key'
  | 'duplicate-key'
  | 'name'
  | 'unknown-name'
  | 'member-twice'
  | 'threshold'
  | 'quorum-twice'
  | 'quorum-missing'

export type ParsedPolicy =
  | { readonly kind: 'policy'; readonly policy: WitnessPolicy }
  | { readonly kind: 'broken'; readonly line: number; readonly rule: PolicyRule }

interface Reading {
  readonly logs: PolicyLog[]
  readonly witnesses: PolicyWitness[]
  readonly names: Map<string, Quorum>
  /** Names that are members of a group already: a witness counts in one way only. */
  readonly members: Set<string>
  quorum: Quorum | null | undefined
}

/** Reads a policy; the first rule broken, with its line (from 1). Never throws. */
export function parsePolicy(text: string): ParsedPolicy {
  const reading: Reading = {
    logs: [],
    witnesses: [],
    names: new Map(),
    members: new Set(),
    quorum: undefined,
  }
  const lines = text.split('\n')
  for (const [i, line] of lines.entries()) {
    const rule = readLine(reading, line)
    if (rule) return { kind: 'broken', line: i + 1, rule }
  }
  const { logs, witnesses, quorum } = reading
  if (quorum === undefined) return { kind: 'broken', line: lines.length, rule: 'quorum-missing' }
  return { kind: 'policy', policy: { logs, witnesses, quorum } }
}

/** Do these cosigners (by key) make the quorum? `quorum none` asks for nobody. */
export function isWitnessed({ quorum }: WitnessPolicy, cosigners: readonly NoteKey[]): boolean {
  const isMet = (part: Quorum): boolean =>
    part.kind === 'witness'
      ? cosigners.includes(part.witness.key)
      : part.members.filter(isMet).length >= part.threshold
  return quorum === null || isMet(quorum)
}

function readLine(reading: Reading, line: string): PolicyRule | null {
  // oxlint-disable-next-line no-control-regex -- the specification allows tab and no other control character
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(line)) return 'characters'
  const [keyword = '', ...rest] = line.split(/[ \t]+/).filter((item) => item !== '')
  if (keyword === '' || keyword.startsWith('#')) return null
  switch (keyword) {
    case 'log':
      return readLog(reading, rest)
    case 'witness':
      return readWitness(reading, rest)
    case 'group':
      return readGroup(reading, rest)
    case 'quorum':
      return readQuorum(reading, rest)
    default:
      return 'keyword'
  }
}

function readLog({ logs }: Reading, [vkey, url, ...more]: string[]): PolicyRule | null {
  if (vkey === undefined || more.length > 0) return 'arguments'
  const key = parseVkey(vkey)
  if (!key) return 'key'
  if (isAmong(logs, key)) return 'duplicate-key'
  logs.push({ key, url: url ?? null })
  return null
}

function readWitness({ witnesses, names }: Reading, [name, vkey, url, ...more]: string[]): PolicyRule | null {
  if (name === undefined || vkey === undefined || more.length > 0) return 'arguments'
  if (name === 'none' || names.has(name)) return 'name'
  const key = parseVkey(vkey, COSIGNATURE)
  if (!key) return 'key'
  if (isAmong(witnesses, key)) return 'duplicate-key'
  const witness = { name, key, url: url ?? null }
  witnesses.push(witness)
  names.set(name, { kind: 'witness', witness })
  return null
}

function readGroup({ names, members }: Reading, [name, k, ...listed]: string[]): PolicyRule | null {
  if (name === undefined || k === undefined || listed.length === 0) return 'arguments'
  if (name === 'none' || names.has(name)) return 'name'
  const group: Quorum[] = []
  for (const member of listed) {
    const known = names.get(member)
    if (!known) return 'unknown-name'
    if (members.has(member)) return 'member-twice'
    members.add(member)
    group.push(known)
  }
  const threshold = k === 'any' ? 1 : k === 'all' ? group.length : /^[1-9]\d{0,8}$/.test(k) ? Number(k) : 0
  if (threshold < 1 || threshold > group.length) return 'threshold'
  names.set(name, { kind: 'group', threshold, members: group })
  return null
}

function readQuorum(reading: Reading, [name, ...more]: string[]): PolicyRule | null {
  if (name === undefined || more.length > 0) return 'arguments'
  if (reading.quorum !== undefined) return 'quorum-twice'
  const known = name === 'none' ? null : reading.names.get(name)
  if (known === undefined) return 'unknown-name'
  reading.quorum = known
  return null
}

// The same bytes under another name are the same key.
const isAmong = (known: readonly PolicyLog[], key: NoteKey): boolean =>
  known.some((one) => base64(one.key.publicKey) === base64(key.publicKey))

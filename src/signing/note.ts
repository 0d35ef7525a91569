import { sha256 } from '@noble/hashes/sha2.js'
import { base64, concat, fromBase64, hex, utf8 } from './bytes.ts'
import type { Signer, VerifyEd25519 } from './signer.ts'

// C2SP signed-note v1.0.0. Bundled into pages: no node modules here.

const ED25519 = 0x01
/** Type of a witness's key (C2SP tlog-cosignature, cosignature/v1): Ed25519 too, but it signs something else. */
export const COSIGNATURE = 0x04
const MAX_LENGTH = 1_000_000
const MAX_SIGNATURES = 100

/** A key that signs notes, as a vkey spells it. */
export interface NoteKey {
  readonly name: string
  /** 8 hex digits: a hint for finding the key, not a proof of it. */
  readonly id: string
  /** 32 bytes, Ed25519. */
  readonly publicKey: Uint8Array
}

export interface NoteSignature {
  readonly name: string
  readonly id: string
  readonly signature: Uint8Array
}

export interface Note {
  /** The signed text, ending in a newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export type NoteVerdict =
  | { readonly kind: 'signed'; readonly text: string; readonly signers: readonly NoteKey[] }
  /** Well formed, but no key we know has signed it. */
  | { readonly kind: 'unsigned' }
  /** A key we know has a signature that fails: somebody altered the text. */
  | { readonly kind: 'forged'; readonly name: string }
  | { readonly kind: 'malformed' }

/** The key of a name; throws RangeError on a name a note cannot carry. */
export function noteKey(name: string, publicKey: Uint8Array, type = ED25519): NoteKey {
  if (!isKeyName(name)) throw new RangeError(`a note cannot carry the key name ${JSON.stringify(name)}`)
  if (publicKey.length !== 32) throw new RangeError('an Ed25519 public key has 32 bytes')
  return {
    name,
    id: hex(sha256(concat(utf8(`${name}\n`), typed(publicKey, type))).subarray(0, 4)),
    publicKey,
  }
}

/** `name+hex8(id)+base64(type ‖ public key)`. */
export const encodeVkey = (key: NoteKey, type = ED25519): string =>
  `${key.name}+${key.id}+${base64(typed(key.publicKey, type))}`

/** Null unless the text is one vkey of the type (Ed25519, 0x01) whose id is its own. */
export function parseVkey(vkey: string, type = ED25519): NoteKey | null {
  // The base64 may itself hold a +, so only the first two separate.
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? []
  const bytes = decodeBase64(encoded ?? '')
  if (!name || !isKeyName(name) || bytes?.length !== 33 || bytes[0] !== type) return null
  const key = noteKey(name, bytes.subarray(1), type)
  return key.id === id ? key : null
}

/** Signs a text (ending in a newline, no other control characters) under a key name. */
export function signNote(text: string, name: string, signer: Signer): string {
  if (!isNoteText(text)) throw new RangeError('a note is text that ends in a newline')
  const key = noteKey(name, signer.publicKey)
  const signature = signer.sign(utf8(text))
  return `${text}\n${signatureLine(key, signature)}`
}

/** A signature as a note carries it, newline included. */
export const signatureLine = ({ name, id }: NoteKey, signature: Uint8Array): string =>
  `— ${name} ${base64(concat(idBytes(id), signature))}\n`

/** The note with the signature lines of another over the same text; a line it has already is not repeated. */
export function addSignatures(note: string, lines: string): string {
  const has = new Set(note.split('\n'))
  const fresh = lines.split('\n').filter((line) => line !== '' && !has.has(line))
  return note + fresh.map((line) => `${line}\n`).join('')
}

/** The note without the signature lines of any other key. */
export function onlySignatures(note: Note, keys: readonly NoteKey[]): string {
  const lines = note.signatures.flatMap(({ name, id, signature }) => {
    const key = keys.find((key) => key.name === name && key.id === id)
    return key ? [signatureLine(key, signature)] : []
  })
  return `${note.text}\n${lines.join('')}`
}

/** The signature lines of a well-formed note. */
export const signatureLines = (note: string): string => note.slice(note.lastIndexOf('\n\n') + 2)

/** The parts of a note, or null; nothing is verified. At most 1,000,000 characters and 100 signatures. */
export function parseNote(note: string): Note | null {
  const split = note.lastIndexOf('\n\n')
  if (note.length > MAX_LENGTH || split < 0 || !note.endsWith('\n')) return null
  const text = note.slice(0, split + 1)
  const lines = note.slice(split + 2, -1).split('\n')
  if (!isNoteText(text) || lines.length > MAX_SIGNATURES) return null
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const signature = parseSignature(line)
    if (!signature) return null
    signatures.push(signature)
  }
  return { text, signatures }
}

/** Who among `keys` has signed. Lines of unknown keys are ignored; a known key's bad signature rejects the note. */
export function verifyNote(note: string, keys: readonly NoteKey[], verify: VerifyEd25519): NoteVerdict {
  const parsed = parseNote(note)
  if (!parsed) return { kind: 'malformed' }
  const message = utf8(parsed.text)
  const signers = new Set<NoteKey>()
  for (const { name, id, signature } of parsed.signatures) {
    const key = keys.find((key) => key.name === name && key.id === id)
    if (!key) continue
    if (!verify(key.publicKey, message, signature)) return { kind: 'forged', name }
    signers.add(key)
  }
  return signers.size > 0
    ? { kind: 'signed', text: parsed.text, signers: [...signers] }
    : { kind: 'unsigned' }
}

function parseSignature(line: string): NoteSignature | null {
  const [, name, encoded] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  const bytes = decodeBase64(encoded ?? '')
  if (!name || !isKeyName(name) || !bytes || bytes.length < 5) return null
  return { name, id: hex(bytes.subarray(0, 4)), signature: bytes.subarray(4) }
}

const isKeyName = (name: string): boolean => /^[^+\p{White_Space}\p{Cc}\p{Surrogate}]+$/u.test(name)

// No ASCII control character but the newline, and no lone surrogate.
const isNoteText = (text: string): boolean => /^[\n -\ud7ff\ue000-\u{10ffff}]*\n$/u.test(text)

const typed = (publicKey: Uint8Array, type: number): Uint8Array => concat(Uint8Array.of(type), publicKey)

const idBytes = (id: string): Uint8Array =>
  Uint8Array.from(id.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

function decodeBase64(text: string): Uint8Array | null {
  try {
    return fromBase64(text)
  } catch {
    return null
  }
}

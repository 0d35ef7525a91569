// Bundled into pages: no node modules here.
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

// Most texts are short, and encoding into a buffer at hand costs a fifth of asking for a new one.
const scratch = new Uint8Array(16_384)

export const utf8 = (text: string): Uint8Array =>
  text.length * 3 <= scratch.length
    ? scratch.slice(0, encoder.encodeInto(text, scratch).written)
    : encoder.encode(text)

/** Throws TypeError on anything that is not well-formed UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes)

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** For public values only: not constant in time. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Negative, 0 or positive as `a` comes before, equals or follows `b`, byte by byte. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** One character a byte, so that places in the text are places in the bytes. */
export function latin1(bytes: Uint8Array): string {
  if (typeof Buffer === 'function')
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

export function hex(bytes: Uint8Array): string {
  if (typeof Buffer === 'function')
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

/** Lower-case hex only; throws RangeError. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new RangeError('not lower-case hex')
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

const NONE = 64
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const STANDARD = encoder.encode(`${LETTERS}+/`)
const URL_SAFE = encoder.encode(`${LETTERS}-_`)
const STANDARD_VALUES = valuesOf(STANDARD)
const URL_SAFE_VALUES = valuesOf(URL_SAFE)

// Tables, not atob and btoa: a token has a thousand characters, and those two cost as much as its signature.
export function base64(bytes: Uint8Array): string {
  return spell(bytes, STANDARD) + '='.repeat((3 - (bytes.length % 3)) % 3)
}

/** Padded RFC 4648 §4 in its one canonical spelling; throws RangeError on any other. */
export function fromBase64(text: string): Uint8Array {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  if (text.length % 4 !== 0) throw new RangeError('not base64')
  return read(text.slice(0, text.length - padding), STANDARD_VALUES)
}

export const base64url = (bytes: Uint8Array): string => spell(bytes, URL_SAFE)

/** Unpadded RFC 4648 §5 in its one canonical spelling; throws RangeError on any other. */
export const fromBase64url = (text: string): Uint8Array => read(text, URL_SAFE_VALUES)

function spell(bytes: Uint8Array, alphabet: Uint8Array): string {
  // Servers spell ten times as fast with what they have; the letters are the same.
  if (typeof Buffer === 'function') {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return alphabet === URL_SAFE ? view.toString('base64url') : view.toString('base64').replace(/=+$/, '')
  }
  const chars = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  write(bytes, alphabet, chars, 0)
  return decoder.decode(chars)
}

/** The same letters as bytes, into `room` from `at` on; answers where they end. */
export const writeBase64url = (bytes: Uint8Array, room: Uint8Array, at: number): number =>
  write(bytes, URL_SAFE, room, at)

function write(bytes: Uint8Array, alphabet: Uint8Array, room: Uint8Array, from: number): number {
  const whole = bytes.length - (bytes.length % 3)
  let at = from
  for (let i = 0; i < whole; i += 3) {
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!
    room[at++] = alphabet[group >> 18]!
    room[at++] = alphabet[(group >> 12) & 63]!
    room[at++] = alphabet[(group >> 6) & 63]!
    room[at++] = alphabet[group & 63]!
  }
  if (whole === bytes.length) return at
  const group = (bytes[whole]! << 16) | ((bytes[whole + 1] ?? 0) << 8)
  room[at++] = alphabet[group >> 18]!
  room[at++] = alphabet[(group >> 12) & 63]!
  if (whole + 1 < bytes.length) room[at++] = alphabet[(group >> 6) & 63]!
  return at
}

function read(text: string, values: Uint8Array): Uint8Array {
  const bytes = new Uint8Array((text.length * 3) >> 2)
  let held = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? NONE
    if (value === NONE) throw new RangeError('not base64')
    held = (held << 6) | value
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = held >> bits
    held &= (1 << bits) - 1
  }
  // A lone last character, and bits that say nothing: second spellings of the same bytes, which must not verify.
  if (bits === 6 || held !== 0) throw new RangeError('not canonical base64')
  return bytes
}

function valuesOf(alphabet: Uint8Array): Uint8Array {
  const values = new Uint8Array(128).fill(NONE)
  alphabet.forEach((char, value) => {
    values[char] = value
  })
  return values
}

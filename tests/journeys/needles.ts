import { createHash } from 'node:crypto'

const gb18030 = new Map<string, readonly number[]>()
const decoder = new TextDecoder('gb18030')
for (let lead = 0x81; lead <= 0xfe; lead++)
  for (let trail = 0x40; trail <= 0xfe; trail++)
    if (trail !== 0x7f) gb18030.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])

const inGb18030 = (text: string): Buffer =>
  Buffer.from([...text].flatMap((char) => gb18030.get(char) ?? [...Buffer.from(char)]))

/** The base64 of `bytes` wherever they lie in a longer text: the characters that depend on nothing else. */
function alignments(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const whole = Math.floor(((offset + bytes.length) * 8) / 6)
    return text.slice(Math.ceil((offset * 8) / 6), whole)
  })
}

const digests = (text: string): Buffer[] =>
  ['sha256', 'sha1', 'md5'].map((name) => createHash(name).update(text).digest())

/** Every spelling in which `secret` could stand in served bytes; short ones, which chance would find, left out. */
export function needlesOf(secret: string, isNumber: boolean): Map<string, Buffer> {
  const needles = new Map<string, Buffer>()
  const add = (name: string, bytes: Buffer | string) => needles.set(name, Buffer.from(bytes as string))
  const spelled = (name: string, bytes: Buffer) => {
    needles.set(name, bytes)
    add(`${name}, hex`, bytes.toString('hex'))
    add(`${name}, HEX`, bytes.toString('hex').toUpperCase())
    for (const [i, text] of alignments(bytes).entries()) {
      add(`${name}, base64 at ${i}`, text)
      add(`${name}, base64url at ${i}`, text.replaceAll('+', '-').replaceAll('/', '_'))
    }
  }
  spelled('plain', Buffer.from(secret))
  spelled('UTF-16LE', Buffer.from(secret, 'utf16le'))
  spelled('UTF-16BE', Buffer.from(secret, 'utf16le').swap16())
  spelled('GB18030', inGb18030(secret))
  spelled('reversed', Buffer.from([...secret].toReversed().join('')))
  add('URL-encoded', encodeURIComponent(secret))
  add('HTML entities', [...secret].map((char) => `&#${char.codePointAt(0)};`).join(''))
  add(
    'JSON escapes',
    [...secret].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  )
  if (isNumber)
    for (const text of [secret, secret.toLowerCase(), `resident-identity-card|${secret}`])
      for (const [i, digest] of digests(text).entries())
        spelled(`digest ${i} of ${text === secret ? 'it' : 'a form of it'}`, digest)
  for (const [name, needle] of needles) if (needle.length < 6) needles.delete(name)
  return needles
}

import { concat } from '../signing/bytes.ts'

// ICC.1:2004-10 (v4.2). Numbers of IEC 61966-2-1 (sRGB), adapted to the D50 that profiles are written in.
const WHITE_D50 = [0.9642, 1, 0.8249] as const
const RED = [0.43607, 0.22249, 0.01392] as const
const GREEN = [0.38515, 0.71687, 0.09708] as const
const BLUE = [0.14307, 0.06061, 0.7141] as const
const D65_TO_D50 = [
  1.04788, 0.02292, -0.05021, 0.02958, 0.99047, -0.01707, -0.00925, 0.01508, 0.75168,
] as const
/** Y = (aX + b)^g above d, else cX: parametric curve type 3. */
const TONE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045] as const

/** The sRGB output intent that PDF/A asks for, written here so that no one's profile file has to be licensed. */
export function srgbProfile(): Uint8Array {
  const tone = tag('para', u16(3), u16(0), ...TONE.map(s15f16))
  const tags: [string, Uint8Array][] = [
    ['desc', text('sRGB')],
    ['cprt', text('CC0')],
    ['wtpt', xyz(WHITE_D50)],
    ['chad', tag('sf32', ...D65_TO_D50.map(s15f16))],
    ['rXYZ', xyz(RED)],
    ['gXYZ', xyz(GREEN)],
    ['bXYZ', xyz(BLUE)],
    ['rTRC', tone],
    ['gTRC', tone],
    ['bTRC', tone],
  ]
  let at = 128 + 4 + 12 * tags.length
  const directory: Uint8Array[] = [u32(tags.length)]
  for (const [name, data] of tags) {
    directory.push(ascii(name), u32(at), u32(data.length))
    at += data.length
  }
  return concat(header(at), ...directory, ...tags.map(([, data]) => data))
}

function header(length: number): Uint8Array {
  return concat(
    u32(length),
    new Uint8Array(4),
    u32(0x04200000),
    ascii('mntrRGB XYZ '),
    ...[2026, 1, 1, 0, 0, 0].map(u16),
    ascii('acsp'),
    new Uint8Array(28),
    ...WHITE_D50.map(s15f16),
    new Uint8Array(48),
  )
}

const ascii = (name: string): Uint8Array => Uint8Array.from(name, (char) => char.charCodeAt(0))
const u16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff)
const u32 = (value: number): Uint8Array => concat(u16(value >>> 16), u16(value & 0xffff))
const s15f16 = (value: number): Uint8Array => u32(Math.round(value * 65536) >>> 0)

/** Tag data, padded so that the next begins on four bytes. */
function tag(type: string, ...data: readonly Uint8Array[]): Uint8Array {
  const bytes = concat(ascii(type), new Uint8Array(4), ...data)
  return concat(bytes, new Uint8Array(-bytes.length & 3))
}

const xyz = (values: readonly number[]): Uint8Array => tag('XYZ ', ...values.map(s15f16))

/** A multi-localised string with one entry, en-US. */
function text(value: string): Uint8Array {
  const units = concat(...Array.from(value, (char) => u16(char.charCodeAt(0))))
  return tag('mluc', u32(1), u32(12), ascii('enUS'), u32(units.length), u32(28), units)
}

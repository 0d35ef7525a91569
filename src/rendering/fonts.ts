import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { noGlyph, fontUnusable } from './refusals.ts'
import { readTrueType, type TrueType } from './truetype.ts'

export type Weight = 'regular' | 'bold'

/** A font as PDF names it. The same object for the life of the process, so it can key a map. */
export interface Typeface {
  readonly name: string
  readonly font: TrueType
}

/** One character as it will be drawn. */
export interface Glyph {
  readonly face: Typeface
  readonly codePoint: number
  readonly glyph: number
  /** Thousandths of an em. */
  readonly advance: number
  readonly bold: boolean
}

export interface Fonts {
  /** The first font that has the character; throws Refusal `rendering/no-glyph` rather than draw a box. */
  glyphFor(codePoint: number, weight: Weight): Glyph
}

// Pinned so that a certificate drawn again in ten years has the same bytes (templates/README.md).
const NOTO = '@expo-google-fonts/noto-serif-sc'
const FILES = {
  regular: {
    name: 'NotoSerifSC-Regular',
    path: () => createRequire(import.meta.url).resolve(`${NOTO}/400Regular/NotoSerifSC_400Regular.ttf`),
    sha256: 'c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742',
  },
  bold: {
    name: 'NotoSerifSC-Bold',
    path: () => createRequire(import.meta.url).resolve(`${NOTO}/700Bold/NotoSerifSC_700Bold.ttf`),
    sha256: '9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6',
  },
  rare: {
    name: 'HanaMinB',
    path: () => fileURLToPath(new URL('../../templates/fonts/HanaMinB.ttf', import.meta.url)),
    sha256: '829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c',
  },
} as const

type FontFile = (typeof FILES)[keyof typeof FILES]

const loaded = new Map<FontFile, Typeface>()

// 15 to 31 MB each, so each is read when a character first needs it, and once.
function load(file: FontFile): Typeface {
  const known = loaded.get(file)
  if (known) return known
  const path = file.path()
  if (!existsSync(path)) throw fontUnusable(file.name, '不存在')
  const bytes = readFileSync(path)
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256)
    throw fontUnusable(file.name, '已被改动')
  const face = { name: file.name, font: readTrueType(bytes) }
  loaded.set(file, face)
  return face
}

// Control and format characters, variation selectors, combining marks and private use would be drawn as something they
// are not, or as nothing: HanaMinB has pictures for many of them.
const DRAWABLE = /^[\p{L}\p{N}\p{P}\p{S}\u0020\u3000]$/u

/**
 * The certificate's fonts: Noto Serif SC, then HanaMinB (extensions B–F), then the operator's own font if given
 * (TrueType outlines; the same bytes must be given for as long as certificates are to be drawn again).
 */
export function certificateFonts(operatorFont?: Uint8Array): Fonts {
  const extra = operatorFont && openOperatorFont(operatorFont)
  const chain = (weight: Weight): (() => Typeface)[] => [
    () => load(FILES[weight]),
    () => load(FILES.rare),
    ...(extra ? [() => extra] : []),
  ]
  const chains = { regular: chain('regular'), bold: chain('bold') }
  const cache = { regular: new Map<number, Glyph>(), bold: new Map<number, Glyph>() }

  return {
    glyphFor(codePoint, weight) {
      const known = cache[weight].get(codePoint)
      if (known) return known
      const glyph = findGlyph(codePoint, chains[weight])
      cache[weight].set(codePoint, glyph)
      return glyph
    },
  }
}

function findGlyph(codePoint: number, chain: readonly (() => Typeface)[]): Glyph {
  const character = String.fromCodePoint(codePoint)
  for (const open of DRAWABLE.test(character) ? chain : []) {
    const face = open()
    const glyph = face.font.glyphOf(codePoint)
    if (glyph === 0 || glyph >= face.font.glyphCount) continue
    const advance = Math.round((face.font.advanceOf(glyph) * 1000) / face.font.unitsPerEm)
    return { face, codePoint, glyph, advance, bold: face.name === FILES.bold.name }
  }
  throw noGlyph(character, `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`)
}

function openOperatorFont(bytes: Uint8Array): Typeface {
  const name = 'OperatorFont'
  try {
    const font = readTrueType(bytes)
    if (!font.embeddable) throw fontUnusable(name, '的许可不允许嵌入文件')
    return { name, font }
  } catch (error) {
    if (error instanceof RangeError) throw fontUnusable(name, '不是 TrueType 轮廓的字体')
    throw error
  }
}

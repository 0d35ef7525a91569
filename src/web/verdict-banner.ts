// Bundled into pages: no node modules here.
import { draw, trusted, type Html } from './draw.ts'
import { say } from './language.ts'
import type { Language } from './language.ts'

/** `historical`: a title collected from the past, about which no certificate says yes or no. */
export type Verdict = 'valid' | 'not-valid' | 'cannot-tell' | 'historical'

/** The one word of a verdict. */
export function verdictWord(verdict: Verdict, language: Language): string {
  const t = say(language)
  switch (verdict) {
    case 'valid':
      return t('有效', 'Valid')
    case 'not-valid':
      return t('无效', 'Not valid')
    case 'cannot-tell':
      return t('无法判定', 'Cannot tell')
    case 'historical':
      return t('历史信息', 'On record')
  }
}

interface Banner {
  readonly verdict: Verdict
  readonly language: Language
  /** What must be seen with the word: a restricted scope, or the state that makes it not valid. */
  readonly note?: string | Html | null | undefined
  readonly who?: Html | null
  /** One sentence. */
  readonly line: string
}

/** The verdict, readable at arm's length: word, shape and colour each say it alone. */
export function verdictBanner({ verdict, language, note, who, line }: Banner): Html {
  const word = verdictWord(verdict, language)
  return draw`<section class="verdict ${verdict}" aria-labelledby="verdict"><div class="verdict-head">${SHAPES[verdict]}<h1 id="verdict" ${sizeOf(word)}>${word}</h1></div>${
    note ? draw`<p class="verdict-note"><span>${note}</span></p>` : null
  }${who ? draw`<p class="verdict-who">${who}</p>` : null}<p class="verdict-line">${line}</p></section>`
}

// The word must stay on one line at 360 px: 有效 as large as can be, 无法判定 and English words a size down each.
const LONGEST = trusted('class="longest"')
const LONG = trusted('class="long"')
const sizeOf = (word: string): Html | null => (word.length > 8 ? LONGEST : word.length > 3 ? LONG : null)

const shape = (outline: string, sign: string): Html =>
  trusted(
    '<svg viewBox="0 0 64 64" aria-hidden="true" focusable="false" fill="none" stroke="currentColor">' +
      `<path d="${outline}" stroke-width="4" stroke-linejoin="round"/>` +
      `<path d="${sign}" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
  )

// Circle with a tick, octagon with a cross, triangle with a question mark, a sheet with lines.
const SHAPES: Readonly<Record<Verdict, Html>> = {
  valid: shape('M32 4a28 28 0 1 0 0 56a28 28 0 1 0 0-56z', 'M19 33l9 9 18-19'),
  'not-valid': shape('M21 5h22l16 16v22l-16 16h-22l-16-16v-22z', 'M22 22l20 20M42 22l-20 20'),
  'cannot-tell': shape(
    'M32 5l29 53h-58z',
    'M25.5 30c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6c0 5-6.5 5.500-6.500 11M32 47.500v4',
  ),
  historical: shape('M14 5h26l10 10v44h-36z', 'M23 26h18M23 37h18M23 48h11'),
}

import type { Colour } from './text.ts'

/** The certificate's colours (template 1). Letters and QR stay dark enough for a grey printer. */
export const INK: Colour = '0.1 0.1 0.11'
export const BROWN: Colour = '0.46 0.37 0.26'
export const GOLD: Colour = '0.69 0.56 0.35'
export const RULE: Colour = '0.87 0.82 0.74'
export const TITLE_RED: Colour = '0.6 0.09 0.09'
export const SEAL_RED: Colour = '0.82 0.1 0.1'
/** The pattern behind the words: too pale to disturb them or a scan. */
export const TINT: Colour = '0.957 0.93 0.885'

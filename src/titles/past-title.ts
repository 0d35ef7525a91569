import type { Day } from '../calendar/day.ts'
import { foldBrackets, foldDocumentNumber } from './document-number.ts'

/** What is known of a title conferred before certificates were signed here, beside the title itself. */
export interface PastTitle {
  /** The number on the paper, as printed; null when it has none. */
  readonly number: string | null
  /** The office that issued the paper, as printed: it may be closed or renamed since. */
  readonly issuer: string | null
  /** The document on the paper, as printed. */
  readonly document: string | null
  /** Names of the offices, as they were then, that reported it and that accepted it, and the days. */
  readonly collectedBy: string
  readonly collectedOn: Day
  readonly acceptedBy: string
  readonly acceptedOn: Day
  /** It was collected wrongly and is answered no more, from this day on. */
  readonly takenBackOn?: Day
}

/**
 * How people type a number: blanks, hyphens, full width, kinds of brackets and lower case fold away, and so does what
 * cannot be stored.
 */
export const foldNumber = (text: string): string =>
  foldBrackets(text.normalize('NFKC'))
    .replaceAll(/[\s\p{Cc}\p{Cs}-]/gu, '')
    .toUpperCase()
    .slice(0, 64)

/** The same of a document's number, which people also write as 〔1998年〕第031号. */
export const foldDocument = (text: string): string => foldNumber(foldDocumentNumber(text))

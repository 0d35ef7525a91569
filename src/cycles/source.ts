import type { Answer } from '../policy/policy-of.ts'
import { citation } from '../policy/policy-text.ts'

/** Where a rule stands: what a refusal or a page quotes. */
export interface Source {
  /** The notice's number or title; of a local answer, the office. */
  readonly document: string
  readonly clause: string
  /** Its words, literally. */
  readonly quote: string
  /** The year the notice is of. */
  readonly year: number
}

/** Null where no source says. */
export function sourceOf(answer: Answer<unknown>): Source | null {
  if (answer.kind === 'unspecified') return null
  const { year } = answer.policy
  if (answer.kind === 'answered')
    return { document: answer.office, clause: '本地答复', quote: answer.ground, year }
  const [{ clause, text }] = answer.quotes
  return { document: citation(answer.policy), clause, quote: text, year }
}

/** 〔2023〕38号 二（一）：「…」, for the end of a sentence. */
export const sourceText = ({ document, clause, quote }: Source): string =>
  `${document} ${clause}：「${quote}」`

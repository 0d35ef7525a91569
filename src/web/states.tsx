import type { Child } from 'hono/jsx'
import { say } from './language.ts'
import type { Language } from './language.ts'

export type Verdict = 'valid' | 'not-valid' | 'cannot-tell'

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
  }
}

interface BannerProps {
  readonly verdict: Verdict
  readonly language: Language
  /** What must be seen with the word: a restricted scope, or the state that makes it not valid. */
  readonly note?: string | undefined
  readonly who?: Child
  /** One sentence. */
  readonly line: string
}

/** The verdict, readable at arm's length: word, shape and colour each say it alone. */
export function VerdictBanner({ verdict, language, note, who, line }: BannerProps) {
  const word = verdictWord(verdict, language)
  return (
    <section class={`verdict ${verdict}`} aria-labelledby="verdict">
      <div class="verdict-head">
        <Shape verdict={verdict} />
        <h1 id="verdict" class={sizeOf(word)}>
          {word}
        </h1>
      </div>
      {note && (
        <p class="verdict-note">
          <span>{note}</span>
        </p>
      )}
      {who && <p class="verdict-who">{who}</p>}
      <p class="verdict-line">{line}</p>
    </section>
  )
}

// The word must stay on one line at 360 px: 有效 as large as can be, 无法判定 and "Cannot tell" a size down each.
const sizeOf = (word: string): string | undefined =>
  word.length > 9 ? 'longest' : word.length > 3 ? 'long' : undefined

// Circle with a tick, octagon with a cross, triangle with a question mark.
const SHAPES: Readonly<Record<Verdict, { readonly outline: string; readonly sign: string }>> = {
  valid: { outline: 'M32 4a28 28 0 1 0 0 56a28 28 0 1 0 0-56z', sign: 'M19 33l9 9 18-19' },
  'not-valid': { outline: 'M21 5h22l16 16v22l-16 16h-22l-16-16v-22z', sign: 'M22 22l20 20M42 22l-20 20' },
  'cannot-tell': {
    outline: 'M32 5l29 53h-58z',
    sign: 'M25.5 30c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6c0 5-6.5 5.500-6.500 11M32 47.500v4',
  },
}

const Shape = ({ verdict }: { verdict: Verdict }) => (
  <svg viewBox="0 0 64 64" aria-hidden="true" focusable="false" fill="none" stroke="currentColor">
    <path d={SHAPES[verdict].outline} stroke-width="4" stroke-linejoin="round" />
    <path d={SHAPES[verdict].sign} stroke-width="6" stroke-linecap="round" stroke-linejoin="round" />
  </svg>
)

/** Nothing here yet, and why. */
export const EmptyState = ({ children }: { children?: Child }) => <div class="empty">{children}</div>

/** Something did not work: what, and what to do. */
export const ErrorState = (props: { readonly title: string; readonly children?: Child }) => (
  <>
    <h1>{props.title}</h1>
    <div class="note error">{props.children}</div>
  </>
)

/** Long work, done of total; the words carry it where the bar is not drawn. */
export const ProgressState = (props: {
  readonly label: string
  readonly done: number
  readonly total: number
}) => (
  <div class="card" role="status">
    <p>
      {props.label} <b>{`${props.done} / ${props.total}`}</b>
    </p>
    <progress max={props.total} value={props.done} aria-label={props.label} />
  </div>
)

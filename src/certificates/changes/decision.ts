import { isDay, type Day } from '../../calendar/day.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import { badDecision } from '../refusals.ts'

/** Why a certificate changes, as the deciding document has it. */
export interface Decision {
  /** The deciding document's number, as `foldDocumentNumber` writes it. */
  readonly document: string
  /** The document's date, not after today. */
  readonly decidedOn: Day
  /** Kept under the holder's key; the public sees state and date only. */
  readonly ground: string
}

/** The same, trimmed; refuses `certificates/bad-decision`. */
export function checkedDecision(decision: Decision, today: Day): Decision {
  const document = foldDocumentNumber(line('决定文号', decision.document, 100))
  const ground = line('理由', decision.ground, 500)
  const { decidedOn } = decision
  if (!isDay(decidedOn) || decidedOn > today)
    throw badDecision('决定日期', '应为今天或以前的日期，如 2026-11-20')
  return { document, decidedOn, ground }
}

function line(field: string, text: string, most: number): string {
  const trimmed = text.trim()
  if (trimmed === '' || Array.from(trimmed).length > most) throw badDecision(field, `应为 1 到 ${most} 个字`)
  // Controls, separators, directional marks, lone surrogates: what prints differently than it reads.
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_C}]/u.test(trimmed)) throw badDecision(field, '含有不能显示的字符')
  return trimmed
}

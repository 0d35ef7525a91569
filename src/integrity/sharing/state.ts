import type { RecordState } from '../records/state.ts'
import type { CopyAct, ExchangeKind, FileLine, WithdrawReason } from './exchange.ts'

/** A file as the copies in it see it. */
export interface SentFile {
  readonly kind: ExchangeKind
  readonly lines: readonly FileLine[]
  /** Null: not answered. */
  readonly answer: 'accepted' | 'partly' | 'refused' | null
  /** recordId → why. */
  readonly rejected: ReadonlyMap<string, string>
  /** Was handed out, once at least. */
  readonly wasSent: boolean
  /** Can still be handed out again, should it have been lost. */
  readonly isInHand: boolean
}

/** What the platform has of a record, by what it answered. */
export interface Copy {
  /** The term it holds; null: it holds nothing. */
  readonly held: string | null
  /** It was handed a term and never answered, so it may hold that, until it answers something newer. */
  readonly mayHold: boolean
  /** The newest line it has not answered. */
  readonly pending: FileLine | null
  /** Why it rejected the newest line. */
  readonly rejected: string | null
}

export type CopyState = 'none' | 'sent' | 'unanswered' | 'held' | 'rejected' | 'withdrawal-sent'

export const copyStateName = (state: CopyState): string =>
  ({
    none: '平台没有',
    sent: '已发出，待回执',
    unanswered: '已发出，一直没有回执',
    held: '平台已收存',
    rejected: '平台退回',
    'withdrawal-sent': '已发出撤回，待回执',
  })[state]

const NOTHING: Copy = { held: null, mayHold: false, pending: null, rejected: null }

/** What became of each record in an office's files, in the order of their numbers. */
export function copiesIn(files: readonly SentFile[]): ReadonlyMap<string, Copy> {
  const copies = new Map<string, Copy>()
  for (const file of files) {
    // Everything of ours in place of what they held: what is not in it is gone.
    if (file.kind === 'full' && isTaken(file.answer)) copies.clear()
    for (const line of file.lines)
      copies.set(line.recordId, after(copies.get(line.recordId) ?? NOTHING, file, line))
  }
  return copies
}

const isTaken = (answer: SentFile['answer']): boolean => answer === 'accepted' || answer === 'partly'

function after(copy: Copy, { answer, rejected, wasSent, isInHand }: SentFile, line: FileLine): Copy {
  const { held, mayHold } = copy
  const why = rejected.get(line.recordId)
  if (why !== undefined) return { held, mayHold, pending: null, rejected: why }
  if (answer === 'refused') return { held, mayHold, pending: null, rejected: null }
  const isPut = line.act === 'put'
  if (answer === null)
    return {
      held,
      mayHold: mayHold || (isPut && wasSent),
      pending: isInHand ? line : null,
      rejected: null,
    }
  return { held: isPut ? line.termId : null, mayHold: false, pending: null, rejected: null }
}

export function copyState(copy: Copy): CopyState {
  const { held, pending, rejected } = copy
  if (pending !== null) return pending.act === 'put' ? 'sent' : 'withdrawal-sent'
  if (rejected !== null) return 'rejected'
  if (held !== null) return 'held'
  return isNothing(copy) ? 'none' : 'unanswered'
}

/** Has the platform certainly nothing of it, and nothing on its way? */
export const isNothing = ({ held, mayHold, pending }: Copy): boolean =>
  held === null && !mayHold && pending === null

/** What should be with the platform: the term in force, or, if it should have nothing, why. */
export type Wanted =
  { readonly termId: string } | { readonly reason: WithdrawReason } | { readonly reason: null }

/** Repair and withholding touch the copy alone: the record here goes on as it was decided. */
export function wantedOf(
  record: { readonly state: RecordState; readonly termId: string },
  newestAct: CopyAct | null,
): Wanted {
  if (newestAct === 'repaired' || newestAct === 'withheld') return { reason: newestAct }
  switch (record.state) {
    case 'in-term':
      return { termId: record.termId }
    case 'cleared':
    case 'ended-early':
    case 'expired':
      return { reason: record.state }
    case 'to-come':
    case 'not-in-force':
      return { reason: null }
  }
}

/** The line that brings the platform's copy to what it should be; null: it is, or is on its way. */
export function lineFor(recordId: string, wanted: Wanted, copy: Copy | undefined): FileLine | null {
  const { held, mayHold, pending } = copy ?? NOTHING
  if ('termId' in wanted) {
    const { termId } = wanted
    const isThere = pending === null ? held === termId : pending.act === 'put' && pending.termId === termId
    return isThere ? null : { act: 'put', recordId, termId }
  }
  const isGone = pending === null ? held === null && !mayHold : pending.act === 'withdraw'
  return isGone ? null : { act: 'withdraw', recordId, reason: wanted.reason ?? 'cleared' }
}

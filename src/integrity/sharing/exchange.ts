/** full: everything we share, in place of what they hold; the others change what they hold. */
export const EXCHANGE_KINDS = ['full', 'incremental', 'withdrawal'] as const
export type ExchangeKind = (typeof EXCHANGE_KINDS)[number]

const KIND_NAMES: Readonly<Record<ExchangeKind, string>> = {
  full: '全量',
  incremental: '增量',
  withdrawal: '撤回',
}

export const exchangeName = (kind: ExchangeKind): string => KIND_NAMES[kind]

/** repaired: the platform says so (信用修复); withheld and released: our own decision not to share it, and its end. */
export const COPY_ACTS = ['repaired', 'withheld', 'released'] as const
export type CopyAct = (typeof COPY_ACTS)[number]

const ACT_NAMES: Readonly<Record<CopyAct, string>> = {
  repaired: '平台已准予信用修复',
  withheld: '暂不共享',
  released: '恢复共享',
}

export const copyActName = (act: CopyAct): string => ACT_NAMES[act]

export const isCopyAct = (text: string): text is CopyAct => Object.hasOwn(ACT_NAMES, text)

/** Why a copy is taken back. */
const REASONS = {
  cleared: '记录已撤销，视为从未记录',
  'ended-early': '记录已提前终止',
  expired: '记录期已满',
  repaired: '平台已准予信用修复',
  withheld: '决定不共享',
} as const
export type WithdrawReason = keyof typeof REASONS

export const withdrawReasonName = (reason: WithdrawReason): string => REASONS[reason]

/** sent: handed out once more; the others are the platform's answer. */
export type FileEventKind = 'sent' | 'accepted' | 'partly' | 'refused'

/** What a file says of a record. */
export type FileLine =
  | { readonly act: 'put'; readonly recordId: string; readonly termId: string }
  | { readonly act: 'withdraw'; readonly recordId: string; readonly reason: WithdrawReason }

export interface RejectedLine {
  readonly recordId: string
  readonly reason: string
}

/** Days without an answer after which a file is sent again. Ours: no rule names any. */
export const ANSWER_WITHIN_DAYS = 7

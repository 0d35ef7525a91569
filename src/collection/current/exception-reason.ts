/** Why a document's person may have no certificate. A code keeps its meaning for ever. */
const REASONS = {
  'identity-unverified': '证件号码待核实',
  'under-inquiry': '异议、复查或投诉未结',
  declined: '本人不要求颁发',
  'paper-issued': '已按当时规定发纸质证书',
  deceased: '已去世',
  'document-corrected': '文件有误，正在更正',
} as const

export type ExceptionReason = keyof typeof REASONS

export const EXCEPTION_REASONS = Object.keys(REASONS) as readonly ExceptionReason[]

export const exceptionReasonName = (reason: ExceptionReason): string => REASONS[reason]

export const isExceptionReason = (text: string): text is ExceptionReason => Object.hasOwn(REASONS, text)

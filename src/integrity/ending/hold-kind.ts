/** Why a record is kept beyond its time. An objection that is not answered yet holds it by itself. */
const KINDS = {
  appeal: '申诉、复查、行政复议',
  lawsuit: '诉讼',
  archive: '归档或有权机关要求保全',
} as const
export type HoldKind = keyof typeof KINDS

export const HOLD_KINDS = Object.keys(KINDS) as readonly HoldKind[]

export const holdName = (kind: HoldKind): string => KINDS[kind]

export const isHoldKind = (text: string): text is HoldKind => Object.hasOwn(KINDS, text)

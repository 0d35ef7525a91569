import { createHash } from 'node:crypto'
import type { Step } from '../../policy/rule.ts'
import { canonicalJson, type JsonValue } from '../../signing/canonical-json.ts'
import { utf8 } from '../../signing/bytes.ts'
import type { ListStage } from '../lists/schema.ts'

export type FilingKind = 'pre-meeting' | 'post-meeting'

export const FILING_KINDS: readonly FilingKind[] = ['pre-meeting', 'post-meeting']

export const filingName = (kind: FilingKind): string => (kind === 'pre-meeting' ? '会前备案' : '会后备案')

export const stepOfFiling = (kind: FilingKind): Step => `${kind}-filing`

/** Whose list it is made of. */
export const stageOfFiling = (kind: FilingKind): ListStage =>
  kind === 'pre-meeting' ? 'candidates' : 'approved'

/** What a notice may ask a packet to hold. */
export const PACKET_ITEMS = {
  'meeting-day': '评审时间',
  'work-plan': '评审工作方案',
  examination: '资格审核情况',
  rejected: '审核未通过人员情况',
  publicity: '公示情况',
  complaints: '公示期间信访举报处理情况',
  candidates: '同意上会评审人员名单',
  draw: '评审专家抽取情况',
  attendance: '专家到会情况',
  applicants: '参评人数',
  passed: '评审通过人数',
  'pass-rate': '评审通过率',
  'passed-list': '公示无异议的评审通过人员名单',
  supervision: '监督情况',
  work: '评审工作情况',
} as const

export type PacketItem = keyof typeof PACKET_ITEMS

/** What only the convening body can write; the rest is known from what was recorded. */
export const WRITTEN_ITEMS = [
  'work-plan',
  'rejected',
  'supervision',
  'work',
] as const satisfies readonly PacketItem[]

export type WrittenItem = (typeof WRITTEN_ITEMS)[number]

export const isWritten = (item: PacketItem): item is WrittenItem =>
  (WRITTEN_ITEMS as readonly string[]).includes(item)

/** The items whose substance is a list of people, kept beside the packet. */
export const namesPeople = (item: PacketItem): boolean => item === 'candidates' || item === 'passed-list'

/** One item of a packet as it was handed in. */
export interface PacketLine {
  readonly item: PacketItem
  readonly text: string
}

/** What the filing authority's decision is bound to: SHA-256, lower-case hex. */
export function packetDigest(packet: {
  readonly cycleId: string
  readonly kind: FilingKind
  readonly position: number
  readonly lines: readonly PacketLine[]
  readonly listDigest: string | null
}): string {
  const { cycleId, kind, position, lines, listDigest } = packet
  const text = canonicalJson({ cycleId, kind, position, lines, listDigest } as unknown as JsonValue)
  return createHash('sha256')
    .update(utf8(`zhengxin/v1|filing|${text}`))
    .digest('hex')
}

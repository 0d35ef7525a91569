import type { Source } from '../../cycles/source.ts'
import { sourceText } from '../../cycles/source.ts'
import { Refusal } from '../../platform/refusal.ts'
import { filingName, PACKET_ITEMS, type FilingKind, type PacketItem } from './packet.ts'

const by = (source: Source | null): string => (source === null ? '' : `依据${sourceText(source)}`)

const factsOf = (source: Source | null) =>
  source === null ? {} : { document: source.document, clause: source.clause, quote: source.quote }

export const filingNotFound = (cycleId: string, kind: FilingKind) =>
  new Refusal('not-found', 'results/filing-not-found', `还没有报送过${filingName(kind)}。`, { cycleId, kind })

export const packetIncomplete = (kind: FilingKind, items: readonly PacketItem[], source: Source | null) =>
  new Refusal(
    'conflict',
    'results/packet-incomplete',
    `${filingName(kind)}还缺：${items.map((item) => PACKET_ITEMS[item]).join('、')}。请补齐后报送。${by(source)}`,
    { kind, items, ...factsOf(source) },
  )

export const badPacketText = (item: PacketItem) =>
  new Refusal(
    'invalid',
    'results/bad-packet-text',
    `“${PACKET_ITEMS[item]}”应为 2 到 1000 个字，不含控制字符，不以 = + - @ 开头。`,
    { field: item },
  )

export const noMeetingDay = (source: Source | null) =>
  new Refusal(
    'conflict',
    'results/no-meeting-day',
    `还没有计划评审日期，不能判断备案是否及时：请先在年度评审里填写。${by(source)}`,
    factsOf(source),
  )

export const notAReview = () =>
  new Refusal(
    'conflict',
    'results/filing-of-reviews-only',
    '会前、会后备案只适用于评审：考核认定、资格确认不需要。',
  )

export const filingOutdated = () =>
  new Refusal('conflict', 'results/filing-outdated', '报送之后名单有变化：请组建单位按现在的名单重新报送。')

export const filedOtherwise = (kind: FilingKind) =>
  new Refusal(
    'conflict',
    'results/filing-outdated',
    `${filingName(kind)}报的不是现在的名单：请组建单位在“${filingName(kind)}”中按现在的名单重新报送，接收后再办。`,
    { kind },
  )

export const filingAccepted = (kind: FilingKind) =>
  new Refusal('conflict', 'results/filing-accepted', `${filingName(kind)}已经接收，不需要再办。`, { kind })

export const badFilingDefects = () =>
  new Refusal(
    'invalid',
    'results/bad-filing-defects',
    '退回备案请一次写明全部问题：至少一项，合计不超过 450 个字。',
  )

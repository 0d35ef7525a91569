import type { Source } from '../../cycles/source.ts'
import { levelGroupOf } from '../../policy/level-group.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { chainOf } from '../../policy/policy-of.ts'
import { citation } from '../../policy/policy-text.ts'
import { PACKET_ITEMS, type FilingKind, type PacketItem } from './packet.ts'

/** What one notice asks a packet to hold, and its words. */
export interface StatedContents {
  readonly kind: FilingKind
  readonly items: readonly PacketItem[]
  readonly clause: string
  readonly quote: string
}

/** By policy: what each notice lists, in its order. */
export const STATED_CONTENTS: Readonly<Record<string, readonly StatedContents[]>> = {
  'kunming-2023': [
    {
      kind: 'pre-meeting',
      items: ['work-plan', 'examination', 'publicity', 'rejected', 'candidates'],
      clause: '四（四）',
      quote:
        '须将评审工作方案、资格审核情况（包括公示情况、审核未通过人员情况）及同意上会评审人员名单报相应层级人社部门备案',
    },
  ],
  'eryuan-2024': [
    {
      kind: 'pre-meeting',
      items: ['meeting-day', 'examination', 'publicity', 'complaints', 'work-plan'],
      clause: '一（四）',
      quote:
        '会前备案包含: 评审时间、申报材料审查情况, 会前公示情况(公示期间信访举报处理情况)、评委会工作方案等',
    },
    {
      kind: 'post-meeting',
      items: [
        'meeting-day',
        'attendance',
        'applicants',
        'passed',
        'pass-rate',
        'publicity',
        'complaints',
        'supervision',
        'work',
      ],
      clause: '一（八）',
      quote:
        '会后备案包含：评审时间、专家到会情况、参评人数、评审通过人数、评审通过率，公示情况（公示期间信访举报处理情况）、监督情况、评审工作情况等',
    },
  ],
  'guangan-2023': [
    {
      kind: 'pre-meeting',
      items: ['work-plan'],
      clause: '五（一）',
      quote: '应向市人社局报备评审方案',
    },
    {
      kind: 'post-meeting',
      items: ['examination', 'publicity', 'draw'],
      clause: '五（一）',
      quote: '评审结束后及时向市人社局报送资格审查、评前公示、评审专家抽取等情况',
    },
  ],
  'yunnan-2023': [
    {
      kind: 'post-meeting',
      items: ['passed-list'],
      clause: '四（四）',
      quote: '将公示无异议的评审通过人员名单等，报省人力资源社会保障厅备案',
    },
  ],
  'yunnan-2020': [
    {
      kind: 'post-meeting',
      items: ['passed-list'],
      clause: '三（二）',
      quote:
        '经公示无异议的评审通过人员，按我省职称评审管理规定，由评审委员会组建单位报省人力资源和社会保障厅备案',
    },
  ],
}

// What there is to say at all before a meeting, and after one.
const EVERYTHING: Readonly<Record<FilingKind, readonly PacketItem[]>> = {
  'pre-meeting': [
    'meeting-day',
    'work-plan',
    'examination',
    'rejected',
    'publicity',
    'complaints',
    'candidates',
  ],
  'post-meeting': [
    'meeting-day',
    'draw',
    'attendance',
    'applicants',
    'passed',
    'pass-rate',
    'publicity',
    'complaints',
    'supervision',
    'work',
    'passed-list',
  ],
}

export interface PacketContents {
  readonly items: readonly PacketItem[]
  /** Null: no notice lists them, and everything there is to say is asked. */
  readonly source: Source | null
}

/** What a packet of this cycle holds: by its own notice, else by the nearest above that speaks of its year and levels. */
export function contentsOf(cycle: Pick<Cycle, 'place' | 'levels'>, kind: FilingKind): PacketContents {
  const [own, ...above] = chainOf(cycle.place)
  for (const policy of [own, ...above]) {
    if (policy.year !== own.year && policy.kind === 'annual') continue
    const covers = cycle.levels.some((level) => {
      const group = levelGroupOf(level)
      return group !== null && policy.covers.includes(group)
    })
    const stated = STATED_CONTENTS[policy.id]?.find((each) => each.kind === kind)
    if (!stated || !covers) continue
    const { items, clause, quote } = stated
    return { items, source: { document: citation(policy), clause, quote, year: policy.year } }
  }
  return { items: EVERYTHING[kind], source: null }
}

export const itemName = (item: PacketItem): string => PACKET_ITEMS[item]

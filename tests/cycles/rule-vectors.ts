import type { Day } from '../../src/calendar/day.ts'
import type { OwnStep } from '../../src/cycles/step-facts.ts'
import type { Step } from '../../src/policy/rule.ts'
import type { LevelGroup } from '../../src/policy/level-group.ts'

/** One step that keeps, or breaks, one rule of one place; what is left out is sound (SOUND). */
export interface RuleVector {
  readonly rule: string
  readonly place: string
  readonly level: LevelGroup
  readonly step: OwnStep
  readonly day: Day
  readonly meetingOn: Day
  readonly facts?: Readonly<Record<string, string | number>>
  /** What went before. */
  readonly events?: readonly {
    readonly step: Step
    readonly day: Day
    readonly facts?: Readonly<Record<string, number>>
  }[]
  /** Null: it keeps the rule. */
  readonly broken: null | {
    readonly code: string
    readonly clause: string
    readonly latest?: Day
    readonly earliest?: Day
  }
}

const YUNNAN = { place: 'yunnan-2023', level: 'senior', meetingOn: '2023-10-16' } as const
const KUNMING = { place: 'kunming-2023', level: 'intermediate', meetingOn: '2023-10-16' } as const
const ERYUAN = { place: 'eryuan-2024', level: 'junior', meetingOn: '2024-10-16' } as const
const GUANGAN = { place: 'guangan-2023', level: 'intermediate', meetingOn: '2023-12-15' } as const

const drawn = (members: number, spares = 2) =>
  ({ step: 'expert-draw', day: '2023-10-09', facts: { members, spares } }) as const
const present = (count: number, rest: Readonly<Record<string, number>> = {}) => ({
  present: count,
  votes: count,
  signed: count,
  fewestVotes: count,
  ...rest,
})

export const RULE_VECTORS: readonly RuleVector[] = [
  { ...YUNNAN, rule: '评审 30 个工作日前发布评审通知', step: 'notice', day: '2023-08-29', broken: null },
  {
    ...YUNNAN,
    rule: '评审 30 个工作日前发布评审通知',
    step: 'notice',
    day: '2023-08-30',
    broken: { code: 'cycles/too-late', clause: '二（一）', latest: '2023-08-29', earliest: '2023-10-17' },
  },
  {
    ...KUNMING,
    rule: '至少提前 1 个月发布评审通知',
    step: 'notice',
    day: '2023-09-16',
    facts: { filedOn: '2023-09-10' },
    broken: null,
  },
  {
    ...KUNMING,
    rule: '至少提前 1 个月发布评审通知',
    step: 'notice',
    day: '2023-09-17',
    facts: { filedOn: '2023-09-10' },
    broken: { code: 'cycles/too-late', clause: '一', latest: '2023-09-16', earliest: '2023-10-17' },
  },
  {
    ...KUNMING,
    rule: '通知发布前先备案',
    step: 'notice',
    day: '2023-09-10',
    facts: { filedOn: '2023-09-10' },
    broken: null,
  },
  {
    ...KUNMING,
    rule: '通知发布前先备案',
    step: 'notice',
    day: '2023-09-10',
    facts: { filedOn: '2023-09-11' },
    broken: { code: 'cycles/notice-not-filed', clause: '一' },
  },
  {
    ...KUNMING,
    rule: '通知发布前先备案（没有备案）',
    step: 'notice',
    day: '2023-09-10',
    broken: { code: 'cycles/notice-not-filed', clause: '一' },
  },
  {
    ...ERYUAN,
    rule: '年度评审工作 30 个工作日前发布评审通知',
    step: 'notice',
    day: '2024-08-29',
    broken: null,
  },
  {
    ...ERYUAN,
    rule: '年度评审工作 30 个工作日前发布评审通知',
    step: 'notice',
    day: '2024-08-30',
    broken: { code: 'cycles/too-late', clause: '一（二）', latest: '2024-08-29' },
  },
  {
    ...YUNNAN,
    rule: '20 个工作日前申请核准组建专家库',
    step: 'expert-pool',
    day: '2023-09-12',
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '20 个工作日前申请核准组建专家库',
    step: 'expert-pool',
    day: '2023-09-13',
    broken: { code: 'cycles/too-late', clause: '二（一）', latest: '2023-09-12' },
  },
  { ...YUNNAN, rule: '评审会 5 个工作日前抽取评委', step: 'expert-draw', day: '2023-10-09', broken: null },
  {
    ...YUNNAN,
    rule: '评审会 5 个工作日前抽取评委',
    step: 'expert-draw',
    day: '2023-10-10',
    broken: { code: 'cycles/too-late', clause: '二（一）', latest: '2023-10-09', earliest: '2023-10-17' },
  },
  {
    ...KUNMING,
    rule: '评审会 5 个工作日前抽取评委（昆明）',
    step: 'expert-draw',
    day: '2023-10-09',
    broken: null,
  },
  {
    ...KUNMING,
    rule: '评审会 5 个工作日前抽取评委（昆明）',
    step: 'expert-draw',
    day: '2023-10-11',
    broken: { code: 'cycles/too-late', clause: '四（四）', latest: '2023-10-09' },
  },
  {
    ...KUNMING,
    rule: '召开评审会议 10 个工作日前会前备案',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9), { step: 'pre-meeting-filing', day: '2023-09-26' }],
    broken: null,
  },
  {
    ...KUNMING,
    rule: '召开评审会议 10 个工作日前会前备案',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9), { step: 'pre-meeting-filing', day: '2023-09-27' }],
    broken: { code: 'cycles/too-soon', clause: '四（四）', earliest: '2023-10-17' },
  },
  {
    ...GUANGAN,
    rule: '召开评审会议 5 个工作日前报备评审方案',
    step: 'meeting',
    day: '2023-12-15',
    events: [drawn(9), { step: 'pre-meeting-filing', day: '2023-12-08' }],
    broken: null,
  },
  {
    ...GUANGAN,
    rule: '召开评审会议 5 个工作日前报备评审方案',
    step: 'meeting',
    day: '2023-12-15',
    events: [drawn(9), { step: 'pre-meeting-filing', day: '2023-12-11' }],
    broken: { code: 'cycles/too-soon', clause: '五（一）', earliest: '2023-12-18' },
  },
  {
    ...YUNNAN,
    rule: '抽取结果由 3 名抽取人员签字',
    step: 'expert-draw',
    day: '2023-10-09',
    facts: { drawers: 3 },
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '抽取结果由 3 名抽取人员签字',
    step: 'expert-draw',
    day: '2023-10-09',
    facts: { drawers: 2 },
    broken: { code: 'cycles/draw-unsigned', clause: '二（二）' },
  },
  {
    ...KUNMING,
    rule: '抽取结果由 3 名抽取人员签字（昆明，未规定监督人员）',
    step: 'expert-draw',
    day: '2023-10-09',
    facts: { drawers: 3, supervisors: 0 },
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '在监督人员监督下抽取',
    step: 'expert-draw',
    day: '2023-10-09',
    facts: { supervisors: 0 },
    broken: { code: 'cycles/draw-unsupervised', clause: '二（二）' },
  },
  {
    ...ERYUAN,
    rule: '抽取结果由 3 名抽取人员和监督人员签字',
    step: 'expert-draw',
    day: '2024-10-09',
    facts: { drawers: 3, supervisors: 1 },
    broken: null,
  },
  {
    ...ERYUAN,
    rule: '抽取结果由 3 名抽取人员和监督人员签字',
    step: 'expert-draw',
    day: '2024-10-09',
    facts: { drawers: 3, supervisors: 0 },
    broken: { code: 'cycles/draw-unsupervised', clause: '一（五）' },
  },
  {
    ...YUNNAN,
    rule: '评委会组成人员为单数',
    step: 'expert-draw',
    day: '2023-10-09',
    facts: { members: 11 },
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '评委会组成人员为单数',
    step: 'expert-draw',
    day: '2023-10-09',
    facts: { members: 10 },
    broken: { code: 'cycles/even-committee', clause: '二（二）' },
  },
  {
    ...GUANGAN,
    rule: '评委会人数是否单数，广安未规定',
    step: 'expert-draw',
    day: '2023-12-01',
    facts: { members: 10 },
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '出席专家不少于评委会人数的 2/3',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9)],
    facts: present(6),
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '出席专家不少于评委会人数的 2/3',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9)],
    facts: present(5),
    broken: { code: 'cycles/too-few', clause: '二（二）' },
  },
  {
    ...YUNNAN,
    rule: '2/3 不是整数时进一（11 人中 7 人不够）',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(11)],
    facts: present(7),
    broken: { code: 'cycles/too-few', clause: '二（二）' },
  },
  {
    ...ERYUAN,
    rule: '出席专家不少于评委会人数的 2/3（洱源）',
    step: 'meeting',
    day: '2024-10-16',
    events: [{ step: 'expert-draw', day: '2024-10-09', facts: { members: 9, spares: 0 } }],
    facts: present(5),
    broken: { code: 'cycles/too-few', clause: '一（五）' },
  },
  {
    ...KUNMING,
    rule: '出席人数，昆明未规定',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9)],
    facts: present(3),
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '每份材料经 3 名以上专家独自审阅',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9)],
    facts: { readers: 3 },
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '每份材料经 3 名以上专家独自审阅',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9)],
    facts: { readers: 2 },
    broken: { code: 'cycles/too-few', clause: '二（二）' },
  },
  {
    ...KUNMING,
    rule: '每份材料经 3 名以上专家独自审阅（昆明）',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9)],
    facts: { readers: 2 },
    broken: { code: 'cycles/too-few', clause: '四（四）' },
  },
  {
    ...ERYUAN,
    rule: '每份材料经 3 名以上专家独自审阅（洱源）',
    step: 'meeting',
    day: '2024-10-16',
    events: [{ step: 'expert-draw', day: '2024-10-09', facts: { members: 9, spares: 0 } }],
    facts: { readers: 2 },
    broken: { code: 'cycles/too-few', clause: '一（六）' },
  },
  {
    ...GUANGAN,
    rule: '独自审阅人数，广安未规定',
    step: 'meeting',
    day: '2023-12-15',
    events: [drawn(9)],
    facts: { readers: 1 },
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '出席专家共同投票',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9)],
    facts: { present: 8, votes: 8 },
    broken: null,
  },
  {
    ...YUNNAN,
    rule: '出席专家共同投票',
    step: 'meeting',
    day: '2023-10-16',
    events: [drawn(9)],
    facts: { present: 8, votes: 7 },
    broken: { code: 'cycles/too-few', clause: '二（二）' },
  },
  {
    ...GUANGAN,
    rule: '本地、本单位以外的专家不少于 20%',
    step: 'expert-draw',
    day: '2023-12-01',
    facts: { members: 10, outsiders: 2 },
    broken: null,
  },
  {
    ...GUANGAN,
    rule: '本地、本单位以外的专家不少于 20%',
    step: 'expert-draw',
    day: '2023-12-01',
    facts: { members: 11, outsiders: 2 },
    broken: { code: 'cycles/too-few', clause: '五（二）' },
  },
]

import type { SubjectKind } from './subject.ts'

interface ConductRow {
  readonly zh: string
  /** Where it is named as misconduct; null: in no notice we hold, so the record cites its own rule. */
  readonly clause: string | null
  readonly of: readonly SubjectKind[]
}

/** What a record can be about. A code keeps its meaning for ever. */
const CONDUCTS = {
  'false-materials': {
    zh: '弄虚作假、提供虚假材料',
    clause: '昆人社通〔2023〕37号 六（三）',
    of: ['applicant'],
  },
  'hidden-title': {
    zh: '隐瞒已有职称重新申报',
    clause: '昆人社通〔2023〕37号 四（一）',
    of: ['applicant'],
  },
  'two-committees': {
    zh: '同一年度向两个及以上评委会申报',
    clause: '洱人社〔2024〕27号 二（一）',
    of: ['applicant'],
  },
  'title-by-violation': {
    zh: '以违纪违规行为取得职称',
    clause: '广安人社办〔2023〕144号 七（三）',
    of: ['applicant'],
  },
  'employer-failing': {
    zh: '未履行审核主体责任，审核把关不严',
    clause: '昆人社通〔2023〕37号 六（三）',
    of: ['employer'],
  },
  'review-irregular': {
    zh: '违规评审',
    clause: '广安人社办〔2023〕144号 七（一）',
    of: ['review-body'],
  },
  'check-failing': {
    zh: '审核失职',
    clause: '洱人社〔2024〕27号 三（一）',
    of: ['staff', 'review-body'],
  },
  'discipline-breach': { zh: '违反评审纪律', clause: null, of: ['expert', 'staff'] },
} as const satisfies Readonly<Record<string, ConductRow>>

export type Conduct = keyof typeof CONDUCTS

export const ALL_CONDUCTS = Object.keys(CONDUCTS) as readonly Conduct[]

export const conductRow = (conduct: Conduct): ConductRow => CONDUCTS[conduct]

export const conductName = (conduct: Conduct): string => CONDUCTS[conduct].zh

export const isConduct = (text: string): text is Conduct => Object.hasOwn(CONDUCTS, text)

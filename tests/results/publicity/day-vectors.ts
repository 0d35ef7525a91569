import type { LevelGroup } from '../../../src/policy/level-group.ts'
import type { PublicityKind } from '../../../src/policy/rule.ts'

/** A publication opened on a day: the earliest last day its rule takes, and the day before, which it does not. */
export interface DayVector {
  readonly rule: string
  readonly place: string
  readonly level: LevelGroup
  readonly kind: PublicityKind
  readonly opensOn: string
  readonly passes: string
  readonly fails: string
  readonly clause: string
}

export const DAY_VECTORS: readonly DayVector[] = [
  {
    rule: 'Yunnan: recommendation publicity of at least five working days, over 劳动节',
    place: 'yunnan-2023',
    level: 'senior',
    kind: 'recommendation',
    clause: '二（一）',
    opensOn: '2023-04-27',
    passes: '2023-05-08',
    fails: '2023-05-07',
  },
  {
    rule: 'Yunnan: pre-meeting publicity of at least five working days, over 国庆节',
    place: 'yunnan-2023',
    level: 'senior',
    kind: 'pre-meeting',
    clause: '二（一）',
    opensOn: '2023-09-27',
    passes: '2023-10-10',
    fails: '2023-10-09',
  },
  {
    rule: 'Yunnan: result publicity of at least five working days',
    place: 'yunnan-2023',
    level: 'senior',
    kind: 'result',
    clause: '二（一）',
    opensOn: '2023-11-13',
    passes: '2023-11-20',
    fails: '2023-11-19',
  },
  {
    rule: 'Kunming: the unit’s publicity of at least five working days',
    place: 'kunming-2023',
    level: 'intermediate',
    kind: 'recommendation',
    clause: '三（六）',
    opensOn: '2023-06-19',
    passes: '2023-06-27',
    fails: '2023-06-26',
  },
  {
    rule: 'Eryuan: recommendation publicity, in Dali’s own calendar of 三月街',
    place: 'eryuan-2024',
    level: 'junior',
    kind: 'recommendation',
    clause: '二（三）3',
    opensOn: '2023-04-27',
    passes: '2023-05-11',
    fails: '2023-05-10',
  },
  {
    rule: 'Eryuan: pre-meeting publicity of at least five working days',
    place: 'eryuan-2024',
    level: 'intermediate',
    kind: 'pre-meeting',
    clause: '一（三）',
    opensOn: '2024-09-10',
    passes: '2024-09-18',
    fails: '2024-09-14',
  },
  {
    rule: 'Eryuan: result publicity of at least five working days, over 国庆节',
    place: 'eryuan-2024',
    level: 'intermediate',
    kind: 'result',
    clause: '一（七）',
    opensOn: '2024-09-30',
    passes: '2024-10-12',
    fails: '2024-10-11',
  },
  {
    rule: 'Guang’an: the unit’s publicity of at least five working days',
    place: 'guangan-2023',
    level: 'intermediate',
    kind: 'recommendation',
    clause: '四（一）',
    opensOn: '2023-11-13',
    passes: '2023-11-20',
    fails: '2023-11-19',
  },
  {
    rule: 'Guang’an: result publicity of at least five working days, over 清明节',
    place: 'guangan-2023',
    level: 'senior',
    kind: 'result',
    clause: '四（三）',
    opensOn: '2024-03-29',
    passes: '2024-04-08',
    fails: '2024-04-07',
  },
  {
    rule: 'Yunnan 2020: result publicity of at least five working days, over the prolonged 春节',
    place: 'yunnan-2020',
    level: 'senior',
    kind: 'result',
    clause: '三（二）',
    opensOn: '2020-01-22',
    passes: '2020-02-06',
    fails: '2020-02-05',
  },
]

import type { Day } from '../../calendar/day.ts'
import { Refusal } from '../../platform/refusal.ts'

export const noSnapshot = (day: Day) =>
  new Refusal(
    'not-found',
    'integrity/no-snapshot',
    `没有 ${day} 的诚信档案快照，或其内容已按期销毁：请换一天，或使用当时取得的证明文件。`,
    { day },
  )

export const snapshotAltered = (day: Day) =>
  new Refusal(
    'unavailable',
    'integrity/snapshot-altered',
    `${day} 的诚信档案快照与存证链上的不一致，没有据此出具证明：请通知系统管理员运行 zhengxin audit。`,
    { day },
  )

// Never says which of them: not that the number is known under another name.
export const badSubject = () =>
  new Refusal(
    'invalid',
    'integrity/bad-subject',
    '证件号码与证件类型或姓名不符，或统一社会信用代码不是18位：请核对后重新填写。',
  )

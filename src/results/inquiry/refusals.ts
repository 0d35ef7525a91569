import { Refusal } from '../../platform/refusal.ts'

export const badInquiry = (field: string, reason: string) =>
  new Refusal('invalid', 'results/bad-inquiry', `${field}不能接受：${reason}。`, { field, reason })

// The same for a number nobody has and for another name: a clerk's slip must not reach somebody else's result.
export const rowNotFound = () =>
  new Refusal(
    'not-found',
    'results/row-not-found',
    '这份名单上没有这个序号和姓名的人：请按名单填写序号和姓名。',
  )

export const reexaminationNotFound = (id: string) =>
  new Refusal('not-found', 'results/reexamination-not-found', `没有编号为 ${id} 的复查申请。`, { id })

export const reexaminationSettled = () =>
  new Refusal('conflict', 'results/reexamination-settled', '这件复查申请已经答复或不予受理，不能再答复。')

export const alreadyHeld = () =>
  new Refusal('conflict', 'results/already-held', '这个人的结果已经暂停，没有重复办理。')

export const notHeld = () =>
  new Refusal('conflict', 'results/not-held', '这个人的结果没有暂停：请核对名单和序号。')

export const nothingToInvalidate = () =>
  new Refusal('conflict', 'results/nothing-to-invalidate', '所选范围内没有仍然有效的评审结果：请核对范围。')

export const tooManyToInvalidate = (rows: number, most: number) =>
  new Refusal(
    'too-large',
    'results/too-many-to-invalidate',
    `所选范围有 ${rows} 人，一次最多 ${most} 人：请按年度分别办理。`,
    { rows, most },
  )

export const invalidationNotFound = (planId: string) =>
  new Refusal('not-found', 'results/invalidation-not-found', `没有编号为 ${planId} 的无效决定。`, { planId })

export const invalidationApplied = (planId: string) =>
  new Refusal('conflict', 'results/invalidation-applied', '这个决定已经办理，没有重复办理。', { planId })

export const invalidationChanged = (planId: string) =>
  new Refusal(
    'conflict',
    'results/invalidation-changed',
    '送审以后名单有了变化，与批准的不一致，没有办理：请重新提出。',
    { planId },
  )

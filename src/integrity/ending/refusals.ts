import { Refusal } from '../../platform/refusal.ts'

export const recordRuns = () =>
  new Refusal(
    'conflict',
    'integrity/record-runs',
    '此人有诚信记录尚在记录期内、待批准或依法须保全，不能删除：记录期满（或撤销）且不再保全后办理。',
  )

export const alreadyHeld = () =>
  new Refusal('conflict', 'integrity/already-held', '这条记录已按同一事由保全，没有重复登记。')

export const notHeld = () =>
  new Refusal('conflict', 'integrity/not-held', '这条记录没有按这一事由保全，不必解除。')

export const recordDestroyed = () =>
  new Refusal(
    'conflict',
    'integrity/record-destroyed',
    '这条记录已按期销毁，只留统计：不能再保全、共享或更正。',
  )

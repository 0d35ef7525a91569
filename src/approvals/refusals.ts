import { Refusal } from '../platform/refusal.ts'

/** Also for a request that is somebody else's: nobody learns which exist. */
export const requestNotFound = () =>
  new Refusal('not-found', 'approvals/not-found', '没有这件审批，或它不归你办理：请从待办列表进入。')

export const notApproved = (missing: number) =>
  new Refusal(
    'conflict',
    'approvals/not-approved',
    `还没有完成审批，缺 ${missing} 人同意：请等各步审批完成后再办。`,
    { missing },
  )

export const notRequested = () =>
  new Refusal('conflict', 'approvals/not-requested', '还没有送审：请先送审，各步审批完成后再办。')

export const changed = () =>
  new Refusal(
    'conflict',
    'approvals/changed',
    '内容与送审时不同：审批只对当时的内容有效，请重新打开核对，或重新送审。',
  )

export const superseded = (version: number) =>
  new Refusal(
    'conflict',
    'approvals/superseded',
    `这一版已被第 ${version} 版代替，不再有效：请办理新的一版。`,
    { version },
  )

export const noLongerAsked = () =>
  new Refusal(
    'conflict',
    'approvals/no-longer-asked',
    '送审的内容已被更正后的内容取代，这次审批作废：请等重新送审后办理新的一份。',
  )

export const returned = () =>
  new Refusal('conflict', 'approvals/returned', '这一版已被退回：请按退回意见修改后重新送审。')

// Never says which: whom it concerns learns no more than who submitted it.
export const ownRequest = () =>
  new Refusal(
    'forbidden',
    'approvals/own-request',
    '本人送审、经办或与本人有关的事项，不能由本人审批，换一个账号也不行：请由其他人办理。',
  )

export const alreadyDecided = () =>
  new Refusal('conflict', 'approvals/already-decided', '你已经办理过这一件，每人只算一次：不必重复办理。')

export const alreadyComplete = () =>
  new Refusal('conflict', 'approvals/already-complete', '各步审批都已完成，不需要再审批。')

export const outOfOrder = (step: number) =>
  new Refusal(
    'conflict',
    'approvals/out-of-order',
    `还没有轮到这一步：第 ${step + 1} 步完成之后才能办理，请稍后再来。`,
    { step },
  )

export const notYours = () =>
  new Refusal('forbidden', 'approvals/not-yours', '当前这一步不由你的岗位办理：请由该步骤的审批人办理。')

export const roleWithdrawn = () =>
  new Refusal(
    'conflict',
    'approvals/role-withdrawn',
    '有审批人的岗位在审批之后被收回，其同意不再算数：请由现任审批人补办；后面各步已办过的，请重新送审。',
  )

export const notAPerson = () =>
  new Refusal('forbidden', 'approvals/not-a-person', '审批须由本人登录办理，命令行和接口系统不能代办。')

export const badDigest = () =>
  new Refusal('invalid', 'approvals/bad-digest', '内容摘要应为 64 位小写十六进制：请从待办页面重新打开。', {
    field: 'digest',
  })

export const badComment = (reason: string) =>
  new Refusal('invalid', 'approvals/bad-comment', `退回意见不能接受：${reason}。`, { field: 'comment' })

export const preparedElsewhere = () =>
  new Refusal(
    'conflict',
    'approvals/prepared-elsewhere',
    '同一事项刚刚由别人送审：请刷新后查看，确需修改再重新送审。',
  )

export const badSnapshot = (reason: string) =>
  new Refusal('invalid', 'approvals/bad-snapshot', `送审内容不能接受：${reason}。`)

export const snapshotAltered = () =>
  new Refusal(
    'unavailable',
    'approvals/snapshot-altered',
    '送审内容与登记时不一致，被改动过：请停止审批并运行 zhengxin audit。',
  )

import { Refusal } from '../platform/refusal.ts'

export const personUnreadable = (personId: string) =>
  new Refusal(
    'unavailable',
    'people/unreadable',
    '一份个人信息解不开：加密密钥不是当初那一套，或数据库被改动。请停止签发并运行 zhengxin audit。',
    { personId },
  )

export const noSuchPerson = () =>
  new Refusal('not-found', 'people/no-such-person', '没有这个人员编号：请核对后重试。')

export const alreadyErased = () =>
  new Refusal('conflict', 'people/already-erased', '这个人的个人信息已经删除，没有可再删除的内容。')

export const personErased = () =>
  new Refusal(
    'not-found',
    'people/erased',
    '这份记录的个人信息已依法删除，无法再显示；存证链上的证明不受影响。',
  )

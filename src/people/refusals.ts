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

export const samePersonGiven = () =>
  new Refusal(
    'invalid',
    'people/same-person',
    '两份人员记录是同一份：号码（含15位和18位）已归同一人，不必合并。',
  )

export const alreadyJoined = () =>
  new Refusal('conflict', 'people/already-joined', '这两份人员记录已合并为同一人，没有重复办理。')

export const notJoined = () =>
  new Refusal(
    'conflict',
    'people/not-joined',
    '这两份人员记录没有直接合并过，不能撤销合并：经第三份记录相连的，请撤销当初的那一次合并。',
  )

export const joinedMeanwhile = () =>
  new Refusal(
    'conflict',
    'people/joined-meanwhile',
    '这两份人员记录刚由他人合并或撤销合并，没有办理：请刷新后再办。',
  )

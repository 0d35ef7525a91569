import { Refusal } from '../platform/refusal.ts'

export const personUnreadable = (personId: string) =>
  new Refusal(
    'unavailable',
    'people/unreadable',
    '一份个人信息解不开：加密密钥不是当初那一套，或数据库被改动。请停止签发并运行 zhengxin audit。',
    { personId },
  )

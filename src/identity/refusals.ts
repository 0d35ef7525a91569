import { Refusal } from '../platform/refusal.ts'

export const authorityExists = (creditCode: string) =>
  new Refusal(
    'conflict',
    'identity/authority-exists',
    `统一社会信用代码 ${creditCode} 的机构已登记，不必重复登记。`,
    {
      creditCode,
    },
  )

export const authorityNotFound = (creditCode: string) =>
  new Refusal(
    'not-found',
    'identity/authority-not-found',
    `没有统一社会信用代码为 ${creditCode} 的机构：请核对，或先用 zhengxin authorities add 登记。`,
    { creditCode },
  )

export const badAuthority = (field: string, reason: string) =>
  new Refusal('invalid', 'identity/bad-authority', `机构信息不能接受：${field}${reason}。`, { field })

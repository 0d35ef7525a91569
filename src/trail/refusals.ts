import { Refusal } from '../platform/refusal.ts'

export const trailAltered = () =>
  new Refusal(
    'unavailable',
    'trail/altered',
    '操作记录被改动过，不能再写入，因此暂停一切操作：请运行 zhengxin audit，保留现场并查明原因。',
  )

export const trailUnwritable = (cause: unknown) =>
  new Refusal(
    'unavailable',
    'trail/unwritable',
    '操作记录写不进去，所以这次操作没有进行：请稍后再试；仍不行请联系运行维护人员。',
    { cause: cause instanceof Error ? cause.message : String(cause) },
  )

export const badPurpose = (reason: string) =>
  new Refusal('invalid', 'trail/bad-purpose', `办理事由不能接受：${reason}。`, { field: 'purpose' })

export const badSearch = (field: string, reason: string) =>
  new Refusal('invalid', 'trail/bad-search', `查询条件不能接受：${reason}。`, { field })

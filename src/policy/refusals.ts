import { Refusal } from '../platform/refusal.ts'
import { POLICIES } from './places.ts'

const places = () => POLICIES.map(({ id }) => id).join('、')

export const unknownPlace = (place: string) =>
  new Refusal('not-found', 'policy/unknown-place', `没有“${place}”这份规定：现有 ${places()}。`, { place })

export const unknownLevel = (level: string) =>
  new Refusal('invalid', 'policy/unknown-level', `没有“${level}”这个层级：应为高级、中级或初级。`, { level })

export const badStartDay = (day: string) =>
  new Refusal(
    'invalid',
    'policy/bad-start-day',
    `起算日“${day}”不能接受：应为 1990 年至 2100 年间真实存在的日期，如 2023-04-27。`,
    { day },
  )

export const badWorkingDays = (text: string) =>
  new Refusal(
    'invalid',
    'policy/bad-working-days',
    `工作日数“${text}”不能接受：应为 1 到 2500 的整数，往前推算写负数，如 --working-days=-10。`,
    { text },
  )

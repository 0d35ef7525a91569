import { Refusal } from '../platform/refusal.ts'
import { POLICIES } from './places.ts'

const places = () => POLICIES.map(({ id }) => id).join('、')

export const unknownPlace = (place: string) =>
  new Refusal('not-found', 'policy/unknown-place', `没有“${place}”这份规定：现有 ${places()}。`, { place })

export const unknownLevel = (level: string) =>
  new Refusal('invalid', 'policy/unknown-level', `没有“${level}”这个层级：应为高级、中级或初级。`, { level })

export const unknownRule = (rule: string) =>
  new Refusal('not-found', 'policy/unknown-rule', `没有“${rule}”这个事项：请用“policy show”查看事项名称。`, {
    rule,
  })

export const alreadyStated = (label: string, citation: string) =>
  new Refusal(
    'conflict',
    'policy/already-stated',
    `“${label}”已由${citation}规定，不能另作答复：通知有规定的从其规定。`,
    { citation },
  )

export const badAnswer = (label: string, why: string) =>
  new Refusal('invalid', 'policy/bad-answer', `“${label}”的答复不能接受：${why}。`, { label })

export const badGround = () =>
  new Refusal(
    'invalid',
    'policy/bad-ground',
    '请写明依据的文件、条款或会议决定，2 到 500 个字，不含控制字符。',
  )

/** An office speaks for its own place; `name` is the office's. */
export const notThisPlace = (name: string, place: string) =>
  new Refusal(
    'forbidden',
    'policy/not-this-place',
    `${name}不能替“${place}”作出答复：应由当地人社部门答复。`,
    {
      place,
    },
  )

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

export const notSaid = (label: string, place: string) =>
  new Refusal(
    'conflict',
    'policy/not-said',
    `“${label}”在“${place}”没有规定，也没有本地答复：请先由当地人社部门用 policy answer 答复。`,
    { label, place },
  )

export const noNumber = (label: string) =>
  new Refusal('conflict', 'policy/no-number', `“${label}”没有规定天数或日期，不能据此推算期限。`, { label })

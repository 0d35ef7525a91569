import { Refusal } from '../../platform/refusal.ts'

// One answer for a token nobody gave, a used, withdrawn or past one, one for another office, and another name.
export const noConsent = () =>
  new Refusal(
    'not-found',
    'integrity/no-consent',
    '没有可用的授权：授权码或姓名不符，或不是授权给本单位的，或已用过、过期、被本人撤回。请向本人核对，需要时请本人重新授权。',
  )

export const badConsent = (field: string, reason: string) =>
  new Refusal('invalid', 'integrity/bad-consent', `${field}不能接受：${reason}。`, { field, reason })

export const consentNotFound = () =>
  new Refusal(
    'not-found',
    'integrity/consent-not-found',
    '没有可以撤回的授权：可能已经用过、过期或撤回，请刷新后再看。',
  )

export const tooManyInquiries = (seconds: number) =>
  new Refusal(
    'too-many',
    'integrity/too-many-inquiries',
    '您一小时内的诚信查询已达上限，没有办理：请稍后再试。',
    { retryAfterSeconds: seconds },
  )

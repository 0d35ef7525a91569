import { Refusal } from '../../platform/refusal.ts'

// One answer whichever of the three did not fit, and for a code that is used, past or locked.
export const notProved = () =>
  new Refusal(
    'invalid',
    'integrity/not-proved',
    '证书编号、证件号码和查询码对不上，或查询码已用过、过期、连错五次作废：请核对；还不行的，请到发证机关重新领取查询码。',
  )

export const notAtOwnDoor = () =>
  new Refusal(
    'unauthenticated',
    'integrity/not-at-own-door',
    '没有登录，或二十分钟没有操作已自动退出：请重新进入。',
  )

export const noSuchHolder = () =>
  new Refusal(
    'not-found',
    'integrity/no-such-holder',
    '在本机构及所属机构签发的证书中没有这个编号：请核对；其他机构签发的，请本人到该机构领取。',
  )

export const ownRecordNotFound = () =>
  new Refusal('not-found', 'integrity/own-record-not-found', '您名下没有这条诚信记录：请刷新后再看。')

export const otherNumber = () =>
  new Refusal('invalid', 'integrity/other-number', '证件号码与本人登记的不符：请核对后重填。')

export const badStatement = (field: string, reason: string) =>
  new Refusal('invalid', 'integrity/bad-statement', `${field}不能接受：${reason}。`, { field, reason })

export const statementNotFound = () =>
  new Refusal('not-found', 'integrity/statement-not-found', '没有这份声明：请核对网址。')

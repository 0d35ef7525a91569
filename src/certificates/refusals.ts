import { Refusal } from '../platform/refusal.ts'

export const notAnIssuer = (authority: string) =>
  new Refusal('forbidden', 'certificates/not-an-issuer', `${authority}没有证书编号前缀，不能签发证书。`, {
    authority,
  })

export const certificateNotFound = (number: string) =>
  new Refusal('not-found', 'certificates/not-found', `没有编号为 ${number} 的证书。`, { number })

export const alreadyInState = (number: string, state: string) =>
  new Refusal('conflict', 'certificates/already-in-state', `证书 ${number} 已经处于该状态，没有重复办理。`, {
    number,
    state,
  })

export const endedForGood = (number: string) =>
  new Refusal('conflict', 'certificates/ended', `证书 ${number} 已撤销或注销，不能再变更状态。`, { number })

export const statusListsFull = () =>
  new Refusal('unavailable', 'certificates/status-lists-full', '状态清单的位置已用完，请联系维护人员扩充。')

export const fileChanged = (number: string) =>
  new Refusal(
    'unavailable',
    'certificates/file-changed',
    `证书 ${number} 的 PDF 按原样重制后与存证的摘要不一致：程序、字体或数据库被改动，请运行 zhengxin audit。`,
    { number },
  )

export const recordUnreadable = (number: string) =>
  new Refusal(
    'unavailable',
    'certificates/record-unreadable',
    `证书 ${number} 的签名内容验证不过：密钥登记或数据库被改动，请停止签发并运行 zhengxin audit。`,
    { number },
  )

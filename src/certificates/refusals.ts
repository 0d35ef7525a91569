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

export const badSubmission = () =>
  new Refusal(
    'invalid',
    'certificates/bad-submission',
    '请提交 credential（二维码内容或凭证）、code（查验码）、number 与 name（编号与姓名）之一，或以表单上传 file。',
  )

export const submissionTooLarge = () =>
  new Refusal(
    'too-large',
    'certificates/submission-too-large',
    '提交的内容超过 10 MB：请上传原始的证书文件。',
  )

export const submissionUnreadable = (file: string) =>
  new Refusal('not-found', 'certificates/file-unreadable', `读不到文件 ${file}：请核对文件名和路径。`, {
    file,
  })

export const trustNeeded = () =>
  new Refusal(
    'invalid',
    'certificates/trust-needed',
    '离线核验需要信任包：请用 --trust 指定从发证机关网站下载的 zhengxin-trust.json。',
  )

export const issuerUnknown = () =>
  new Refusal(
    'invalid',
    'certificates/issuer-unknown',
    '不知道该向哪个发证机关查询：本机没有证信服务，请用 --trust 指定信任包，或提供证书上的网址。',
  )

export const issuerUnreachable = (origin: string) =>
  new Refusal(
    'unavailable',
    'certificates/issuer-unreachable',
    `联系不上 ${origin}：请检查网络后重试，或用 --trust 与 --offline 离线核验。`,
    { origin },
  )

export const recordUnreadable = (number: string) =>
  new Refusal(
    'unavailable',
    'certificates/record-unreadable',
    `证书 ${number} 的签名内容验证不过：密钥登记或数据库被改动，请停止签发并运行 zhengxin audit。`,
    { number },
  )

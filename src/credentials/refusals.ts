import { Refusal } from '../platform/refusal.ts'

export const textTooLongForCode = (version: number, most: number): Refusal =>
  new Refusal(
    'too-large',
    'credentials/text-too-long-for-code',
    '证书内容太长，二维码印出来手机无法识别。请缩短专业名称、文号或定向使用范围。',
    { version, most },
  )

export const badTrustBundle = (what: string): Refusal =>
  new Refusal(
    'invalid',
    'credentials/bad-trust-bundle',
    `信任包不可用：${what}。请从发证机关网站的 /.well-known/zhengxin-trust.json 重新下载。`,
    { what },
  )

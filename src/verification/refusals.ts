import { Refusal } from '../platform/refusal.ts'

export const badSubmission = () =>
  new Refusal(
    'invalid',
    'verification/bad-submission',
    '请提交 credential（二维码内容或凭证）、code（查验码）、number 与 name（编号与姓名）之一，或以表单上传 file。',
  )

export const submissionTooLarge = () =>
  new Refusal(
    'too-large',
    'verification/submission-too-large',
    '提交的内容超过 10 MB：请上传原始的证书文件。',
  )

export const submissionUnreadable = (file: string) =>
  new Refusal('not-found', 'verification/file-unreadable', `读不到文件 ${file}：请核对文件名和路径。`, {
    file,
  })

export const trustNeeded = () =>
  new Refusal(
    'invalid',
    'verification/trust-needed',
    '离线核验需要信任包：请用 --trust 指定从发证机关网站下载的 zhengxin-trust.json。',
  )

export const issuerUnknown = () =>
  new Refusal(
    'invalid',
    'verification/issuer-unknown',
    '不知道该向哪个发证机关查询：本机没有证信服务，请用 --trust 指定信任包，或提供证书上的网址。',
  )

export const issuerUnreachable = (origin: string) =>
  new Refusal(
    'unavailable',
    'verification/issuer-unreachable',
    `联系不上 ${origin}：请检查网络后重试，或用 --trust 与 --offline 离线核验。`,
    { origin },
  )

export const badDay = () =>
  new Refusal(
    'invalid',
    'verification/bad-day',
    '查询日期应写成 2026-11-20 的样子，并且不晚于今天：以后的状态无从得知。',
  )

import { Refusal } from '../platform/refusal.ts'

export const badSubmission = () =>
  new Refusal(
    'invalid',
    'verification/bad-submission',
    '请提交 credential（二维码内容或凭证）、code（查验码）、number 与 name（编号与姓名）之一，或以表单上传 file；不要同时用两种方式，也不要带其他成员：不认识的成员不会被核对。',
  )

export const submissionTooLarge = () =>
  new Refusal(
    'too-large',
    'verification/submission-too-large',
    '提交的内容超过 10 MB：请上传原始的证书文件。',
  )

export const batchFileTooLarge = (megabytes: number) =>
  new Refusal(
    'too-large',
    'verification/batch-file-too-large',
    `名单文件超过 ${megabytes} MB：请去掉名单以外的工作表和图片，或分成几份核验。`,
    { field: 'file' },
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

export const notABatch = () =>
  new Refusal(
    'invalid',
    'verification/not-a-batch',
    '请提交 xlsx、xls 或 csv 表格，或 UTF-8 编码的 JSON：[{"number":"…","name":"…"}]，各项都是文字，不带其他成员。',
  )

export const batchEmpty = () =>
  new Refusal('invalid', 'verification/batch-empty', '名单里没有一行可以核验：请填写后再上传。')

export const batchTooLarge = (rows: number) =>
  new Refusal(
    'too-large',
    'verification/batch-too-large',
    `一次最多核验 10000 行，这份名单有 ${rows} 行：请分成几份上传。`,
    { rows },
  )

export const batchFileMissing = () =>
  new Refusal(
    'invalid',
    'verification/batch-file-missing',
    '还没有要核验的内容：请选择名单文件，或填写证书编号和姓名。',
  )

export const batchNeedsPurpose = () =>
  new Refusal(
    'invalid',
    'verification/purpose-needed',
    '请写明核验事由（如“2026 年岗位聘用”）：它会留在操作记录里，被核验的人可以看到。',
  )

export const looksLikeGuessing = () =>
  new Refusal(
    'invalid',
    'verification/looks-like-guessing',
    '这份名单像是在试探：同一编号配了好几个姓名，或同一姓名配了许多编号。整份没有核验，请只填证书上的编号和姓名。',
  )

export const tooManyMisses = (retryAfterSeconds: number) =>
  new Refusal(
    'too-many',
    'verification/too-many-misses',
    '本单位近一小时内对不上的行太多，整份没有给出结果。请先核对编号和姓名两列是否错位、是否都是本机关的证书，一小时后再试。',
    { retryAfterSeconds },
  )

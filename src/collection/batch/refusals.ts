import { Refusal } from '../../platform/refusal.ts'

export const batchNotFound = (batchId: string) =>
  new Refusal('not-found', 'collection/batch-not-found', '没有这个批次：请从归集批次列表中选取。', {
    batchId,
  })

export const uploadNotFound = (uploadId: string) =>
  new Refusal('not-found', 'collection/upload-not-found', '没有这次上传：请从上传列表中选取，或重新上传。', {
    uploadId,
  })

export const fileEmpty = () =>
  new Refusal('invalid', 'collection/file-empty', '文件是空的：请核对后重新选择文件。')

export const fileTooLarge = (mostBytes: number) =>
  new Refusal(
    'too-large',
    'collection/file-too-large',
    `文件超过 ${Math.floor(mostBytes / 1_048_576)} MB：请按年度拆成几份，或另存为 CSV 再上传。`,
    { mostBytes },
  )

export const otherSize = (expected: number, given: number) =>
  new Refusal(
    'conflict',
    'collection/other-size',
    '同一份文件（摘要相同）先前登记的大小不一样：请核对文件，重新计算摘要后再上传。',
    { expected, given },
  )

export const noSuchPart = (parts: number) =>
  new Refusal(
    'invalid',
    'collection/no-such-part',
    `这份文件只有 ${parts} 段，编号从 0 开始：请按登记上传时答复的分段上传。`,
    { parts },
  )

export const partDiffers = (number: number, why: 'length' | 'digest' | 'stored') =>
  new Refusal(
    'conflict',
    'collection/part-differs',
    '这一段的长度或摘要与所报的不符，或与已经收到的同一段不同：传输中有损坏，或文件在上传途中改过。请重传这一段；文件改过的请重新登记上传。',
    { number, why },
  )

export const partMissing = () =>
  new Refusal(
    'conflict',
    'collection/part-missing',
    '文件还没有传完，缺少的段见 missing：请补传后再提交。已收到的段不必重传。',
  )

export const partsMissing = (missing: readonly number[]) =>
  new Refusal(
    'conflict',
    'collection/part-missing',
    '文件还没有传完，缺少的段见 missing：请补传后再提交。已收到的段不必重传。',
    { missing: missing.slice(0, 1000) },
  )

export const uploadClosed = () =>
  new Refusal(
    'conflict',
    'collection/upload-closed',
    '这份文件已经传完并在处理，不再接收分段：请在批次页面查看进度。',
  )

export const fileDiffers = () =>
  new Refusal(
    'conflict',
    'collection/file-differs',
    '收齐的文件与登记的摘要不符：文件在上传途中改过，或登记时算错。已收到的段已清除，请重新计算摘要并上传。',
  )

export const cannotReplace = (why: 'other-office' | 'accepted' | 'ended') =>
  new Refusal('conflict', 'collection/cannot-replace', `不能用这份文件更正所选的批次：${REPLACE[why]}`, {
    why,
  })

const REPLACE = {
  'other-office': '它不属于这个机构的这项归集任务，请重新选择。',
  accepted: '它已经验收，请按“验收后更正”逐条提出。',
  ended: '它已撤回，或已被另一份更正文件替换，请刷新后对最新的批次更正。',
} as const

export const sameFile = () =>
  new Refusal(
    'conflict',
    'collection/same-file',
    '更正文件与要更正的批次一字不差，没有可更正的内容：请核对是否选错了文件。',
  )

export const noMarkedCopy = () =>
  new Refusal(
    'not-found',
    'collection/no-marked-copy',
    '没有标注文件：这份文件没有问题，或行数过多不能在原表上标注，请查看问题清单。',
  )

export const batchEnded = () =>
  new Refusal(
    'conflict',
    'collection/batch-ended',
    '这个批次已经验收、撤回或被更正文件替换，不能再撤回：请刷新页面。',
  )

export const groundMissing = () =>
  new Refusal('invalid', 'collection/ground-missing', '没有写撤回的理由：请写明后再撤回，不写个人信息。')

import { Refusal } from '../../../platform/refusal.ts'

export const badEvidence = (reason: string) =>
  new Refusal('invalid', 'results/bad-evidence', `材料不能接受：${reason}。`, { field: 'evidence' })

export const evidenceTooLarge = (most: number) =>
  new Refusal(
    'too-large',
    'results/evidence-too-large',
    `文件超过 ${most / 1_048_576} MB：请压缩或分成几份，也可以只登记摘要。`,
    { field: 'file' },
  )

export const evidenceReplaced = () =>
  new Refusal('conflict', 'results/evidence-replaced', '这份材料刚刚由别人更正：请刷新后查看。')

export const evidenceNotFound = (id: string) =>
  new Refusal('not-found', 'results/evidence-not-found', `没有编号为 ${id} 的材料。`, { id })

export const evidenceNotKept = () =>
  new Refusal(
    'not-found',
    'results/evidence-not-kept',
    '这份材料只登记了摘要，或其所属人员的信息已清除：文件不在本系统。',
  )

export const evidenceAltered = () =>
  new Refusal(
    'unavailable',
    'results/evidence-altered',
    '文件与登记的摘要不一致，被改动过：请停止使用并运行 zhengxin audit。',
  )

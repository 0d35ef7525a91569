import { sourceText, type Source } from '../../cycles/source.ts'
import { Refusal } from '../../platform/refusal.ts'
import { objectionStateName, type ObjectionState } from './objection.ts'

const by = (source: Source | null): string => (source === null ? '' : `依据：${sourceText(source)}`)

const factsOf = (source: Source | null) =>
  source === null ? {} : { document: source.document, clause: source.clause, quote: source.quote }

export const badObjection = (field: string, reason: string) =>
  new Refusal('invalid', 'results/bad-objection', `${field}不能接受：${reason}。`, { field, reason })

export const notYetPublic = (opensOn: string) =>
  new Refusal('conflict', 'results/not-yet-public', `公示从 ${opensOn} 开始：开始后再提出异议。`, { opensOn })

export const noMorePublic = () =>
  new Refusal('conflict', 'results/no-more-public', '这个公示已经撤下，不再受理对它的异议：请看现行的公示。')

export const objectionLate = (source: Source | null) =>
  new Refusal(
    'conflict',
    'results/objection-late',
    `公示已经期满，不再受理异议。${by(source)}`,
    factsOf(source),
  )

export const anonymousNotAccepted = (source: Source | null) =>
  new Refusal(
    'invalid',
    'results/anonymous-not-accepted',
    `异议须署名并留下联系方式：请填写后再提交。${by(source)}`,
    factsOf(source),
  )

// The same for a reference nobody was given and for a wrong secret.
export const objectionNotFound = () =>
  new Refusal('not-found', 'results/objection-not-found', '受理编号或查询码不对：请按回执核对后重新输入。')

export const stepNotPossible = (state: ObjectionState) =>
  new Refusal(
    'conflict',
    'results/objection-step-not-possible',
    `这件异议现在是“${objectionStateName(state)}”，不能这样办理：请刷新页面查看现在的状态。`,
    { state },
  )

import { Refusal } from '../../platform/refusal.ts'

export const batchNotInProof = (state: string) =>
  new Refusal(
    'conflict',
    'collection/batch-not-in-proof',
    '这个批次已经验收、撤回或被更正的批次代替，不能再比对或决定：已验收的请按“更正”办理。',
    { state },
  )

export const comparedMeanwhile = () =>
  new Refusal('conflict', 'collection/compared-meanwhile', '别人刚刚比对过这个批次：请刷新后查看结果。')

export const notCompared = () =>
  new Refusal('conflict', 'collection/not-compared', '这个批次还没有比对：请先“开始比对”，逐条决定后再送审。')

export const undecided = (open: number) =>
  new Refusal(
    'conflict',
    'collection/undecided',
    `还有 ${open} 处差异没有决定：请在“比对”页逐条选定后再办。`,
    { open },
  )

export const compareAgain = () =>
  new Refusal(
    'conflict',
    'collection/compare-again',
    '比对之后又有相关的信息验收或签发：请重新比对，已作的决定仍然保留。',
  )

export const comparisonNotFound = () =>
  new Refusal('not-found', 'collection/comparison-not-found', '没有这处差异：可能已重新比对，请刷新后再看。')

export const badDecision = (what: string) =>
  new Refusal('invalid', 'collection/bad-decision', `决定不完整：${what}。`, { what })

export const shownOtherwise = () =>
  new Refusal('conflict', 'collection/shown-otherwise', '您看到的内容已有变化：请刷新，看过新的内容再决定。')

export const titleNotFound = () =>
  new Refusal(
    'not-found',
    'collection/title-not-found',
    '没有这条已验收的职称信息，或者它已经更正：请刷新后再看。',
  )

export const badCorrection = (what: string) =>
  new Refusal('invalid', 'collection/bad-correction', `更正内容有误：${what}。`, { what })

export const correctionNotFound = () =>
  new Refusal('not-found', 'collection/correction-not-found', '没有这件更正：请从批次或审批页面进入。')

export const correctionApplied = () =>
  new Refusal('conflict', 'collection/correction-applied', '这件更正已经办结，没有重复办理。')

import { Refusal } from '../../platform/refusal.ts'

export const rowNotFound = () =>
  new Refusal('not-found', 'collection/row-not-found', '没有这一行：请从待修字清单进入。')

export const nothingToMend = () =>
  new Refusal('conflict', 'collection/nothing-to-mend', '这一格没有造字区的字，或已经修好：请刷新后查看。')

export const badMending = (why: string) =>
  new Refusal('invalid', 'collection/bad-mending', `修字不能接受：${why}。`, { why })

export const mendByCorrection = () =>
  new Refusal(
    'conflict',
    'collection/mend-by-correction',
    '这个批次已经验收、撤回或被代替：已验收的请在“更正”中改字，经审核后生效。',
  )

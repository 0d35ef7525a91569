import { Refusal } from '../../platform/refusal.ts'

export const badSuccessor = (why: string) =>
  new Refusal('invalid', 'collection/bad-successor', `承接单位不能登记：${why}。`, { why })

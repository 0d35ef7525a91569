import { Refusal } from '../../platform/refusal.ts'

export const assessmentNotFound = (id: string) =>
  new Refusal('not-found', 'results/assessment-not-found', '没有这件考核认定：请从列表重新打开。', { id })

export const notAnAssessment = () =>
  new Refusal('conflict', 'results/not-an-assessment', '这不是考核认定：评审的通过名单请从上会名单中勾选。')

export const notAllDecided = (people: number) =>
  new Refusal(
    'invalid',
    'results/not-all-decided',
    `还有 ${people} 人没有决定：请对名单上的每个人选择认定或不予认定。`,
    { people },
  )

export const badRefusalGround = (positions: readonly number[]) =>
  new Refusal(
    'invalid',
    'results/bad-refusal-ground',
    `不予认定的须逐人写明理由，2 到 500 个字：第 ${positions.join('、')} 人。`,
    { positions },
  )

import { Refusal } from '../../platform/refusal.ts'

// Never says which of the two, nor whether the number is known under another name.
export const personUnknown = () =>
  new Refusal(
    'not-found',
    'integrity/person-unknown',
    '两份证件中，有的没有以所填的姓名、证件类型和号码登记过：请按登记时的写法核对。没有登记过的人不必合并。',
  )

export const proposalNotFound = (proposalId: string) =>
  new Refusal('not-found', 'integrity/join-not-found', `没有编号为 ${proposalId} 的合并事项。`, {
    proposalId,
  })

export const joinSettled = () =>
  new Refusal(
    'conflict',
    'integrity/join-settled',
    '这件合并事项已经办理，或这两份记录后来又有合并、拆分：没有重复办理，请另行提出。',
  )

export const ownPersonJoined = () =>
  new Refusal(
    'forbidden',
    'integrity/join-of-oneself',
    '涉及您本人的人员记录，不能由您提出合并或拆分：请交由其他人办理。',
  )

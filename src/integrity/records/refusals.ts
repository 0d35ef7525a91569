import type { Day } from '../../calendar/day.ts'
import { Refusal } from '../../platform/refusal.ts'

export const badRecord = (field: string, reason: string) =>
  new Refusal('invalid', 'integrity/bad-record', `${field}不能接受：${reason}。`, { field, reason })

export const recordNotFound = (recordId: string) =>
  new Refusal('not-found', 'integrity/record-not-found', `没有编号为 ${recordId} 的诚信记录。`, { recordId })

export const evidenceNotFound = (evidenceId: string) =>
  new Refusal('not-found', 'integrity/evidence-not-found', `没有编号为 ${evidenceId} 的证据材料。`, {
    evidenceId,
  })

// Never says under which name the number is known.
export const otherName = () =>
  new Refusal(
    'conflict',
    'integrity/other-name',
    '这个证件号码已用另一个姓名登记：请核对号码。本人改过名、或用字不同（异体字、间隔号），核实后勾选“姓名已核实”。',
  )

export const alreadyRecorded = (recordId: string) =>
  new Refusal(
    'conflict',
    'integrity/already-recorded',
    '同一决定（机关、文号）对同一对象已有一条记录，没有重复记入：需要改动的，请在原记录上更正。',
    { recordId },
  )

export const notHeard = (reason: string) =>
  new Refusal(
    'invalid',
    'integrity/not-heard',
    `陈述申辩的程序不完整：${reason}。作出决定前须告知本人并听取陈述申辩。`,
    { reason },
  )

export const termUnspecified = (question: string) =>
  new Refusal(
    'conflict',
    'integrity/term-unspecified',
    `所依据的通知没有规定：${question}请有权的人社部门先作出规定（政策·对未规定事项的答复），或引用本行业的规定。`,
    { question },
  )

export const ruleNeeded = () =>
  new Refusal(
    'invalid',
    'integrity/rule-needed',
    '通知规定的记录期只对申报人：其他对象请填写所依据的规定、条款、年限和起算日。',
  )

export const notThisPlace = (place: string) =>
  new Refusal('invalid', 'integrity/not-this-place', '所选的通知不适用于本机构所在地：请另选。', { place })

export const changedMeanwhile = () =>
  new Refusal('conflict', 'integrity/changed-meanwhile', '这条记录刚由他人改动，没有办理：请重新打开后再办。')

export const nothingToSubmit = () =>
  new Refusal('conflict', 'integrity/nothing-to-submit', '这条记录没有等待送审的版本。')

export const alreadyApplied = () =>
  new Refusal('conflict', 'integrity/already-applied', '这一版已经生效，没有重复办理。')

export const notInForce = () =>
  new Refusal('conflict', 'integrity/not-in-force', '这条记录没有生效：未生效的直接更正或不再送审即可。')

export const alreadyOver = (endsOn: Day) =>
  new Refusal(
    'conflict',
    'integrity/already-over',
    `记录期已于 ${endsOn} 届满，不能再提前终止：记录有误的，按复核结果撤销。`,
    { endsOn },
  )

export const alreadyCleared = () =>
  new Refusal('conflict', 'integrity/already-cleared', '这条记录已经撤销，视为未记录，不能再办理。')

export const noObjection = () =>
  new Refusal('conflict', 'integrity/no-objection', '这条记录没有等待答复的申诉。')

export const objectionOpen = () =>
  new Refusal('conflict', 'integrity/objection-open', '上一件申诉还没有答复：请先答复。')

export const tooMuchEvidence = (most: number) =>
  new Refusal(
    'too-large',
    'integrity/too-much-evidence',
    `证据材料一次最多 ${most / 1_048_576} MB：请压缩，或分次更正补充。`,
    { most },
  )

export const endedEarly = () =>
  new Refusal(
    'conflict',
    'integrity/ended-early',
    '这条记录已提前终止，不能再更正：记录有误的，按复核结果撤销。',
  )

export const noLetter = () =>
  new Refusal('not-found', 'integrity/no-letter', '没有这份文书：记录生效后才有告知书和通报函。')

export const officeSuspended = (name: string) =>
  new Refusal(
    'conflict',
    'integrity/office-suspended',
    `${name}在诚信记录期内，暂停推荐或评审工作：期满、提前终止或撤销记录后再办理。`,
  )

export const badSearch = (field: string, reason: string) =>
  new Refusal('invalid', 'integrity/bad-search', `${field}不能接受：${reason}。`, { field, reason })

import { chineseDay, type Day } from '../calendar/day.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Step } from '../policy/rule.ts'
import { stepName } from '../policy/wording.ts'
import type { EventStep } from './event.ts'
import { sourceText, type Source } from './source.ts'
import type { Bound } from './station.ts'

const by = (source: Source | null): string => (source === null ? '' : `依据${sourceText(source)}`)

const factsOf = (source: Source | null) =>
  source === null ? {} : { document: source.document, clause: source.clause, quote: source.quote }

const sayStep = (step: EventStep): string => (step === 'plan' ? '评审计划' : stepName(step).zh)

export const cycleNotFound = (cycleId: string) =>
  new Refusal('not-found', 'cycles/cycle-not-found', `没有编号为 ${cycleId} 的年度评审。`, { cycleId })

export const committeeNotFound = (committeeId: string) =>
  new Refusal('not-found', 'cycles/committee-not-found', `没有编号为 ${committeeId} 的评委会。`, {
    committeeId,
  })

export const badCommittee = (field: string, why: string) =>
  new Refusal('invalid', 'cycles/bad-committee', `评委会的${field}不能接受：${why}。`, { field })

export const badCycle = (field: string, why: string) =>
  new Refusal('invalid', 'cycles/bad-cycle', `年度评审的${field}不能接受：${why}。`, { field })

export const badGround = () =>
  new Refusal('invalid', 'cycles/bad-ground', '请写明依据或理由，2 到 500 个字，不含控制字符。', {
    field: 'ground',
  })

export const futureDay = (day: Day) =>
  new Refusal('invalid', 'cycles/future-day', `${chineseDay(day)}还没有到：办完之后再登记。`, { day })

export const committeeReplaced = () =>
  new Refusal('conflict', 'cycles/committee-replaced', '这一届评委会已经换届：请办理新一届评委会。')

export const committeeNotFiled = (source: Source | null) =>
  new Refusal(
    'conflict',
    'cycles/committee-not-filed',
    `评委会还没有核准备案，不能抽取专家、召开评审会议：请先由核准备案部门核准。${by(source)}`,
    factsOf(source),
  )

export const committeeExpired = (of: { readonly validFrom: Day; readonly validThrough: Day }) =>
  new Refusal(
    'conflict',
    'cycles/committee-expired',
    `评委会的有效期是${chineseDay(of.validFrom)}至${chineseDay(of.validThrough)}，不能在有效期外评审：请先办理换届备案。`,
    { validFrom: of.validFrom, validThrough: of.validThrough },
  )

export const cycleWithdrawn = () =>
  new Refusal('conflict', 'cycles/cycle-withdrawn', '这个年度评审已经撤回，不能再办理：需要时请重新登记。')

export const cycleInUse = (hanging: readonly string[]) =>
  new Refusal(
    'conflict',
    'cycles/cycle-in-use',
    `这个年度评审不能撤回：已有${hanging.join('、')}。登记有误的，请在各环节中更正。`,
    { hanging },
  )

export const cycleExists = (year: number) =>
  new Refusal(
    'conflict',
    'cycles/cycle-exists',
    `这个评委会 ${year} 年度的评审已经登记：请在原来的年度评审里办理；登记错了或者没有获准列入计划的，先撤回再重新登记。`,
    {
      year,
    },
  )

export const ownRegistration = () =>
  new Refusal(
    'forbidden',
    'cycles/own-registration',
    '这是你本人登记的，核准须由他人办理，换一个账号也不行：请由其他审核人核准。',
  )

export const notInPlan = (source: Source) =>
  new Refusal(
    'conflict',
    'cycles/not-in-plan',
    `这次评审不在已核准的年度评审计划内，不予备案：请先向核准备案部门上报评审计划。${by(source)}`,
    factsOf(source),
  )

export const stepNotReached = (
  step: Step,
  { step: missing, source }: { readonly step: Step; readonly source: Source | null },
) =>
  new Refusal(
    'conflict',
    'cycles/step-not-reached',
    `还不能办理“${stepName(step).zh}”：请先完成“${stepName(missing).zh}”。${by(source)}`,
    { step, missing, ...factsOf(source) },
  )

export const stepDoneElsewhere = (step: Step) =>
  new Refusal(
    'conflict',
    'cycles/step-done-elsewhere',
    `“${stepName(step).zh}”不能直接登记：请在办理它的页面完成，完成后自动记入。`,
    { step },
  )

export const notOfThisRoute = (step: Step) =>
  new Refusal(
    'conflict',
    'cycles/not-of-this-route',
    `考核认定、资格确认没有“${stepName(step).zh}”这个环节：请核对所选的年度评审。`,
    { step },
  )

export const alreadyDone = (step: EventStep) =>
  new Refusal(
    'conflict',
    'cycles/already-done',
    `“${sayStep(step)}”已经登记过：确需更正的，请写明更正的理由后再登记。`,
    { step },
  )

export const badFacts = (step: Step, fields: readonly string[]) =>
  new Refusal(
    'invalid',
    'cycles/bad-facts',
    `“${stepName(step).zh}”的登记内容不能接受，请改正：${fields.join('、')}。`,
    { step, fields },
  )

export const badEvidence = () =>
  new Refusal(
    'invalid',
    'cycles/bad-evidence',
    '佐证材料应写明名称（1 到 50 个字）和 64 位小写十六进制的 SHA-256 摘要，最多 20 份。',
  )

export const factsContradict = (why: string) =>
  new Refusal('invalid', 'cycles/facts-contradict', `登记的数字对不上：${why}。`)

export const dayOutOfOrder = (
  step: Step,
  day: Day,
  earlier: { readonly step: EventStep; readonly day: Day },
) =>
  new Refusal(
    'conflict',
    'cycles/day-out-of-order',
    `“${stepName(step).zh}”的日期${chineseDay(day)}早于“${sayStep(earlier.step)}”的${chineseDay(earlier.day)}：请核对日期。`,
    { step, day, earlier: earlier.step, earlierDay: earlier.day },
  )

const provisional = (bound: Bound): string => (bound.provisional ? '（节假日安排未公布，暂定）' : '')

/** It lies too close to the meeting that is planned or was held. */
export const tooLate = (step: Step, day: Day, latest: Bound, meeting: Bound | null) =>
  new Refusal(
    'conflict',
    'cycles/too-late',
    `“${stepName(step).zh}”最迟应在${chineseDay(latest.day)}${provisional(latest)}办理，${chineseDay(day)}太晚` +
      `${meeting === null ? '' : `：请把评审会议改到${chineseDay(meeting.day)}${provisional(meeting)}或以后`}。${by(latest.source)}`,
    {
      step,
      day,
      latest: latest.day,
      ...(meeting && { earliestMeeting: meeting.day }),
      provisional: latest.provisional,
      ...factsOf(latest.source),
    },
  )

/** The meeting was held too soon after what must lie so long before it. */
export const tooSoon = (step: Step, day: Day, doneOn: Day, earliest: Bound | null) =>
  new Refusal(
    'conflict',
    'cycles/too-soon',
    `“${stepName(step).zh}”在${chineseDay(doneOn)}办理，评审会议${chineseDay(day)}召开太早` +
      `${earliest === null ? '' : `，最早为${chineseDay(earliest.day)}${provisional(earliest)}`}。${by(earliest?.source ?? null)}`,
    { step, day, doneOn, ...(earliest && { earliest: earliest.day }), ...factsOf(earliest?.source ?? null) },
  )

export const filedLate = (source: Source | null) =>
  new Refusal(
    'conflict',
    'cycles/notice-not-filed',
    `评审通知发布前须先备案：请填写不晚于发布日期的通知备案日期。${by(source)}`,
    factsOf(source),
  )

export const evenCommittee = (members: number, source: Source | null) =>
  new Refusal(
    'invalid',
    'cycles/even-committee',
    `评委会人数应为单数，${members} 人是双数：请改为单数。${by(source)}`,
    { members, ...factsOf(source) },
  )

const unitOf = (who: string): string => (who.endsWith('票') ? '票' : '人')

export const tooFew = (who: string, count: number, least: number, source: Source | null) =>
  new Refusal(
    'conflict',
    'cycles/too-few',
    `${who}只有 ${count} ${unitOf(who)}，至少应为 ${least} ${unitOf(who)}，不符合规定：请核对人数，或按规定补足后重新办理。${by(source)}`,
    { who, count, least, ...factsOf(source) },
  )

export const drawUnsupervised = (source: Source | null) =>
  new Refusal(
    'conflict',
    'cycles/draw-unsupervised',
    `抽取专家须有监督人员在场：请核对监督人员人数，或在监督下重新抽取。${by(source)}`,
    factsOf(source),
  )

export const drawUnsigned = (who: string, signed: number, count: number, source: Source | null) =>
  new Refusal(
    'conflict',
    'cycles/draw-unsigned',
    `抽取结果须由${who}签字确认，至少 ${count} 名，现有 ${signed} 名：请补签后再登记。${by(source)}`,
    { who, signed, count, ...factsOf(source) },
  )

export const notAnAccount = () =>
  new Refusal('forbidden', 'cycles/not-an-account', '订阅地址属于登录的账号，命令行和接口系统不能生成。')

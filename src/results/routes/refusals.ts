import type { Source } from '../../cycles/source.ts'
import { sourceText } from '../../cycles/source.ts'
import { Refusal } from '../../platform/refusal.ts'

export const rowNotFound = (rowId: string) =>
  new Refusal('not-found', 'results/row-not-found', '名单中没有这个人：名单可能已经更正，请刷新后再办。', {
    rowId,
  })

export const badOriginal = (reason: string) =>
  new Refusal('invalid', 'results/bad-original', `原职称证书的信息不能接受：${reason}。`, {
    field: 'original',
  })

export const badAnswerOfIssuer = (reason: string) =>
  new Refusal('invalid', 'results/bad-issuer-answer', `发证机构的答复不能接受：${reason}。`, {
    field: 'answer',
  })

export const alreadyAnswered = () =>
  new Refusal(
    'conflict',
    'results/already-answered',
    '原发证机构的答复已经登记：原证书信息有误的，请更正后另行查询。',
  )

export const confirmationNotFound = (id: string) =>
  new Refusal('not-found', 'results/confirmation-not-found', '没有这件职称确认：请刷新后再办。', { id })

/** Titles from elsewhere must be confirmed before their holders are shown to the public. */
export const confirmationsOpen = (open: number, source: Source | null) =>
  new Refusal(
    'conflict',
    'results/confirmations-open',
    `还有 ${open} 人的职称没有确认：请先登记原发证机构的答复。${source === null ? '' : `依据：${sourceText(source)}`}`,
    { open, ...source },
  )

/** In 资格确认 a title is what its issuer says it is. */
export const notConfirmed = (people: number) =>
  new Refusal(
    'conflict',
    'results/not-confirmed',
    `名单中有 ${people} 人的原职称未经原发证机构答复属实，或与原证书的系列、名称、级别、取得时间不一致：请核对后再送审。`,
    { people },
  )

export const nobodyChosen = () =>
  new Refusal('invalid', 'results/nobody-chosen', '没有选择人员：请勾选通过的人员。', { field: 'rowId' })

export const notOnTheList = (rows: number) =>
  new Refusal(
    'conflict',
    'results/not-on-the-list',
    `所选的 ${rows} 人不在现行名单之中：名单可能已由别人更正，请刷新后重新选择。`,
    { rows },
  )

export const badObtainedDay = (day: string) =>
  new Refusal(
    'invalid',
    'results/bad-obtained-day',
    `取得时间“${day}”不能接受：应为今天或以前的日期，如 2023-11-12，或不填。`,
    { day },
  )

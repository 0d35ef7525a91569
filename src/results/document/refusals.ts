import { sourceText, type Source } from '../../cycles/source.ts'
import type { Duty } from '../../policy/rule.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Difference } from './compare-persons.ts'

export const badDocumentNumber = (text: string, reason: string) =>
  new Refusal('invalid', 'results/bad-document-number', `“${text}”不能作为发文字号：${reason}。`, {
    text,
    reason,
  })

export const documentNumberUsed = (number: string, issuer: string) =>
  new Refusal(
    'conflict',
    'results/document-number-used',
    `${issuer}的 ${number} 已经用过：同一机关同一年的文号不能用两次。`,
    { number, issuer },
  )

export const documentNotFound = (number: string) =>
  new Refusal('not-found', 'results/document-not-found', `没有登记过文号为 ${number} 的任职资格文件。`, {
    number,
  })

export const documentNotTheOnlyOne = (
  number: string,
  documents: readonly { readonly id: string; readonly issuer: string }[],
) =>
  new Refusal(
    'conflict',
    'results/document-not-the-only-one',
    `${documents.map(({ issuer }) => issuer).join('、')}都有 ${number}：请从文件页办理，或用文件编号指明是哪一份。`,
    { number, documents },
  )

export const badDocumentDay = (day: string) =>
  new Refusal(
    'invalid',
    'results/bad-document-day',
    `发文日期“${day}”不能接受：应为今天或以前的日期，如 2023-12-20。`,
    { day },
  )

export const documentBeforeMeeting = (day: string, meeting: string) =>
  new Refusal(
    'invalid',
    'results/document-before-meeting',
    `发文日期 ${day} 早于评审会议（${meeting}）：请照文件核对。`,
    { day, meeting },
  )

export const badIssuer = (issuer: string) =>
  new Refusal('invalid', 'results/bad-issuer', '发文机关不能接受：请照文件填写机关全称，100 字以内。', {
    issuer,
  })

/** The document and the list do not name the same people with the same titles; every difference in its facts. */
export const documentDiffers = (differences: readonly Difference[]) =>
  new Refusal(
    'conflict',
    'results/document-differs',
    `文件与名单有 ${differences.length} 处不一致，没有登记：请逐处核对，改正名单或换发文件后再办。`,
    { differences },
  )

export const candidatesHaveNoDocument = () =>
  new Refusal('conflict', 'results/candidates-have-no-document', '这是上会名单：评审通过名单才能确认、发文。')

export const preparedTheList = () =>
  new Refusal(
    'forbidden',
    'results/prepared-the-list',
    '名单是你报送的：确认结果、印发文件须由另一人办理（评委会、确认、发文三者分开）。',
  )

export const sealedItself = (what: '印发文件' | '确认结果') =>
  new Refusal(
    'forbidden',
    'results/sealed-itself',
    `这份结果的${what === '印发文件' ? '确认' : '文件'}由你办理：${what}须由另一人办理。`,
  )

export const notTheOffice = (
  rule: 'documentIssuer' | 'resultConfirmer',
  office: string,
  duties: readonly Duty[],
  source: Source | null,
) =>
  new Refusal(
    'conflict',
    'results/not-the-office',
    `${rule === 'documentIssuer' ? '任职资格文件' : '评审结果'}按规定由${duties.map(({ by }) => by).join('、')}${
      rule === 'documentIssuer' ? '印发' : '确认'
    }，${office}不能办理。${source === null ? '' : `依据：${sourceText(source)}`}`,
    { rule, ...source },
  )

export const reviewedElsewhere = () =>
  new Refusal(
    'conflict',
    'results/reviewed-elsewhere',
    '这份名单不属于本系统办理的评审：请登记别处印发的文件，与名单核对。',
  )

export const nobodyToName = (held: number, unconfirmed: number) =>
  new Refusal(
    'conflict',
    'results/nobody-to-name',
    `没有可办理的人员：${held} 人因异议、复查暂缓，${unconfirmed} 人的结果还没有确认，其余已经办理。`,
    { held, unconfirmed },
  )

export const obtainedOnUnknown = (rows: number, question: string | null) =>
  new Refusal(
    'conflict',
    'results/obtained-on-unknown',
    `${rows} 人没有取得时间：${question ?? '规则所指的日期还没有登记'}请在名单中填写，或由有权机关答复这一规则（policy answer）。`,
    { rows },
  )

export const obtainedOnDiffers = (ruled: string, positions: readonly number[], source: Source | null) =>
  new Refusal(
    'conflict',
    'results/obtained-on-differs',
    `名单中 ${positions.length} 人的取得时间与规则不符：按规定应为 ${ruled}${source === null ? '' : `（${sourceText(source)}）`}。请改正名单，或留空由规则确定。`,
    {
      ruled,
      positions: positions.slice(0, 200),
      ...(source && { clause: source.clause, quote: source.quote }),
    },
  )

export const notCorrectable = (number: string, why: string) =>
  new Refusal('conflict', 'results/document-not-correctable', `${number} 不能这样更正：${why}。`, { number })

export const documentNotDrawn = (number: string) =>
  new Refusal(
    'conflict',
    'results/document-not-drawn',
    `${number} 不能再打印出原件：所列人员中有人的资料已依法清除。原件的摘要仍在存证链上，可与持有的原件核对。`,
    { number },
  )

export const madeElsewhere = (number: string) =>
  new Refusal('conflict', 'results/document-made-elsewhere', `${number} 在别处印发：本系统没有它的原件。`, {
    number,
  })

export const notConfirmedYet = (number: string) =>
  new Refusal(
    'conflict',
    'results/not-confirmed-yet',
    `${number} 所列人员的评审结果还没有确认，或者已经宣布无效：没有可以打印的确认意见。`,
    { number },
  )

export const confirmedMeanwhile = () =>
  new Refusal('conflict', 'results/confirmed-meanwhile', '另一人刚刚确认了这份结果：请刷新后再看。')

export const badPersonsEntered = (lines: readonly number[], most: number) =>
  new Refusal(
    'invalid',
    'results/bad-persons-entered',
    lines.length > 0
      ? `第 ${lines.slice(0, 20).join('、')} 行不能识别：每行写 姓名，资格名称，工作单位，专业，后两项可以不写。`
      : `请上传文件所附的名单，或逐行录入 1 到 ${most} 人。`,
    { lines },
  )

export const documentReplaced = (number: string, by: string) =>
  new Refusal('conflict', 'results/document-replaced', `${number} 已由 ${by} 更正：请办理更正后的文件。`, {
    number,
    by,
  })

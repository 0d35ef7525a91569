import type { DateFault } from '../spreadsheets/date-cell.ts'
import { refusal, warning } from '../spreadsheets/defect.ts'
import type { Remark } from '../spreadsheets/defect.ts'

export const privateUse = warning(
  'people/private-use-character',
  '含有造字区的字（多由旧系统转来），各处显示不同，已照原样收入并转“待修字”：请按档案指明是哪个字',
)

export const noNumber = warning(
  'collection/no-id-number',
  '没有证件号码，仍可收入历年职称；核实并补上证件之前不能据此颁发电子证书',
)

export const nobody = refusal(
  'collection/nobody-identifiable',
  '既没有证件号码，也没有工作单位，同名的人无法区分：请至少补上一项',
)

export const wrongCheckDigit = warning(
  'people/id-wrong-check-digit',
  '号码的校验位不对，已照原样收入并加标记：请按档案核对，核实之前不能据此颁发电子证书',
)

export const numberAsNumeral = warning(
  'collection/id-as-numeral',
  '15位号码存成了数字，各位都在，已照此读取：请把该列设为“文本”',
)

export const sexDoubtful = (sex: string) =>
  warning('people/sex-contradiction', `性别与证件号码不符：号码表示“${sex}”，已照原样收入：请按档案核对`)

export const noEmployer = warning('collection/no-employer', '没有工作单位：请尽量按档案补上')

export const noSeries = warning('collection/no-series', '没有职称系列：请尽量按档案补上')

export const noDocument = warning('collection/no-document', '没有批准文号：请尽量按档案补上')

export const noIssuer = warning('collection/no-issuer', '没有发证机关：请尽量按档案补上')

export const documentKept = (why: string) =>
  warning('collection/document-number-kept', `文号已照原样收入，没有归一（${why}）：请核对`)

export const unknownSeries = warning(
  'titles/unknown-series',
  '系列不在国家现行27个和原有29个职称系列之内，已照原样收入：请核对',
)

export const doubtfulTitle = warning(
  'titles/title-doubtful',
  '按现行职称名称，系列、名称和级别不相合；当年可能如此，已照原样收入：请按档案核对',
)

export const unknownTitle = warning(
  'titles/unknown-title',
  '职称名称表中查不到这个名称，已照原样收入：请按档案核对',
)

export const unknownLevel = refusal(
  'titles/unknown-level',
  '级别不能识别：请填写正高级、副高级、高级、中级、初级、助理级或员级',
)

const DATE_FORM = '请按档案填写，如 1998-12-01、1998年12月 或 1998'
export const DATE_FAULTS = {
  'not-a-date': refusal('spreadsheets/date-not-a-date', `不是日期：${DATE_FORM}`),
  'two-digit-year': refusal('spreadsheets/date-two-digit-year', `年份不能确定：${DATE_FORM}`),
  'ambiguous-number': refusal(
    'spreadsheets/date-ambiguous-number',
    `日期存成了小数，1 月和 10 月无法分辨：${DATE_FORM}，单元格设为“文本”`,
  ),
  'no-such-day': refusal('spreadsheets/date-no-such-day', `没有这个日期：${DATE_FORM}`),
  'in-the-future': refusal('spreadsheets/date-in-the-future', '日期晚于今天：请核对'),
} as const satisfies Record<DateFault, Remark>

export const beforeTheRepublic = refusal(
  'collection/date-too-early',
  '取得时间早于1949年10月，那时没有职称：请核对',
)

export const yearCompleted = (read: string) =>
  warning('collection/year-completed', `年份只有两位，已按 ${read} 读取：请核对`)

export const monthLost = (text: string, read: string) =>
  warning(
    'collection/month-ambiguous',
    `“${text}”是1月还是10月不能确定（表格存成文本时会丢掉末尾的0），已先按${read}年收入：请按档案写明月份，如 1998-10`,
  )

export const tooYoung = warning('collection/too-young', '按证件号码，取得时不满16岁：请核对取得时间和号码')

export const perhapsTwice = (others: string) =>
  warning(
    'collection/perhaps-same-person',
    `姓名、单位、职称都相同而没有证件号码，另见${others}：如是同一人请只留一行`,
  )

export const titleTwice = (others: string) =>
  warning(
    'results/same-person-and-title',
    `同一人、同一职称不止一行，另见${others}：内容全同的只收作一项，有不同的由比对逐项询问；如是重复请只留一行`,
  )

export const sharedNumber = (others: string) =>
  warning(
    'results/one-number-two-names',
    `同一证件号码出现不同姓名，另见${others}：历史上确有重号，已照原样收入：请按档案核对`,
  )

export const paperAsNumeral = (text: string) =>
  warning(
    'collection/paper-as-numeral',
    `证书编号存成了数字“${text}”，前面的 0 可能已经丢失：请按纸质证书核对，并把该列设为“文本”`,
  )

export const badPaperNumber = warning(
  'collection/bad-paper-number',
  '证书编号不能识别（最多64个字符，不含控制字符），没有收入：请按纸质证书填写',
)

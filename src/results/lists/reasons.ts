import { refusal, warning } from '../../spreadsheets/defect.ts'
import type { Remark } from '../../spreadsheets/defect.ts'
import { levelName } from '../../titles/level.ts'
import type { LevelCode } from '../../titles/level.ts'
import { ROUTES, routeName } from '../../titles/route.ts'
import { APPLICATIONS, applicationName } from './application.ts'

export const missingValue = (header: string) => refusal('results/missing-value', `“${header}”没有填写`)

export const tooLong = (limit: number) => refusal('results/too-long', `文字超过 ${limit} 个字：请核对`)

export const notText = refusal('results/not-text', '这里应是文字，单元格里却没有一个字：请核对')

export const trimmed = warning('results/trimmed', '前后有空格，已去掉')

export const folded = (code: string, read: string) =>
  warning(code, `含空格、全角字符或小写字母，已按“${read}”读取`)

/** Faults of a person's number; the key is the fault of people/id-document.ts. */
export const ID_FAULTS = {
  'digits-lost': refusal(
    'people/id-digits-lost',
    '号码存成了数字，第15位以后（或开头的0）已经丢失，无法还原：请把该列设为“文本”，按证件重新填写',
  ),
  'not-a-number': refusal(
    'people/id-not-a-number',
    '号码的字符不对：请按证件核对，居民身份证为18位数字，末位可为X',
  ),
  'wrong-length': refusal('people/id-wrong-length', '号码位数不对，应为18位：请按证件核对'),
  'wrong-check-digit': refusal(
    'people/id-wrong-check-digit',
    '号码的校验位不对，至少有一位填错：请按证件核对',
  ),
  'no-such-birth-day': refusal('people/id-no-such-birth-day', '号码中的出生日期不存在：请按证件核对'),
  'born-in-the-future': refusal('people/id-born-in-the-future', '号码中的出生日期晚于今天：请按证件核对'),
  'type-mismatch': refusal(
    'people/id-type-mismatch',
    '证件类型与证件号码不符：请按证件核对，两者须是同一证件',
  ),
  'fifteen-digits': refusal(
    'people/id-fifteen-digits',
    '15位身份证号码自2013年1月1日起停用（居民身份证法第二十三条）：请填写18位号码',
  ),
} as const satisfies Record<string, Remark>

export const unknownArea = (area: string) =>
  warning(
    'people/id-unknown-area',
    `号码前六位“${area}”不在1980年以来的行政区划代码之中，已照原样读取：请按证件核对`,
  )

export const unknownIdType = refusal(
  'people/unknown-id-type',
  '证件类型不能识别：请填写居民身份证、港澳居民居住证、台湾居民居住证、护照、港澳居民来往内地通行证、台湾居民来往大陆通行证或外国人永久居留身份证',
)

export const unknownSex = refusal('people/unknown-sex', '性别请填写“男”或“女”')

export const sexContradiction = (sex: string) =>
  refusal('people/sex-contradiction', `性别与证件号码不符：号码第17位表示“${sex}”，请按证件核对`)

export const NAME_FAULTS = {
  'empty-name': refusal('people/empty-name', '姓名是空的'),
  'not-a-name': refusal('people/not-a-name', '不像姓名，没有一个文字：请按证件填写'),
  'name-too-long': refusal('people/name-too-long', '姓名超过100个字：请核对'),
  'blank-in-name': refusal(
    'people/blank-in-name',
    '姓名的前后或中间有空格：请删去（外文姓名各部分之间可留一个空格）',
  ),
  'control-character': refusal('people/control-character', '含有换行或控制字符：请删去后重新填写'),
  'invisible-character': refusal(
    'people/invisible-character',
    '含有看不见的字符（如零宽空格）：请删去后重新填写',
  ),
  'direction-control': refusal('people/direction-control', '含有改变文字方向的控制字符：请删去后重新填写'),
  'private-use-character': refusal(
    'people/private-use-character',
    '含有造字区的字（多由旧系统转来），各处显示不同：请用正式编码的字重新填写',
  ),
  'lost-character': refusal(
    'people/lost-character',
    '含有代替缺字的符号（如 ? □ 〓 *），原字已丢失：请按证件填写',
  ),
  'formula-like': refusal('people/formula-like', '内容像公式（以 = + - @ 开头），不能作为文字：请重新填写'),
} as const satisfies Record<string, Remark>

export const NAME_WARNINGS = {
  'interpunct-variant': warning(
    'people/interpunct-variant',
    '姓名中的间隔号不是规范的“·”（U+00B7，民委发〔2016〕33号），已照原样保留，查询时视为相同：请核对',
  ),
  'radical-for-hanzi': warning(
    'people/radical-for-hanzi',
    '姓名中有部首符号，看似汉字而编码不同，已照原样保留：请核对',
  ),
  'digit-in-name': warning('people/digit-in-name', '姓名中有数字，已照原样保留：请核对'),
} as const satisfies Record<string, Remark>

export const CREDIT_CODE_FAULTS = {
  'digits-lost': refusal(
    'identity/credit-code-digits-lost',
    '代码存成了数字，末尾的数字已经丢失，无法还原：请把该列设为“文本”后重新填写',
  ),
  'wrong-length': refusal('identity/credit-code-wrong-length', '统一社会信用代码应为18位：请核对'),
  'wrong-characters': refusal(
    'identity/credit-code-wrong-characters',
    '统一社会信用代码只含数字和大写字母，不含 I、O、S、V、Z：请核对',
  ),
  'wrong-check-digit': refusal(
    'identity/credit-code-wrong-check-digit',
    '统一社会信用代码的校验位不对，至少有一位填错：请核对',
  ),
} as const satisfies Record<string, Remark>

const DATE_FORM = '请填写到日，如 2023-11-12'
export const DATE_FAULTS = {
  'not-a-date': refusal('spreadsheets/date-not-a-date', `不是日期：${DATE_FORM}`),
  'two-digit-year': refusal('spreadsheets/date-two-digit-year', `年份应写四位：${DATE_FORM}`),
  'ambiguous-number': refusal(
    'spreadsheets/date-ambiguous-number',
    `日期存成了小数，1 月和 10 月无法分辨：${DATE_FORM}，单元格设为“文本”`,
  ),
  'no-such-day': refusal('spreadsheets/date-no-such-day', '没有这一天：请核对'),
  'in-the-future': refusal('spreadsheets/date-in-the-future', '日期晚于今天：请核对'),
  'month-only': refusal('spreadsheets/date-month-only', `只有年月，新颁证须到日：${DATE_FORM}`),
  'year-only': refusal('spreadsheets/date-year-only', `只有年份，新颁证须到日：${DATE_FORM}`),
} as const satisfies Record<string, Remark>

export const dateFromSerial = (day: string) =>
  warning('spreadsheets/date-serial-number', `日期格式已丢失，成了序号，已按 ${day} 读取：请核对`)

export const unknownLevel = refusal(
  'titles/unknown-level',
  '级别不能识别：请填写正高级、副高级、中级、助理级或员级',
)

export const levelUnspecified = (level: LevelCode) =>
  refusal(
    'titles/level-unspecified',
    level === '410'
      ? '“高级”没有说明是正高级还是副高级：请写明'
      : `“${levelName(level)}”没有说明是助理级还是员级：请写明`,
  )

export const unknownRoute = refusal(
  'titles/unknown-route',
  `取得方式不能识别：请填写${ROUTES.map(routeName).join('、')}`,
)

export const unknownApplication = refusal(
  'results/unknown-application',
  `申报类型不能识别：请填写${APPLICATIONS.map(applicationName).join('、')}，或不填`,
)

export const unknownScope = refusal(
  'titles/unknown-scope',
  '适用范围不能识别：请填写全省、全国、基层有效，或“定向评价、定向使用（地名）”',
)

export const seriesSpelling = (name: string) => warning('titles/series-spelling', `系列已按“${name}”登记`)

export const unknownSeries = warning(
  'titles/unknown-series',
  '系列不在国家27个职称系列之内，已照原样保留：请核对',
)

export const titleContradiction = (series: string, level: LevelCode) =>
  refusal(
    'titles/title-contradiction',
    `${series}系列没有这个${levelName(level)}职称：请核对系列、资格名称和级别`,
  )

export const unknownTitle = warning(
  'titles/unknown-title',
  '职称名称表中查不到这个名称，已照原样保留：请核对',
)

export const sameTwice = (others: string) =>
  refusal('results/same-person-and-title', `同一人、同一职称重复，另见${others}：请只留一行`)

export const oneNumberTwoNames = (others: string) =>
  refusal('results/one-number-two-names', `同一证件号码出现不同姓名，另见${others}：请按证件核对`)

export const noPeople = refusal('results/no-people', '表头下面没有一行人员：请填写后再上传')

export const otherRoute = (route: string) =>
  refusal('results/other-route', `这项年度评审的取得方式是“${route}”：请改正，或在相应的年度评审中上传`)

export const outsideLevels = (cycle: string) =>
  refusal('results/outside-levels', `不在“${cycle}”的评审层级之内：请核对级别，或向有权评审的评委会申报`)

export const outsideSeries = (cycle: string) =>
  refusal('results/outside-series', `不在“${cycle}”的评审系列之内：请核对系列，或向有权评审的评委会申报`)

export const anotherCommittee = (committee: string) =>
  refusal('results/another-committee', `名单属于“${committee}”：请改为这个名称，或不填`)

// The other name is not told: a clerk's typing slip must not reveal whose number it is.
export const otherName = refusal(
  'people/other-name',
  '这个证件号码已用另一个姓名登记：请核对姓名和号码；如已改名，请先办理更名。',
)

/** The same words for every cause that may not be told. */
export const notAccepted = refusal(
  'results/not-accepted',
  '不能受理：请从名单中删去这一行，由本人向评委会组建单位查询',
)

export const notACandidate = (source: string) =>
  refusal('results/not-a-candidate', `不在上会名单之中，没有经过会前公示，不能列入通过名单。依据：${source}`)

export const otherThanCandidate = (title: string) =>
  warning('results/other-than-candidate', `上会名单中申报的是“${title}”：请核对`)

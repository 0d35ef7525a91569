import type { RuleName, Rules } from './rule.ts'
import {
  ahead,
  asWritten,
  asWrittenList,
  atLeastCounted,
  atLeastDays,
  atLeastShare,
  channelName,
  counted,
  dutyList,
  inYear,
  matrix,
  onDay,
  publicityList,
  routeList,
  signerList,
  stepList,
  stepName,
  within,
  words,
  yes,
  type Words,
} from './wording.ts'

/** How a rule is named, worded and asked for. */
interface RuleEntry<T> {
  readonly label: Words
  readonly say: (value: T) => Words
  /** Only where more is to be said than the label. */
  readonly question?: Words
}

type Entries = { readonly [R in RuleName]: RuleEntry<Rules[R]> }

const rule = <T>(zh: string, en: string, say: (value: T) => Words, question?: Words): RuleEntry<T> => ({
  label: words(zh, en),
  say,
  ...(question && { question }),
})

const OVERDUE = {
  'not-qualified': words('视为不具备相应申报资格', 'counts as not qualified'),
  'gave-up': words('视为放弃申报', 'counts as given up'),
}
const OBJECTION = {
  handled: words('受理并调查', 'taken in and looked into'),
  'not-accepted': words('不予受理', 'not taken in'),
}
const OBTAINED = {
  meeting: words('评审会议通过之日', 'the day of the meeting'),
  'publicity-closed': words('公示期满之日', 'the day publicity closed'),
  confirmation: words('评审结果确认之日', 'the day the result was confirmed'),
  document: words('任职资格文件印发之日', 'the date of the qualification document'),
}
const TERM_START = {
  conduct: words('行为发生之日', 'the day of the conduct'),
  finding: words('查实之日', 'the day it was established'),
  decision: words('处理决定作出之日', 'the day of the decision'),
  entry: words('记入档案库之日', 'the day it was entered'),
}
const AFTER_REPAIR = {
  kept: words('不因修复而终止', 'is not ended by it'),
  ended: words('可据此另行决定提前终止', 'may be ended by a decision of its own'),
}
const PAPER = {
  equal: words('电子证书与纸质证书同等效力', 'electronic and paper certificates have equal effect'),
  none: words('只发电子证书，不制发纸质证书', 'electronic only, no paper certificate'),
}

const NOTICE_AND_PUBLICITY = {
  steps: rule('环节顺序', 'Order of steps', stepList),
  noticeAhead: rule('发布评审通知', 'Notice before the meeting', ahead),
  noticeFiledFirst: rule('通知发布前先备案', 'Notice filed before it is published', yes),
  expertPool: rule('组建专家库', 'Expert pool before the meeting', ahead),
  publicityKinds: rule('公示种类', 'Kinds of publicity', publicityList),
  recommendationPublicity: rule('推荐公示期', 'Recommendation publicity', atLeastDays),
  preMeetingPublicity: rule('会前公示期', 'Pre-meeting publicity', atLeastDays),
  resultPublicity: rule('结果公示期', 'Result publicity', atLeastDays),
  publicityPlaces: rule('公示地点', 'Where it is published', asWritten),
  anonymousObjection: rule<Rules['anonymousObjection']>(
    '匿名异议',
    'Anonymous objection',
    (value) => OBJECTION[value],
    words('匿名提出的异议是否受理？', 'Is an objection without a name taken in?'),
  ),
  lateObjection: rule<Rules['lateObjection']>(
    '公示期满后的异议',
    'Objection after the last day',
    (value) => OBJECTION[value],
    words('公示期满后提出的异议是否受理？', 'Is an objection after the last day taken in?'),
  ),
} satisfies Partial<Entries>

const APPLICATION = {
  applicationChannel: rule('申报渠道', 'How to apply', channelName),
  applicationsPerYear: rule('一年内可申报次数', 'Applications in a year', counted('次', 'time(s)')),
  twoCommittees: rule('同年向两个评委会申报', 'Two committees in one year', asWritten),
  recommendationVote: rule('单位推荐票', 'Votes to recommend, of those present', atLeastShare),
  unpublicisedFile: rule('未经推荐、公示的材料', 'File not recommended or publicised', asWritten),
  rejectionsInAYear: rule(
    '审核不通过即停止受理的次数',
    'Rejections that close the year',
    counted('次', 'times'),
  ),
  overdueCorrection: rule('逾期未补正', 'Correction overdue', (value) => OVERDUE[value]),
  serviceCountedTo: rule('任职年限计算截止', 'Service counted to', onDay),
  achievementsCountedTo: rule('业绩成果计算截止', 'Achievements counted to', asWritten),
  conversionYearsInPost: rule(
    '转评须在现岗位工作',
    'Years in the new post before conversion',
    atLeastCounted('年', 'year(s)'),
  ),
  conversionServiceAddsUp: rule('转评前后任职时间累计', 'Service before and after conversion adds up', yes),
  otherMajorExtraYears: rule(
    '专业不一致增加年限',
    'Extra years outside one’s major',
    counted('年', 'year(s)'),
  ),
  fullSeniorPostPlan: rule('正高级岗位使用申请', 'Request for full senior posts', ahead),
} satisfies Partial<Entries>

const MEETING = {
  qualificationCheck: rule('审核完成', 'Checks finished', within),
  preMeetingFiling: rule('会前备案', 'Pre-meeting filing', ahead),
  filingChannel: rule('备案方式', 'How to file', channelName),
  expertDraw: rule('抽取专家', 'Drawing experts before the meeting', ahead),
  drawSupervised: rule('抽取须有监督人员', 'Draw is supervised', yes),
  drawSigners: rule('抽取结果签字', 'Who signs the draw', signerList),
  committeeOdd: rule('评委会人数为单数', 'Committee has an odd number', yes),
  attendance: rule('出席专家占评委会人数', 'Experts present, of the committee', atLeastShare),
  readers: rule('每份材料独自审阅专家', 'Experts who read each file alone', atLeastCounted('名', 'experts')),
  outsiders: rule('外地、外单位专家', 'Experts from elsewhere', atLeastShare),
  votedByAttending: rule('由出席专家共同投票', 'Joint vote of those present', yes),
  passingVote: rule('通过票数', 'Votes to pass', atLeastShare),
  reviewFinished: rule('评审工作完成', 'Reviews finished', within),
  outsideThePlan: rule('计划外或延后评审', 'Review late or outside the plan', asWritten),
  voidReview: rule('违规评审的结果', 'Result of an irregular review', asWritten),
} satisfies Partial<Entries>

const RESULT = {
  postMeetingFiling: rule('会后备案', 'Post-meeting filing', within),
  bureauRecheck: rule('人社部门复核', 'Re-check by the bureau', within),
  resultPublished: rule('公示评审结果', 'Result published', within),
  resultConfirmer: rule(
    '确认评审结果',
    'Who confirms the result',
    dutyList,
    words('评审结果由哪个部门确认？', 'Which office confirms the result?'),
  ),
  documentIssuer: rule(
    '印发任职资格文件',
    'Who issues the qualification document',
    dutyList,
    words('任职资格文件由哪个部门印发？', 'Which office issues the qualification document?'),
  ),
  documentIssued: rule('文件印发完成', 'Document issued', within),
  obtainedOn: rule<Rules['obtainedOn']>(
    '职称取得时间',
    'Date the title is obtained',
    (value) => OBTAINED[value],
    words(
      '职称取得时间以哪一天为准：会议通过、公示期满、结果确认还是文件印发？',
      'Which day counts as the day the title was obtained: meeting, end of publicity, confirmation or document?',
    ),
  ),
  reexamination: rule('申请复查', 'Asking for re-examination', within),
} satisfies Partial<Entries>

const CERTIFICATE = {
  firstCertificateYear: rule('电子证书起始年度', 'First year of electronic certificates', inYear),
  certificateRoutes: rule('发证的取得方式', 'Routes that get a certificate', routeList),
  certificateIssuer: rule('核发证书', 'Who issues certificates', dutyList),
  paperCertificate: rule<Rules['paperCertificate']>('纸质证书', 'Paper certificate', (value) => PAPER[value]),
  threeReviews: rule<Rules['threeReviews']>(
    '三审三校的位置',
    'Where three reviews and proofs stand',
    (value) =>
      words(
        `在“${stepName(value.after).zh}”之后、“${stepName(value.before).zh}”之前`,
        `after ${stepName(value.after).en}, before ${stepName(value.before).en}`,
      ),
  ),
  threeReviewsRounds: rule<Rules['threeReviewsRounds']>(
    '三审三校由谁进行',
    'Who does the three reviews and proofs',
    dutyList,
    words(
      '是否实行三审三校？三审、三校各由哪一级、哪个岗位进行？',
      'Are three reviews and proofs required, and which office does each round?',
    ),
  ),
  certificateMade: rule('证书生成', 'Certificates made', within),
  certificateRefused: rule('不予发证', 'No certificate', asWritten),
  qualificationEquivalence: rule('职业资格', 'Professional qualifications', asWritten),
  restrictedScopes: rule('限定范围的职称', 'Titles of limited validity', asWrittenList),
  collection: rule('历史数据归集', 'Collection of past titles', matrix),
  currentCollection: rule('当年数据归集', 'Collection of current titles', asWritten),
} satisfies Partial<Entries>

const INTEGRITY = {
  archiveName: rule('诚信档案库', 'Integrity archive', asWritten),
  recordSubjects: rule('记入对象', 'Who is entered', asWrittenList),
  recordTermYears: rule('记录期', 'Term of a record', counted('年', 'years')),
  recordTermStart: rule<Rules['recordTermStart']>(
    '记录期起算',
    'When the term starts',
    (value) => TERM_START[value],
    words(
      '记录期从哪一天起算：行为发生、查实、处理决定还是记入之日？',
      'From which day does the term run: conduct, finding, decision or entry?',
    ),
  ),
  recordAfterRepair: rule<Rules['recordAfterRepair']>(
    '信用修复后的记录',
    'Record after credit repair',
    (value) => AFTER_REPAIR[value],
    words(
      '信用平台准予修复后，本档案的记录可否据此提前终止？',
      'After repair by the credit platform, may the record here end early for it?',
    ),
  ),
  recordBars: rule('记录期内', 'During the term', asWritten),
  recordSharedWith: rule('共享到', 'Shared with', asWritten),
  fraudulentTitle: rule('以不正当手段取得的职称', 'Title obtained by fraud', () => words('撤销', 'revoked')),
  employerPenalty: rule('用人单位责任', 'Consequence for employers', asWritten),
  committeePenalty: rule('评委会责任', 'Consequence for committees', asWritten),
} satisfies Partial<Entries>

const ENTRIES: Entries = {
  ...NOTICE_AND_PUBLICITY,
  ...APPLICATION,
  ...MEETING,
  ...RESULT,
  ...CERTIFICATE,
  ...INTEGRITY,
}

/** The rules in the order a review meets them, in groups. */
export const RULE_GROUPS: readonly { readonly title: Words; readonly rules: readonly RuleName[] }[] = [
  { title: words('程序和公示', 'Procedure and publicity'), rules: namesOf(NOTICE_AND_PUBLICITY) },
  { title: words('申报和推荐', 'Application and recommendation'), rules: namesOf(APPLICATION) },
  { title: words('评审', 'Review'), rules: namesOf(MEETING) },
  { title: words('结果和文件', 'Result and document'), rules: namesOf(RESULT) },
  { title: words('证书和数据', 'Certificates and data'), rules: namesOf(CERTIFICATE) },
  { title: words('诚信', 'Integrity'), rules: namesOf(INTEGRITY) },
]

export const RULE_NAMES: readonly RuleName[] = RULE_GROUPS.flatMap(({ rules }) => rules)

export const labelOf = (name: RuleName): Words => ENTRIES[name].label

/** A rule by its name or its Chinese label; null for neither. */
export const ruleNamed = (text: string): RuleName | null =>
  RULE_NAMES.find((name) => name === text || labelOf(name).zh === text) ?? null

/** On which side of its event a rule sets a day; null for one that sets none. */
export function sideOf(name: RuleName): 'before' | 'after' | null {
  const { say }: { readonly say: unknown } = ENTRIES[name]
  if (say === ahead) return 'before'
  return say === within || say === atLeastDays ? 'after' : null
}

/** A rule's value in words. */
export const wordsOf = <R extends RuleName>(name: R, value: Rules[R]): Words =>
  (ENTRIES[name] as RuleEntry<Rules[R]>).say(value)

/** What must be asked when no source states the rule. */
export function questionOf(name: RuleName): Words {
  const { label, question }: RuleEntry<never> = ENTRIES[name]
  return question ?? words(`“${label.zh}”如何规定？`, `What is the rule on “${label.en}”?`)
}

function namesOf(entries: Partial<Entries>): readonly RuleName[] {
  return Object.keys(entries) as RuleName[]
}

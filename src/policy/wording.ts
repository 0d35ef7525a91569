import { chineseDay, type Day } from '../calendar/day.ts'
import { levelGroupName, levelGroupNameEn } from './level-group.ts'
import type {
  Channel,
  CollectedRoute,
  CollectionChecker,
  CollectionMatrix,
  Duty,
  PublicityKind,
  Share,
  Signers,
  Step,
  Timing,
} from './rule.ts'

/** The same in both languages. Where the English is the notice's own Chinese, pages mark it as such. */
export interface Words {
  readonly zh: string
  readonly en: string
}

export const words = (zh: string, en: string): Words => ({ zh, en })

/** The notice's own words, which nobody has translated. */
export const asWritten = (text: string): Words => ({ zh: text, en: text })

export const asWrittenList = (texts: readonly string[]): Words => asWritten(texts.join('；'))

export const yes = (): Words => words('是', 'yes')

export const onDay = (day: Day): Words => words(chineseDay(day), day)

export const inYear = (year: number): Words => words(`${year}年`, String(year))

export const atLeastDays = (count: number): Words =>
  words(`不少于${count}个工作日`, `at least ${count} working days`)

export const counted =
  (zh: string, en: string) =>
  (count: number): Words =>
    words(`${count}${zh}`, `${count} ${en}`)

export const atLeastCounted =
  (zh: string, en: string) =>
  (count: number): Words =>
    words(`不少于${count}${zh}`, `at least ${count} ${en}`)

export function atLeastShare({ numerator, denominator }: Share): Words {
  const share = denominator === 100 ? `${numerator}%` : `${numerator}/${denominator}`
  return words(`不少于${share}`, `at least ${share}`)
}

interface Side {
  readonly zh: (span: string) => string
  readonly en: string
}

/** A timing in words; the side says whether the span lies before the event or after it. */
const timed =
  (side: Side) =>
  ({ workingDays, months, by, promptly }: Timing): Words => {
    const span = (count: number, unit: string, unitEn: string): Words =>
      words(side.zh(`${count}个${unit}`), `${count} ${unitEn}${count === 1 ? '' : 's'} ${side.en}`)
    const bounds = [
      workingDays === undefined ? [] : span(workingDays, '工作日', 'working day'),
      months === undefined ? [] : span(months, '月', 'month'),
      promptly ? words('及时', 'promptly') : [],
      by === undefined ? [] : words(`不迟于${chineseDay(by)}`, `not later than ${by}`),
    ].flat()
    return joined(bounds, '，且', ', and ')
  }

export const ahead = timed({ zh: (span) => `至少提前${span}`, en: 'ahead or more' })

export const within = timed({ zh: (span) => `${span}内`, en: 'at most' })

export const dutyList = (duties: readonly Duty[]): Words =>
  asWritten(duties.map(({ of, by }) => (of === null ? by : `${of}：${by}`)).join('；'))

export const signerList = (signers: readonly Signers[]): Words =>
  asWritten(signers.map(({ who, count }) => (count === null ? who : `${who}${count}名`)).join('、'))

const STEPS: Readonly<Record<Step, Words>> = {
  notice: words('发布评审通知', 'notice'),
  'expert-pool': words('专家库备案', 'expert pool'),
  'recommendation-publicity': words('推荐公示', 'recommendation publicity'),
  'qualification-check': words('资格审查', 'qualification check'),
  'title-confirmation': words('报送职称确认名单', 'title confirmation'),
  'pre-meeting-publicity': words('会前公示', 'pre-meeting publicity'),
  'pre-meeting-filing': words('会前备案', 'pre-meeting filing'),
  'expert-draw': words('抽取专家', 'drawing experts'),
  meeting: words('评审会议', 'meeting'),
  'bureau-recheck': words('人社部门复核', 're-check by the bureau'),
  'result-publicity': words('结果公示', 'result publicity'),
  'post-meeting-filing': words('会后备案', 'post-meeting filing'),
  'result-confirmation': words('确认评审结果', 'result confirmation'),
  document: words('印发任职资格文件', 'qualification document'),
  upload: words('上传文件和通过人员信息', 'upload'),
  'bureau-audit': words('人社部门审核', 'audit by the bureau'),
  'data-collection': words('归集通过人员数据', 'data collection'),
  'three-reviews': words('三审三校', 'three reviews and three proofs'),
  certificate: words('生成证书', 'certificate'),
}

export const stepName = (step: Step): Words => STEPS[step]

export const stepList = (steps: readonly Step[]): Words => joined(steps.map(stepName), ' → ', ' → ')

const PUBLICITY: Readonly<Record<PublicityKind, Words>> = {
  recommendation: words('推荐公示', 'recommendation'),
  'pre-meeting': words('会前公示', 'pre-meeting'),
  result: words('结果公示', 'result'),
}

export const publicityList = (kinds: readonly PublicityKind[]): Words =>
  joined(
    kinds.map((kind) => PUBLICITY[kind]),
    '、',
    ', ',
  )

const CHANNELS: Readonly<Record<Channel, Words>> = {
  online: words('线上', 'online'),
  offline: words('线下', 'on paper'),
  both: words('线上、线下', 'online and on paper'),
}

export const channelName = (channel: Channel): Words => CHANNELS[channel]

const ROUTES: Readonly<Record<CollectedRoute, Words>> = {
  review: words('评审', 'review'),
  assessment: words('考核认定', 'assessment'),
  confirmation: words('资格确认', 'confirmation'),
}

export const routeList = (routes: readonly CollectedRoute[]): Words =>
  joined(
    routes.map((route) => ROUTES[route]),
    '、',
    ', ',
  )

export function matrix({ by, routes, cells, checkedBy }: CollectionMatrix): Words {
  const parts = cells.map(({ fromYear, throughYear, levels, by: own }) => {
    const zhYears =
      fromYear === null ? `${throughYear}年及以前` : yearsText(fromYear, throughYear, '至', '年')
    const enYears = fromYear === null ? `through ${throughYear}` : yearsText(fromYear, throughYear, '–', '')
    return words(
      `${zhYears}${levels.map(levelGroupName).join('、')}${own ? `（${chineseDay(own)}前）` : ''}`,
      `${enYears} ${levels.map(levelGroupNameEn).join(', ')}${own ? ` (by ${own})` : ''}`,
    )
  })
  const asked = joined(parts, '；', '; ')
  const how = routeList(routes)
  const checked = joined(
    checkedBy.map((checker) => CHECKERS[checker]),
    '、',
    ', ',
  )
  return words(
    `${asked.zh}（${how.zh}），不迟于${chineseDay(by)}，${checked.zh}`,
    `${asked.en} (${how.en}), not later than ${by}, ${checked.en}`,
  )
}

const CHECKERS: Readonly<Record<CollectionChecker, Words>> = {
  reporting: words('报送机构审核', 'approved by the reporting office'),
  receiving: words('上级验收', 'accepted by the office it reports to'),
}

const yearsText = (from: number, through: number, to: string, unit: string): string =>
  from === through ? `${from}${unit}` : `${from}${to}${through}${unit}`

function joined(parts: readonly Words[], zh: string, en: string): Words {
  return words(parts.map((part) => part.zh).join(zh), parts.map((part) => part.en).join(en))
}

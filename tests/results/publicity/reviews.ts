import { writeXlsx } from 'hucre/xlsx'
import { addWorkingDays } from '../../../src/calendar/working-days.ts'
import { CALENDARS } from '../../../src/calendar/calendars.ts'
import type { Day } from '../../../src/calendar/day.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import type { Step } from '../../../src/policy/rule.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import type { ListStage } from '../../../src/results/lists/schema.ts'
import { openPublicity } from '../../../src/results/publicity/open-publicity.ts'
import { recordChannel } from '../../../src/results/publicity/record-channel.ts'
import { recordRecommendation } from '../../../src/results/publicity/record-recommendation.ts'
import { markedElsewhere, officesOn, reviewAtWork } from '../../support/cycles-at-work.ts'
import { madeUpNumber } from '../../support/staff.ts'

/** People nobody is: of one name and employer all, unless told otherwise. */
export interface Somebody {
  readonly name: string
  readonly employer?: string
  readonly specialty?: string
  readonly title?: string
  /** Which human; left out: by their place. */
  readonly person?: number
}

export const PEOPLE: readonly Somebody[] = [
  { name: '韦娟', employer: '昆明市第一中学' },
  { name: '𬱖国强', employer: '昆明市第二中学' },
  { name: '阿卜杜拉·买买提', employer: '昆明市第二中学', specialty: '物理' },
]

export async function workbook(people: readonly Somebody[], from = 1): Promise<Uint8Array> {
  const header = [
    '序号',
    '姓名',
    '性别',
    '证件类型',
    '证件号码',
    '工作单位',
    '统一社会信用代码',
    '申报系列',
    '申报专业',
    '评审资格名称',
    '级别',
    '取得方式',
  ]
  const rows = people.map(
    ({ name, employer = '昆明市第一中学', specialty = '数学', title = '一级教师', person }, i) => [
      String(i + 1),
      name,
      (person ?? from + i) % 2 === 1 ? '男' : '女',
      '居民身份证',
      madeUpNumber(person ?? from + i),
      employer,
      '1253990169628225A0',
      '中小学教师',
      specialty,
      title,
      '中级',
      '评审',
    ],
  )
  return writeXlsx({ sheets: [{ name: '名单', rows: [header, ...rows] }] })
}

const BEFORE: Readonly<Record<string, readonly Step[]>> = {
  'kunming-2023': ['notice', 'recommendation-publicity', 'title-confirmation'],
  'eryuan-2024': ['notice', 'recommendation-publicity', 'qualification-check'],
  'guangan-2023': [
    'expert-pool',
    'notice',
    'recommendation-publicity',
    'qualification-check',
    'pre-meeting-filing',
    'expert-draw',
    'meeting',
    'post-meeting-filing',
    'bureau-recheck',
  ],
}

/** A review that stands right before a publicity: the steps before it are done, its list is in. */
export async function reviewBefore(
  database: Database,
  of: {
    readonly place: 'kunming-2023' | 'eryuan-2024' | 'guangan-2023'
    readonly year: number
    readonly today: Day
    readonly stage: ListStage
    readonly people?: readonly Somebody[]
  },
) {
  const { place, year, today, stage, people = PEOPLE } = of
  const offices = await officesOn(database, today)
  const { ctx, codes } = offices
  const { cycleId, committeeId } = await reviewAtWork(ctx, {
    office: codes.committee,
    filingAuthority: codes.kunming,
    place,
    year,
    levels: ['420'],
  })
  for (const step of BEFORE[place] ?? []) await markedElsewhere(ctx, cycleId, step, today)
  const list = async (replaces: string | null = null, whom = people) =>
    (
      await importList(ctx, {
        bytes: await workbook(whom),
        fileName: '名单.xlsx',
        authority: codes.kunming,
        office: codes.committee,
        cycleId,
        stage,
        replaces,
      })
    ).listId
  return { ...offices, cycleId, committeeId, list }
}

/** One paper for every employer of the cycle, long enough and with votes enough. */
export const recommended = (ctx: Context, cycleId: string) =>
  recordRecommendation(ctx, {
    cycleId,
    employer: null,
    place: '各单位公示栏',
    opensOn: before(ctx.today(), 12),
    closesOn: before(ctx.today(), 1),
    votes: { attending: 30, agreeing: 20 },
    fileDigest: 'ab'.repeat(32),
  })

export const before = (day: Day, workingDays: number): Day =>
  addWorkingDays(CALENDARS.national, day, -workingDays).day

export const FIRST_DAY = '2024-09-02'
export const LAST_DAY = '2024-09-09'
export const DAY_AFTER = '2024-09-10'

/** Eryuan's pre-meeting publicity of three people, opened on the first day for five working days. */
export async function publishedReview(database: Database, people: readonly Somebody[] = PEOPLE) {
  const review = await reviewBefore(database, {
    place: 'eryuan-2024',
    year: 2024,
    today: FIRST_DAY,
    stage: 'candidates',
    people,
  })
  const { ctx } = review
  await recommended(ctx, review.cycleId)
  const listId = await review.list()
  const { publicationId } = await openPublicity(ctx, {
    listId,
    kind: 'pre-meeting',
    opensOn: FIRST_DAY,
    closesOn: LAST_DAY,
  })
  return { ...review, listId, publicationId }
}

/** Everywhere the notice names, from the first day on. */
export async function shown(ctx: Context, publicationId: string): Promise<void> {
  for (const channel of ['“信息平台”', '洱源县人民政府门户网站'])
    await recordChannel(ctx, {
      publicationId,
      channel,
      address: 'http://www.eryuan.gov.cn/gs/1',
      upOn: FIRST_DAY,
      fileDigest: null,
    })
}

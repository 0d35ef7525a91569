import { z } from 'zod'
import { AUTHORITY_KINDS } from '../identity/authority.ts'
import { isDay } from '../calendar/day.ts'
import { memberReasons } from '../platform/member-reasons.ts'
import { STEPS, type RuleName, type Rules } from './rule.ts'

// What an answer typed by an office may be: the same shapes as the notices' values (rule.ts).
const words = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{C}]+$/u, '含有看不见的字符')
const day = z.string().refine(isDay, '应为日期，如 2024-05-31')
const count = z.int().min(1).max(1000)
const year = z.int().min(1949).max(2199)
const share = z
  .strictObject({ numerator: z.int().min(1), denominator: z.int().min(1).max(100) })
  .refine(({ numerator, denominator }) => numerator <= denominator, '分子不能大于分母')
const timing = z
  .strictObject({
    workingDays: count.optional(),
    months: z.int().min(1).max(120).optional(),
    by: day.optional(),
    promptly: z.literal(true).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, '至少填写一种期限')
const duties = z
  .array(z.strictObject({ of: words.nullable(), by: words, kind: z.enum(AUTHORITY_KINDS).optional() }))
  .min(1)
  .max(20)
const signers = z
  .array(z.strictObject({ who: words, count: count.nullable() }))
  .min(1)
  .max(20)
const channel = z.enum(['online', 'offline', 'both'])
const step = z.enum(STEPS)
const publicityKind = z.enum(['recommendation', 'pre-meeting', 'result'])
const route = z.enum(['review', 'assessment', 'confirmation'])
const levels = z.array(z.enum(['senior', 'intermediate', 'junior'])).min(1)
const yes = z.literal(true)

/** The form of each rule's value. */
export const RULE_VALUES: { readonly [R in RuleName]: z.ZodType } = {
  steps: z.array(step).min(1),
  noticeAhead: timing,
  noticeFiledFirst: yes,
  expertPool: timing,
  publicityKinds: z.array(publicityKind).min(1),
  recommendationPublicity: count,
  preMeetingPublicity: count,
  resultPublicity: count,
  publicityPlaces: words,
  anonymousObjection: z.enum(['handled', 'not-accepted']),
  lateObjection: z.enum(['handled', 'not-accepted']),
  applicationChannel: channel,
  applicationsPerYear: count,
  twoCommittees: words,
  recommendationVote: share,
  unpublicisedFile: words,
  rejectionsInAYear: count,
  overdueCorrection: z.enum(['not-qualified', 'gave-up']),
  serviceCountedTo: day,
  achievementsCountedTo: words,
  conversionYearsInPost: count,
  conversionServiceAddsUp: yes,
  otherMajorExtraYears: count,
  fullSeniorPostPlan: timing,
  qualificationCheck: timing,
  preMeetingFiling: timing,
  filingChannel: channel,
  expertDraw: timing,
  drawSupervised: yes,
  drawSigners: signers,
  committeeOdd: yes,
  attendance: share,
  readers: count,
  outsiders: share,
  votedByAttending: yes,
  passingVote: share,
  reviewFinished: timing,
  outsideThePlan: words,
  voidReview: words,
  postMeetingFiling: timing,
  bureauRecheck: timing,
  resultPublished: timing,
  resultConfirmer: duties,
  documentIssuer: duties,
  documentIssued: timing,
  obtainedOn: z.enum(['meeting', 'publicity-closed', 'confirmation', 'document']),
  reexamination: timing,
  firstCertificateYear: year,
  certificateRoutes: z.array(route).min(1),
  certificateIssuer: duties,
  paperCertificate: z.enum(['equal', 'none']),
  threeReviews: z.strictObject({ after: step, before: step }),
  threeReviewsRounds: duties,
  certificateMade: timing,
  certificateRefused: words,
  qualificationEquivalence: words,
  restrictedScopes: z.array(words).min(1).max(50),
  collection: z.strictObject({
    by: day,
    routes: z.array(route).min(1),
    checkedBy: z
      .array(z.enum(['reporting', 'receiving']))
      .min(1)
      .max(2),
    cells: z
      .array(z.strictObject({ fromYear: year.nullable(), throughYear: year, levels, by: day.optional() }))
      .min(1)
      .max(50),
  }),
  currentCollection: words,
  archiveName: words,
  recordSubjects: z.array(words).min(1).max(20),
  recordTermYears: count,
  recordTermStart: z.enum(['conduct', 'finding', 'decision', 'entry']),
  recordAfterRepair: z.enum(['kept', 'ended']),
  recordBars: words,
  recordSharedWith: words,
  fraudulentTitle: z.literal('revoked'),
  employerPenalty: words,
  committeePenalty: words,
}

/** What the members of a value are called, in its form and in what is said against it. */
export const MEMBER_NAMES: Readonly<Record<string, string>> = {
  workingDays: '工作日数',
  months: '月数',
  promptly: '及时办理，不定天数',
  numerator: '分子',
  denominator: '分母（百分比填 100）',
  of: '事项或轮次',
  who: '签字人',
  count: '人数',
  after: '在这个环节之后',
  before: '在这个环节之前',
  fromYear: '自年度（不填为以前所有年度）',
  throughYear: '至年度',
  kind: '限哪类机构',
  levels: '级别',
  routes: '取得方式',
  checkedBy: '由谁核对',
}

/** `by` is an office among duties, and a day everywhere else. */
export const byName = (isDuty: boolean): string => (isDuty ? '由哪个机构' : '不迟于（如 2024-05-31）')

/** The value in its form, or why it has not: which member, and what was expected, in Chinese. */
export function readRuleValue<R extends RuleName>(
  rule: R,
  value: unknown,
): { readonly value: Rules[R] } | { readonly fault: string } {
  const read = RULE_VALUES[rule].safeParse(value)
  if (read.success) return { value: read.data as Rules[R] }
  if (value === undefined || value === null) return { fault: '还没有填写' }
  const [wrong] = memberReasons('', read.error, value)
  const [, ...path] = wrong?.at.split('.') ?? []
  const isDuty = RULE_VALUES[rule] === duties
  const where = path.map((name) => placeName(name, isDuty))
  return { fault: [...where, wrong?.reason ?? '不合要求'].join('，') }
}

function placeName(name: string, isDuty: boolean): string {
  if (/^\d+$/.test(name)) return `第 ${Number(name) + 1} 项`
  const known = name === 'by' ? byName(isDuty) : MEMBER_NAMES[name]
  return known === undefined ? `“${name}”` : `“${known.replace(/（.*）/, '')}”`
}

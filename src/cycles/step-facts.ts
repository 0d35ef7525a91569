import { z } from 'zod'
import { isDay } from '../calendar/day.ts'
import type { Step } from '../policy/rule.ts'

const day = z.string().refine(isDay)
const people = z.int().min(0).max(100_000)
const some = z.int().min(1).max(100_000)
const text = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\p{C}]+$/u)

/** What is counted at each step that has no desk of its own. */
export const STEP_FACTS = {
  notice: z.strictObject({
    /** Where it was published. */
    where: text.optional().describe('发布渠道'),
    /** When the bureau had it, where it must be filed first. */
    filedOn: day.optional().describe('通知备案日期'),
  }),
  'expert-pool': z.strictObject({ experts: some.describe('专家库人数') }),
  'qualification-check': z.strictObject({
    accepted: people.describe('审核通过人数'),
    rejected: people.describe('审核未通过人数'),
  }),
  'expert-draw': z.strictObject({
    members: some.describe('抽取评委人数'),
    spares: people.describe('备用评委人数'),
    outsiders: people.describe('本地、本单位以外的评委人数'),
    drawers: people.describe('签字的抽取人员人数'),
    supervisors: people.describe('在场并签字的监督人员人数'),
  }),
  meeting: z.strictObject({
    members: some.optional().describe('评委会人数，抽取时已登记的不填'),
    present: some.describe('出席专家人数'),
    sparesUsed: people.default(0).describe('递补的备用评委人数'),
    supervisors: people.describe('现场监督人员人数'),
    readers: people.describe('审阅人数最少的一份材料由几名专家独自审阅'),
    applicants: some.describe('参评人数'),
    passed: people.describe('评审通过人数'),
    votes: some.describe('参加投票的专家人数'),
    fewestVotes: people.optional().describe('通过人员中的最低同意票数'),
    signed: people.describe('在评审结果上签字的专家人数'),
  }),
  'bureau-recheck': z.strictObject({
    passed: people.describe('复核通过人数'),
    failed: people.describe('复核未通过人数'),
  }),
  upload: z.strictObject({ people: some.describe('上传人数') }),
  'bureau-audit': z.strictObject({ people: some.describe('审核通过人数') }),
  'data-collection': z.strictObject({ people: some.describe('归集人数') }),
} as const satisfies Partial<Record<Step, z.ZodType>>

export type OwnStep = keyof typeof STEP_FACTS

export type FactsOf<S extends OwnStep> = z.output<(typeof STEP_FACTS)[S]>

export const OWN_STEPS = Object.keys(STEP_FACTS) as readonly OwnStep[]

export const isOwnStep = (step: string): step is OwnStep => Object.hasOwn(STEP_FACTS, step)

/** What the filing authority records; everything else is the convening body's. */
export const isBureaus = (step: Step): boolean => step === 'bureau-recheck' || step === 'bureau-audit'

/** The facts of a step, in order, with their names in Chinese: for forms and for pages. */
export function fieldsOf(step: OwnStep): readonly {
  readonly name: string
  readonly label: string
  readonly required: boolean
  readonly isText: boolean
}[] {
  const shape: Readonly<Record<string, z.ZodType>> = STEP_FACTS[step].shape
  return Object.entries(shape).map(([name, type]) => ({
    name,
    label: type.description ?? name,
    required: !type.isOptional(),
    isText: name === 'where' || name === 'filedOn',
  }))
}

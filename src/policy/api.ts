import { z } from 'zod'
import { authorityByCreditCode } from '../identity/find-authority.ts'
import { staffRoute, type StaffRoute } from '../identity/route.ts'
import { answerRule } from './answer-rule.ts'
import { answersOf } from './answers-of.ts'
import { LEVEL_GROUPS } from './level-group.ts'
import { policyJson } from './policy-json.ts'
import { RULE_NAMES } from './rule-book.ts'

const placeParams = z.strictObject({
  place: z.string().min(1).max(60).describe('地区和年度的规定，如 kunming-2023'),
})
const level = z.enum(LEVEL_GROUPS as [string, ...string[]])

const answer = z.strictObject({
  rule: z.enum(RULE_NAMES as readonly string[] as [string, ...string[]]).describe('事项'),
  level: z.enum(LEVEL_GROUPS).nullable().optional().describe('级别；不填为全部级别'),
  value: z.unknown().describe('值，形式同该事项在通知中的值'),
  ground: z.string().min(2).max(500).describe('依据的文件、条款或会议决定'),
  office: z.string().length(18).describe('作出规定的机构的统一社会信用代码'),
})

const ruleShape = z.strictObject({
  rule: z.string(),
  levels: z.array(level),
  stated: z.boolean().describe('通知有规定'),
  text: z.string(),
  value: z.unknown().optional(),
  policy: z.string().optional(),
  notice: z.string().nullable().optional(),
  quotes: z.array(z.strictObject({ clause: z.string(), text: z.string() })).optional(),
  note: z.string().nullable().optional(),
  localAnswer: z.string().optional().describe('本地规定：机构、依据和日期'),
  question: z.string().optional().describe('未规定时请有权机构回答的问题'),
})

/** The rules of a place, and the answers to what its notices leave open. */
export const policyRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/policies/{place}',
    summary: '查看一地一年的规定：条款、原文、本地规定和未规定的事项',
    act: 'cycles.see',
    office: 'none',
    params: placeParams,
    answers: { 200: z.strictObject({ place: z.string(), rules: z.array(ruleShape) }) },
    problems: ['policy/unknown-place'],
    async handle(ctx, { params: { place } }) {
      return { status: 200, body: policyJson(place, null, await answersOf(ctx.database.read, place)) }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/policies/{place}/answers',
    summary: '对通知未规定的事项作出本地规定',
    act: 'policy.answer',
    office: async (_, handle, { body }) => (await authorityByCreditCode(handle, body.office)).id,
    params: placeParams,
    body: answer,
    answers: { 201: z.strictObject({ rule: z.string(), text: z.string() }) },
    problems: [
      'policy/unknown-place',
      'policy/unknown-rule',
      'policy/bad-answer',
      'policy/bad-ground',
      'policy/already-stated',
      'policy/not-this-place',
      'identity/authority-not-found',
    ],
    async handle(ctx, { params, body }) {
      const { words } = await answerRule(ctx, { ...params, ...body, level: body.level ?? null })
      return { status: 201, body: { rule: body.rule, text: words } }
    },
  }),
]

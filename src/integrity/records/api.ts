import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../identity/route.ts'
import { LEVEL_GROUPS } from '../../policy/level-group.ts'
import type { Handle } from '../../platform/database.ts'
import { day, decision, id, name, params, state, subject, words } from './api-shapes.ts'
import { correctRecord, reverseRecord } from './change-record.ts'
import { ALL_CONDUCTS } from './conduct.ts'
import { enterRecord } from './enter-record.ts'
import { versionsOf } from './find-record.ts'
import { noteIn } from './form-input.ts'
import { ALL_RECIPIENTS } from './letter.ts'
import { listRecords } from './list-records.ts'
import { noteOnRecord } from './note.ts'
import { putInForce } from './put-in-force.ts'
import { readRecord } from './read-record.ts'
import { badRecord } from './refusals.ts'
import { searchRecords } from './search-records.ts'
import { SUBJECT_KINDS } from './subject.ts'
import { submitRecord } from './submit-record.ts'

const papers = (evidence: readonly { name: string; mediaType: string; content: string }[]) =>
  evidence.map((paper) => ({
    name: paper.name,
    mediaType: paper.mediaType,
    bytes: new Uint8Array(Buffer.from(paper.content, 'base64')),
  }))

const officeOf = async (handle: Handle, recordId: string): Promise<string> =>
  (await versionsOf(handle, recordId))[0].officeId

const of = {
  office: (_: unknown, handle: Handle, input: { readonly params: { readonly recordId: string } }) =>
    officeOf(handle, input.params.recordId),
  params,
}

const IN_RECORD = ['integrity/record-not-found', 'integrity/bad-record', 'integrity/changed-meanwhile']
const ENTERED = [
  'integrity/already-recorded',
  'integrity/not-heard',
  'integrity/not-this-place',
  'integrity/rule-needed',
  'integrity/term-unspecified',
  'integrity/too-much-evidence',
]

/** The integrity archive's records. */
export const integrityRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/integrity/records',
    summary: '诚信记录一览，不含姓名',
    act: 'integrity.see',
    office: 'scoped',
    answers: {
      200: z.strictObject({
        items: z.array(
          z.strictObject({
            recordId: z.string(),
            subjectKind: z.enum(SUBJECT_KINDS),
            conduct: z.enum(ALL_CONDUCTS),
            decisionNumber: z.string(),
            decidedOn: day,
            endsOn: day.nullable(),
            state,
            isPending: z.boolean(),
          }),
        ),
      }),
    },
    problems: [],
    handle: async (ctx) => ({ status: 200, body: { items: await listRecords(ctx) } }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/searches',
    summary: '按姓名（一个机构内）或证件号码查找诚信记录；先留下查询记录和事由',
    act: 'integrity.see',
    office: 'scoped',
    body: z.union([
      z.strictObject({ by: z.literal('name'), name, officeId: id }),
      z.strictObject({ by: z.literal('number'), idNumber: z.string().max(40) }),
    ]),
    answers: {
      200: z.strictObject({
        items: z.array(
          z.strictObject({
            recordId: z.string(),
            name: z.string(),
            conduct: z.enum(ALL_CONDUCTS),
            decisionNumber: z.string(),
            state,
            match: z
              .enum(['exact', 'variant', 'other-name', 'number'])
              .describe('同名、用字不同、登记时是另一姓名、按号码'),
          }),
        ),
      }),
    },
    problems: ['integrity/bad-search', 'integrity/bad-record'],
    handle: async (ctx, { body }) => ({
      status: 200,
      body: { items: [...(await searchRecords(ctx, body))] },
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records',
    summary: '登记诚信记录',
    act: 'integrity.enter',
    office: (_, __, { body }) => Promise.resolve(body.officeId),
    body: z.strictObject({
      ...decision,
      officeId: id,
      subject,
      place: z.string().max(64).describe('依据的通知'),
      level: z.enum(LEVEL_GROUPS),
    }),
    answers: { 201: z.strictObject({ recordId: z.string() }) },
    problems: ['integrity/bad-record', 'integrity/other-name', ...ENTERED],
    handle: async (ctx, { body }) => ({
      status: 201,
      body: await enterRecord(ctx, { ...body, evidence: papers(body.evidence) }),
    }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/integrity/records/{recordId}',
    summary: '查看一条诚信记录；先留下查看记录',
    act: 'integrity.see',
    ...of,
    answers: {
      200: z.strictObject({
        recordId: z.string(),
        subjectKind: z.enum(SUBJECT_KINDS),
        name: z.string(),
        conduct: z.enum(ALL_CONDUCTS),
        facts: z.string(),
        decidedBy: z.string(),
        decisionNumber: z.string(),
        decidedOn: day,
        startsOn: day.nullable(),
        endsOn: day.nullable(),
        state,
        isPending: z.boolean().describe('最新一版还没有生效'),
      }),
    },
    problems: ['integrity/record-not-found', 'people/erased'],
    async handle(ctx, { params: { recordId } }) {
      const { record, content, term, state: now, isPending } = await readRecord(ctx, recordId)
      const { subjectKind, conduct, decidedBy, decisionNumber, decidedOn } = record
      const { name: subjectIs, facts } = content
      const days = { startsOn: term?.startsOn ?? null, endsOn: term?.endsOn ?? null }
      const said = { conduct, facts, decidedBy, decisionNumber, decidedOn }
      return {
        status: 200,
        body: { recordId, subjectKind, name: subjectIs, ...said, ...days, state: now, isPending },
      }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/corrections',
    summary: '更正诚信记录：新的一版，以前的批准作废',
    act: 'integrity.enter',
    ...of,
    body: z.strictObject({ ...decision, reason: words }),
    answers: { 204: z.undefined() },
    problems: [...IN_RECORD, ...ENTERED, 'integrity/already-cleared', 'integrity/ended-early'],
    async handle(ctx, { params: { recordId }, body }) {
      await correctRecord(ctx, { ...body, recordId, evidence: papers(body.evidence) })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/reversals',
    summary: '按决定提前终止，或撤销诚信记录',
    act: 'integrity.enter',
    ...of,
    body: z.strictObject({
      act: z.enum(['clear', 'end-early']),
      endsOn: day.nullable().describe('提前终止的最后一日；撤销的为 null'),
      decidedBy: name,
      decisionNumber: name,
      decidedOn: day,
      reason: words,
    }),
    answers: { 204: z.undefined() },
    problems: [...IN_RECORD, 'integrity/not-in-force', 'integrity/already-over', 'integrity/already-cleared'],
    async handle(ctx, { params: { recordId }, body: { act, endsOn, ...decided } }) {
      if (act === 'clear') await reverseRecord(ctx, { ...decided, recordId, act })
      else if (endsOn === null) throw badRecord('终止日期', '提前终止的须填写')
      else await reverseRecord(ctx, { ...decided, recordId, act, endsOn })
      return { status: 204, body: undefined }
    },
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/submission',
    summary: '把最新一版送两名审核人批准',
    act: 'integrity.enter',
    ...of,
    body: 'none',
    answers: { 201: z.strictObject({ requestId: z.string() }) },
    problems: ['integrity/record-not-found', 'integrity/nothing-to-submit', 'approvals/prepared-elsewhere'],
    handle: async (ctx, { params: { recordId } }) => ({
      status: 201,
      body: await submitRecord(ctx, recordId),
    }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/force',
    summary: '已批准的一版办理生效',
    act: 'integrity.enter',
    ...of,
    body: 'none',
    answers: {
      200: z.strictObject({
        startsOn: day.nullable().describe('两日都为 null：已撤销，视为未记录'),
        endsOn: day.nullable().describe('含当日，到24时'),
      }),
    },
    problems: [
      'integrity/record-not-found',
      'integrity/already-applied',
      'integrity/changed-meanwhile',
      'approvals/not-requested',
      'approvals/not-approved',
      'approvals/changed',
    ],
    handle: async (ctx, { params: { recordId } }) => ({ status: 200, body: await putInForce(ctx, recordId) }),
  }),
  staffRoute({
    method: 'post',
    path: '/api/v1/integrity/records/{recordId}/notes',
    summary: '登记申诉、答复和送达回执',
    act: 'integrity.enter',
    ...of,
    body: z.strictObject({
      kind: z.enum(['objected', 'answered', 'received']),
      detail: z
        .enum(['kept', 'changed', ...ALL_RECIPIENTS])
        .nullable()
        .describe('答复：维持、予以更正或撤销；回执：谁收到；申诉为 null'),
      happenedOn: day,
      words,
    }),
    answers: { 204: z.undefined() },
    problems: [
      ...IN_RECORD,
      'integrity/not-in-force',
      'integrity/already-cleared',
      'integrity/objection-open',
      'integrity/no-objection',
    ],
    async handle(ctx, { params: { recordId }, body }) {
      await noteOnRecord(
        ctx,
        noteIn((field) => new Map(Object.entries(body)).get(field) ?? '', recordId),
      )
      return { status: 204, body: undefined }
    },
  }),
]

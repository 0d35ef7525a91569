import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STAFF_ROUTES } from '../../src/desks.ts'
import { registerCommittee } from '../../src/cycles/register-committee.ts'
import { registerCycle } from '../../src/cycles/register-cycle.ts'
import { authorityById, listAuthorities } from '../../src/identity/find-authority.ts'
import { grantPower } from '../../src/identity/grant-power.ts'
import { ALL_ROLES, roleRow, type Role } from '../../src/identity/role.ts'
import { registerClient } from '../../src/identity/sign-in/register-client.ts'
import { startRecovery } from '../../src/identity/sign-in/recovery.ts'
import { enterRecord } from '../../src/integrity/records/enter-record.ts'
import { cancelJob } from '../../src/jobs/cancel-job.ts'
import { startJob } from '../../src/jobs/start-job.ts'
import { openApiDocument, type Operation } from '../../src/openapi.ts'
import { dayFromNumber, dayNumber } from '../../src/calendar/day.ts'
import type { Context } from '../../src/platform/context.ts'
import { within, type Database, type Transaction } from '../../src/platform/database.ts'
import { proposeInvalidation } from '../../src/results/inquiry/propose-invalidation.ts'
import { receiveReexamination } from '../../src/results/inquiry/receive-reexamination.ts'
import { importList } from '../../src/results/lists/import-list.ts'
import { answerObjection } from '../../src/results/objections/answer-objection.ts'
import { listObjections } from '../../src/results/objections/find-objection.ts'
import { raiseObjection } from '../../src/results/objections/raise-objection.ts'
import { openPublicity } from '../../src/results/publicity/open-publicity.ts'
import { submitList } from '../../src/results/lists/submit-list.ts'
import { workbookOf } from './list.ts'
import { signedIn, staffApi, type AtWork } from './signed-in.ts'
import { madeUpNumber, officesAlone, somebody } from './staff.ts'

type Json = Readonly<Record<string, unknown>>

/** One request of the walk: an operation of the document, with what it needs to be sound. */
export interface Step {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export const API = openApiDocument(STAFF_ROUTES, 'https://rcps.example.gov.cn')
export const STEPS: readonly Step[] = Object.entries(API.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
)

/** Values by the name they have in paths, queries and bodies: one office's things. */
type Things = Readonly<Record<string, unknown>>

export const UNKNOWN = 'A'.repeat(22)
const { publicKey } = generateKeyPairSync('ed25519')

export interface Walk {
  readonly ctx: Context
  readonly people: ReadonlyMap<Role, AtWork>
  readonly own: Things
  readonly other: Things
  /** Things nobody has. */
  readonly unknown: Things
  /** Sends one request and takes back whatever it did. */
  ask(who: AtWork | null, step: Step, things: Things, extra?: Json): Promise<{ status: number; text: string }>
}

/** Two prefectures beside each other, each with one of everything; and somebody of every role at the first. */
export async function walkAt(database: Database): Promise<Walk> {
  const { ctx, ids } = await officesAlone(database)
  const people = new Map<Role, AtWork>()
  const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')?.id ?? ''
  for (const [i, role] of ALL_ROLES.entries()) {
    const officeId = roleRow(role).heldAt.includes('prefecture') ? ids.dali : employer
    people.set(role, await signedIn(ctx, { officeId, roles: [role], person: 100 + i }))
  }
  const own = await thingsOf(ctx, ids.dali, ids.province, 1)
  const other = await thingsOf(ctx, ids.kunming, ids.province, 2)
  const unknown = Object.fromEntries(
    Object.entries(own).map(([name, value]) => [name, unknownLike(name, value)]),
  )
  return {
    ctx,
    people,
    own,
    other,
    unknown,
    ask: (who, step, things, extra) =>
      takenBack(database, async (inside) => {
        // A checkpoint that is published here is taken back with the rest, so it must not be remembered elsewhere.
        const dataDir = mkdtempSync(join(tmpdir(), 'zhengxin-walk-'))
        try {
          const at = { ...ctx, config: { ...ctx.config, dataDir }, database: inside }
          const { app, faults } = staffApi(at, STAFF_ROUTES)
          const response = await app.request(...requestOf(step, things, who, extra))
          const text = await response.text()
          if (faults.length > 0) throw faults[0]
          return { status: response.status, text }
        } finally {
          rmSync(dataDir, { recursive: true })
        }
      }),
  }
}

// What chooses an office or a thing is unknown; a word, a day or a key is as good as before.
const unknownLike = (name: string, value: unknown): unknown =>
  /Id$|^grantee$/.test(name) ? UNKNOWN : name === 'office' ? '11539901000009999X' : value

/** Who stands on the lists of the first office, and of the other. */
export const OF_LISTS: Readonly<Record<number, string>> = { 1: '段大理', 2: '滇昆明' }

class TakenBack extends Error {}

async function takenBack<T>(database: Database, act: (inside: Database) => Promise<T>): Promise<T> {
  const slot: { value?: T } = {}
  try {
    await database.transaction(async (outer: Transaction) => {
      slot.value = await act(within(database, outer))
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  return slot.value as T
}

/** One of everything that belongs to an office, by the name its id has in the document. */
async function thingsOf(ctx: Context, officeId: string, provinceId: string, person: number): Promise<Things> {
  const { creditCode } = await authorityById(ctx.database.read, officeId)
  const province = await authorityById(ctx.database.read, provinceId)
  const colleague = await somebody(ctx, { officeId, roles: ['clerk'], person })
  const list = async (note: string) => {
    const bytes = await workbookOf([
      {
        姓名: OF_LISTS[person] ?? '某人',
        证件号码: madeUpNumber(201 + 2 * person),
        备注: `${note}${person}`,
      },
    ])
    const by = { fileName: 'list.xlsx', authority: province.creditCode, office: creditCode }
    return (await importList(ctx, { bytes, ...by })).listId
  }
  const jobId = await ctx.database.transaction((tx) =>
    startJob(ctx, tx, { kind: 'walk', officeId, input: {} }),
  )
  // Ended, so that whoever follows it comes to the end at once.
  await cancelJob(ctx, jobId)
  return {
    officeId,
    parentId: officeId,
    office: creditCode,
    authority: province.creditCode,
    accountId: colleague.actor.accountId,
    grantee: colleague.actor.accountId,
    role: 'clerk',
    clientId: (
      await registerClient(ctx, { name: '系统', officeId, jwk: publicKey.export({ format: 'jwk' }) })
    ).clientId,
    jwk: publicKey.export({ format: 'jwk' }),
    recoveryId: (await startRecovery(await officer(ctx, provinceId, person), colleague.actor)).recoveryId,
    powerId: (
      await grantPower(ctx, {
        authorityId: officeId,
        power: 'confirm',
        levels: ['420'],
        series: null,
        fromYear: 2020,
        throughYear: 2021,
        ground: '通知',
      })
    ).powerId,
    jobId,
    listId: await list('一'),
    requestId: await submitList(ctx, { listId: await list('二') }),
    ...(await cycleOf(ctx, creditCode)),
    ...(await publicityOf(ctx, creditCode, person)),
    recordId: await recordOf(ctx, officeId, person),
    sessionId: UNKNOWN,
    confirmationId: UNKNOWN,
    evidenceId: UNKNOWN,
    digest: '0'.repeat(64),
    // Certificates are the issuing office's, above; nobody here has one or changes one.
    number: 'YN2026999999X',
    planId: UNKNOWN,
  }
}

/** A committee and its year, filed by the very office that convenes it. */
async function cycleOf(ctx: Context, creditCode: string): Promise<Things> {
  const { committeeId } = await registerCommittee(ctx, {
    name: '初级职称评审委员会',
    office: creditCode,
    filingAuthority: creditCode,
    series: null,
    levels: ['434'],
    size: 9,
    validFrom: '2026-01-01',
    validThrough: '2028-12-31',
  })
  const year = 2026
  const { cycleId } = await registerCycle(ctx, { route: 'review', committeeId, place: 'eryuan-2024', year })
  return {
    committeeId,
    cycleId,
    filingAuthority: creditCode,
    step: 'notice',
    filing: 'pre-meeting',
    place: 'eryuan-2024',
  }
}

/** A result before the public, an objection to it that was answered, and what somebody inquires about it. */
async function publicityOf(ctx: Context, creditCode: string, person: number): Promise<Things> {
  const name = '高级职称评审委员会'
  const { committeeId } = await registerCommittee(ctx, {
    name,
    office: creditCode,
    filingAuthority: creditCode,
    series: null,
    levels: ['412'],
    size: 9,
    validFrom: '2020-01-01',
    validThrough: '2022-12-31',
  })
  const { cycleId } = await registerCycle(ctx, {
    route: 'review',
    committeeId,
    place: 'yunnan-2020',
    year: 2020,
  })
  const somebodyListed = OF_LISTS[person] ?? '某人'
  const { listId } = await importList(ctx, {
    bytes: await workbookOf([
      { 姓名: somebodyListed, 证件号码: madeUpNumber(401 + 2 * person), 评委会名称: name },
    ]),
    fileName: 'list.xlsx',
    authority: creditCode,
    office: creditCode,
    cycleId,
    stage: 'approved',
  })
  const today = ctx.today()
  const days = { opensOn: today, closesOn: dayFromNumber(dayNumber(today) + 30) }
  const { publicationId } = await openPublicity(ctx, { listId, kind: 'result', ...days })
  const about = { position: 1, name: somebodyListed }
  await raiseObjection(ctx, { publicationId, about, text: '任职年限不足，请予核查。', contact: null })
  const [objection] = await listObjections(ctx, ctx.database.read, publicationId)
  const objectionId = objection?.id ?? ''
  await answerObjection(ctx, { objectionId, step: 'not-accepted', ground: '没有写明事实。' })
  const asked = { listId, ...about, scope: 'procedure' as const, text: '评审程序有误。', receivedOn: today }
  const { id: reexaminationId } = await receiveReexamination(ctx, asked)
  const { planId: invalidationId } = await proposeInvalidation(ctx, {
    scope: { kind: 'session', cycleId },
    document: '洱人社〔2026〕1号',
    decidedOn: today,
    ground: '评审程序违规。',
  })
  return { publicationId, objectionId, reexaminationId, invalidationId }
}

/** A record of misconduct, entered and not approved. */
async function recordOf(ctx: Context, officeId: string, person: number): Promise<string> {
  const { recordId } = await enterRecord(ctx, {
    officeId,
    place: 'national-2019',
    level: 'senior',
    conduct: 'false-materials',
    titles: [],
    evidence: [],
    subject: {
      kind: 'applicant',
      name: OF_LISTS[person] ?? '某人',
      idType: 'resident-identity-card',
      idNumber: madeUpNumber(601 + person),
      nameVerified: false,
    },
    rule: { document: '行业规定', clause: '一', years: 3, start: 'decision' },
    facts: '提交的论文系伪造，经书面确认。',
    conductOn: '2023-07-01',
    foundOn: '2023-11-01',
    toldOn: '2023-11-05',
    hearingThrough: '2023-11-12',
    statedOn: null,
    statement: '',
    response: '',
    decidedBy: '人社局',
    decisionNumber: `决〔2023〕${person}号`,
    decidedOn: '2023-12-01',
  })
  return recordId
}

const officer = (ctx: Context, officeId: string, person: number) =>
  somebody(ctx, { officeId, roles: ['operator'], person: 50 + person })

function requestOf(
  { method, path, operation }: Step,
  things: Things,
  who: AtWork | null,
  extra: Json = {},
): [string, RequestInit] {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (!(name in things)) throw new Error(`the walk knows no ${name}: add one to thingsOf`)
    return String(things[name])
  })
  const required = operation.parameters.filter((each) => each.in === 'query' && each.required)
  const query = new URLSearchParams(
    required.map(({ name, schema }): [string, string] => [name, String(sampleOf(schema, name, things))]),
  )
  const headers = new Headers(who?.headers)
  const content = operation.requestBody?.content ?? {}
  const json = content['application/json']?.schema
  const isBytes = 'application/octet-stream' in content
  const [mediaType] = Object.keys(content)
  if (mediaType) headers.set('Content-Type', mediaType)
  // What has no body to put an extra member into gets it in the query.
  if (!json) for (const [name, value] of Object.entries(extra)) query.set(name, String(value))
  const body = json
    ? JSON.stringify({ ...(sampleOf(json, '', things) as Json), ...extra })
    : isBytes
      ? new Uint8Array([80, 75, 3, 4])
      : null
  const asked = query.size === 0 ? filled : `${filled}?${query.toString()}`
  return [asked, { method: method.toUpperCase(), headers, body }]
}

/** The smallest value a schema takes; what names a thing is one of `things`. */
function sampleOf(schema: Json, name: string, things: Things): unknown {
  if (name in things) return things[name]
  const {
    type,
    properties = {},
    required = [],
    anyOf,
    oneOf,
    items,
    minItems = 0,
    minimum = 1,
    minLength = 1,
  } = schema as {
    type?: string
    properties?: Record<string, Json>
    required?: readonly string[]
    anyOf?: readonly Json[]
    oneOf?: readonly Json[]
    items?: Json
    minItems?: number
    minimum?: number
    minLength?: number
  }
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const [first] = anyOf ?? oneOf ?? []
  if (first) return sampleOf(first, name, things)
  if ('const' in schema) return schema.const
  if (type === 'object')
    return Object.fromEntries(
      required.map((each) => [each, sampleOf(properties[each] as Json, each, things)]),
    )
  if (type === 'array') return Array.from({ length: minItems }, () => sampleOf(items as Json, '', things))
  if (type === 'integer' || type === 'number') return minimum
  if (type === 'boolean') return true
  if (schema.format === 'date') return '2023-12-20'
  return 'x'.repeat(minLength)
}

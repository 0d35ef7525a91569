import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Act } from '../../src/identity/act.ts'
import { ALL_ROLES, roleRow, type Role } from '../../src/identity/role.ts'
import type { Env } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { rateLimits } from '../../src/platform/rate-limit.ts'
import { ownDatabase } from '../support/database.ts'
import { deskPaths, desksAt } from '../support/desks.ts'
import { OFFICES } from '../support/staff.ts'
import { OF_LISTS, UNKNOWN } from '../support/walk-things.ts'
import { walkAt, type Walk } from '../support/walk.ts'

/** What a page is to its viewer: the act it takes, and the thing its address names. */
interface Page {
  readonly act: Act
  readonly thing?: string
  /** Somebody of the act may still not be concerned by it: then it is not there. */
  readonly only?: readonly Role[]
  /** For whom it leads elsewhere. */
  readonly status?: number
  /** It names offices everybody knows, because they issue certificates. */
  readonly namesIssuers?: true
}

const PAGES: Readonly<Record<string, Page>> = {
  '/desk': { act: 'self' },
  // It is decided at the province: of the prefecture's people it concerns who is asked.
  '/desk/approvals/:id': { act: 'approvals.see', thing: 'requestId', only: ['reviewer'] },
  '/desk/committees': { act: 'cycles.see' },
  '/desk/committees/new': { act: 'cycles.manage', namesIssuers: true },
  '/desk/committees/:committeeId': { act: 'cycles.see', thing: 'committeeId' },
  '/desk/cycles': { act: 'cycles.see' },
  '/desk/cycles/new': { act: 'cycles.manage', namesIssuers: true },
  '/desk/cycles/:cycleId': { act: 'cycles.see', thing: 'cycleId' },
  '/desk/cycles/:cycleId/figures': { act: 'cycles.see', thing: 'cycleId' },
  '/desk/figures': { act: 'cycles.see' },
  // The first of the two kinds; a packet nobody handed in is not there.
  '/desk/cycles/:cycleId/filings/:filing': { act: 'cycles.see', thing: 'cycleId' },
  '/desk/cycles/:cycleId/filings/:filing/packet.pdf': { act: 'cycles.see', thing: 'cycleId', only: [] },
  '/desk/cycles/:cycleId/filings/:filing/packet.xlsx': { act: 'cycles.see', thing: 'cycleId', only: [] },
  '/desk/lists': { act: 'lists.see' },
  '/desk/lists/template': { act: 'lists.import' },
  '/desk/lists/new': { act: 'lists.import', namesIssuers: true },
  '/desk/lists/cycles/:cycleId': { act: 'lists.see', thing: 'cycleId' },
  '/desk/lists/cycles/:cycleId/entry': { act: 'lists.import', thing: 'cycleId', namesIssuers: true },
  '/desk/lists/cycles/:cycleId/choice': { act: 'lists.import', thing: 'cycleId' },
  '/desk/lists/cycles/:cycleId/confirmations': { act: 'lists.see', thing: 'cycleId' },
  // A paper nobody brought is not there.
  '/desk/lists/evidence/:evidenceId': { act: 'lists.see', thing: 'evidenceId', only: [] },
  '/desk/lists/:listId': { act: 'lists.see', thing: 'listId' },
  '/desk/lists/:listId/paper': { act: 'lists.see', thing: 'listId' },
  '/desk/publicity': { act: 'cycles.see' },
  '/desk/publicity/recommendations': { act: 'publicity.manage' },
  '/desk/publicity/:publicationId': { act: 'cycles.see', thing: 'publicationId' },
  '/desk/objections': { act: 'objections.see' },
  '/desk/objections/:objectionId': { act: 'objections.see', thing: 'objectionId' },
  '/desk/objections/:objectionId/notice': { act: 'objections.see', thing: 'objectionId' },
  '/desk/inquiries': { act: 'objections.see' },
  '/desk/inquiries/reexaminations/:reexaminationId': { act: 'objections.see', thing: 'reexaminationId' },
  '/desk/inquiries/invalidations/:invalidationId': { act: 'objections.see', thing: 'invalidationId' },
  '/desk/integrity': { act: 'integrity.see' },
  '/desk/collection': { act: 'collection.see' },
  '/desk/collection/:programmeId': { act: 'collection.see', thing: 'programmeId' },
  '/desk/collection/:programmeId/offices/:officeId': { act: 'collection.see', thing: 'programmeOffice' },
  // The collection here is of past years.
  '/desk/collection/:programmeId/offices/:officeId/current': {
    act: 'collection.see',
    thing: 'programmeOffice',
    status: 409,
  },
  '/desk/collection/:programmeId/offices/:officeId/reports': {
    act: 'collection.see',
    thing: 'programmeOffice',
  },
  '/desk/collection/returns/:returnId': { act: 'collection.see', thing: 'returnId', status: 303 },
  '/desk/collection/template': { act: 'collection.see' },
  '/desk/collection/:programmeId/offices/:officeId/uploads/new': {
    act: 'collection.enter',
    thing: 'programmeOffice',
  },
  '/desk/collection/uploads/:uploadId': { act: 'collection.see', thing: 'uploadId' },
  '/desk/collection/uploads/:uploadId/marked': { act: 'collection.see', thing: 'uploadId' },
  '/desk/collection/batches/:batchId': { act: 'collection.see', thing: 'batchId' },
  '/desk/collection/batches/:batchId/comparisons': { act: 'collection.see', thing: 'batchId' },
  '/desk/collection/batches/:batchId/mending': { act: 'collection.see', thing: 'batchId' },
  '/desk/collection/titles': { act: 'collection.see' },
  '/desk/collection/titles/:titleId': { act: 'collection.see', thing: 'titleId' },
  '/desk/collection/corrections/:correctionId': { act: 'collection.see', thing: 'correctionId' },
  '/desk/collection/issuers': { act: 'collection.see' },
  '/desk/collection/unbound': { act: 'collection.see' },
  '/desk/collection/headers': { act: 'collection.enter' },
  '/desk/lists/accepted': { act: 'lists.import' },
  '/desk/persons': { act: 'persons.see' },
  '/desk/persons/new': { act: 'persons.join' },
  '/desk/persons/:proposalId': { act: 'persons.see', thing: 'proposalId' },
  '/desk/integrity/new': { act: 'integrity.enter' },
  '/desk/integrity/sharing': { act: 'integrity.see' },
  '/desk/integrity/absence': { act: 'integrity.see' },
  '/desk/integrity/:recordId/keeping': { act: 'integrity.see', thing: 'recordId' },
  '/desk/integrity-basis': { act: 'integrity.publish' },
  '/desk/integrity/:recordId': { act: 'integrity.see', thing: 'recordId' },
  // A paper nobody brought, and letters about what is not in force, are not there.
  '/desk/integrity/evidence/:evidenceId': { act: 'integrity.see', thing: 'evidenceId', only: [] },
  '/desk/integrity/:recordId/letters/:recipient': { act: 'integrity.see', thing: 'recordId', only: [] },
  '/desk/integrity/:recordId/letters/:recipient/pdf': { act: 'integrity.see', thing: 'recordId', only: [] },
  '/desk/assessments': { act: 'assessments.hand-in', namesIssuers: true },
  '/desk/assessments/template': { act: 'assessments.hand-in' },
  '/desk/assessments/:assessmentId': {
    act: 'assessments.hand-in',
    thing: 'assessmentId',
    namesIssuers: true,
  },
  // The things of these offices' years are reviews: nothing is decided of theirs.
  '/desk/lists/cycles/:cycleId/decisions': { act: 'lists.import', thing: 'cycleId', only: [] },
  '/desk/policies': { act: 'cycles.see' },
  '/desk/policies/:place': { act: 'cycles.see' },
  // Answered by the county itself; nobody here is at work there.
  '/desk/policies/:place/:rule': { act: 'policy.answer', status: 403 },
  '/desk/admissions': { act: 'integrity.admit' },
  '/desk/consents': { act: 'integrity.ask' },
  '/desk/list-headers': { act: 'lists.import' },
  '/desk/certificates': { act: 'certificates.see' },
  // Certificates are the issuing office's, above; nobody here has one.
  '/desk/certificates/:id': { act: 'certificates.see', thing: 'certificateId' },
  '/desk/certificates/bulk': { act: 'certificates.change' },
  '/desk/certificates/bulk/proposal': { act: 'certificates.see', status: 303 },
  '/desk/certificates/search': { act: 'certificates.see', status: 303 },
  '/desk/certificates/changes': { act: 'certificates.see' },
  '/desk/certificates/changes/:planId': { act: 'certificates.see', thing: 'planId' },
  '/desk/certificates/documents/:id': { act: 'certificates.see', thing: 'documentId' },
  '/desk/jobs': { act: 'jobs.see' },
  '/desk/jobs/:id': { act: 'jobs.see', thing: 'jobId' },
  '/desk/me': { act: 'self' },
  '/desk/me/second-factor': { act: 'self', status: 303 },
  '/desk/recoveries': { act: 'accounts.recover' },
  '/desk/roles': { act: 'self' },
  '/desk/people': { act: 'accounts.see' },
  '/desk/offices': { act: 'offices.see' },
  '/desk/offices/:id': { act: 'offices.see', thing: 'officeId' },
  '/desk/offices/:id/new': { act: 'offices.manage', thing: 'officeId' },
  '/desk/offices/:id/people': { act: 'accounts.see', thing: 'officeId' },
  // Powers are given and taken at the top of the tree.
  '/desk/powers/:id': { act: 'offices.manage', thing: 'powerId', only: [] },
  '/desk/verifications': { act: 'verification.batch' },
  '/desk/verifications/template': { act: 'verification.batch' },
  '/desk/trail': { act: 'trail.search' },
}

let database: Database
let walk: Walk
let app: Hono<Env>
beforeAll(async () => {
  database = await ownDatabase()
  walk = await walkAt(database)
  // Nobody walks so fast.
  app = desksAt(walk.ctx, { ...rateLimits(walk.ctx), count: () => Promise.resolve() })
})
afterAll(() => database.close())

async function look(role: Role | null, path: string, thing: unknown = '') {
  const headers = role === null ? undefined : walk.people.get(role)?.headers
  const address = path
    .replace(':place', 'eryuan-2024')
    .replace(':rule', 'obtainedOn')
    .replace(':programmeId/offices/:officeId', inOffice(String(thing)))
    .replace(/:\w+/, String(thing))
    .replace(':filing', 'pre-meeting')
  const response = await app.request(address, { headers: { ...headers, Accept: 'text/html' } })
  return { status: response.status, text: await response.text() }
}

/** What nobody knows is no office's either. */
const inOffice = (thing: string) => (thing.includes('/') ? thing : `${thing}/offices/${thing}`)

/** What belongs to the neighbours, by whatever it could be known. */
const foreign = (page: Page): readonly string[] => [
  ...(page.namesIssuers ? [] : [OFFICES.kunming]),
  OF_LISTS[2] as string,
  ...[
    'officeId',
    'accountId',
    'clientId',
    'recoveryId',
    'powerId',
    'jobId',
    'listId',
    'requestId',
    'cycleId',
    'committeeId',
    'recordId',
  ].map((name) => String(walk.other[name])),
]

describe('every desk page, for every role', () => {
  it('is in this table', () => {
    expect(deskPaths('GET').toSorted()).toEqual(Object.keys(PAGES).toSorted())
  })

  it.each(Object.entries(PAGES))(
    '%s opens by the table of roles and shows nobody else’s',
    async (path, page) => {
      for (const role of ALL_ROLES) {
        const carries = page.act === 'self' || roleRow(role).acts.includes(page.act)
        const own = await look(role, path, walk.own[page.thing ?? ''] ?? UNKNOWN)
        if (!carries) expect([403, 404], `${role} at ${path}`).toContain(own.status)
        else {
          const concerned = page.only === undefined || page.only.includes(role)
          expect(own.status, `${role} at ${path}`).toBe(concerned ? (page.status ?? 200) : 404)
        }
        for (const text of foreign(page)) expect(own.text, `${role} at ${path}`).not.toContain(text)
      }
    },
  )

  it.each(Object.entries(PAGES).filter(([, { thing }]) => thing))(
    '%s of another office is not there',
    async (path, page) => {
      for (const role of ALL_ROLES) {
        const named = walk.other[page.thing ?? '']
        const id = typeof named === 'string' ? named : UNKNOWN
        const [other, unknown] = [await look(role, path, id), await look(role, path, UNKNOWN)]
        expect([403, 404], `${role} at ${path}`).toContain(other.status)
        expect(other.status).toBe(unknown.status)
        expect(other.text.replaceAll(id, ''), `${role} at ${path}`).toBe(unknown.text.replaceAll(UNKNOWN, ''))
      }
    },
  )

  it.each(Object.keys(PAGES))('%s sends who is not signed in to the door', async (path) => {
    expect((await look(null, path, UNKNOWN)).status).toBe(303)
  })
})

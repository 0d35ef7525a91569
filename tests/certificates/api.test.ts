import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { approve } from '../../src/approvals/approve.ts'
import { certificateRoutes } from '../../src/certificates/api.ts'
import { signedRecord } from '../../src/certificates/reading/signed-record.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { databaseTest as test } from '../support/database.ts'
import { DOCUMENT } from '../support/offices-at-work.ts'
import { signedIn, staffApi } from '../support/signed-in.ts'
import { certificateDesk, DECISION, type CertificateDesk } from './desk/desk.ts'

const PHOTO = readFileSync(new URL('../vectors/pdf/photo.jpg', import.meta.url)).toString('base64')
const PURPOSE = encodeURIComponent('持证人来访，核对证书内容')

type Answer = Readonly<Record<string, unknown>> & { readonly title?: string }

async function asking(desk: CertificateDesk) {
  const { app, faults } = staffApi(desk.ctx, certificateRoutes)
  const clerk = await signedIn(desk.ctx, { officeId: desk.officeId, roles: ['clerk'], person: 21 })
  const ask = async (
    method: string,
    path: string,
    given: { body?: unknown; purpose?: string; headers?: Record<string, string> } = {},
  ) => {
    const response = await app.request(path, {
      method,
      headers: {
        ...(given.headers ?? clerk.headers),
        ...(given.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(given.purpose === undefined ? {} : { 'X-Purpose': given.purpose }),
      },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    })
    return { status: response.status, answer: (await response.json()) as Answer }
  }
  return { ask, faults }
}

describe('certificates over the staff API', () => {
  test('are listed without names, and looked up by number or name for a purpose, on record', async ({
    database,
  }) => {
    const desk = await certificateDesk(database, 3)
    const { ask } = await asking(desk)
    const [first] = desk.certificates
    const { name } = signedRecord(desk.ctx, first!)
    const listed = await ask('GET', `/api/v1/certificates?limit=2&document=${encodeURIComponent(DOCUMENT)}`)
    expect(listed).toMatchObject({ status: 200, answer: { next: desk.certificates[1]?.row.number } })
    expect(JSON.stringify(listed.answer)).not.toContain(name)
    const rest = await ask('GET', `/api/v1/certificates?after=${String(listed.answer['next'])}`)
    expect(rest.answer).toMatchObject({ items: [{ number: desk.certificates[2]?.row.number }], next: null })

    const number = first!.row.number
    expect(await ask('GET', `/api/v1/certificates?number=${number}`)).toMatchObject({
      status: 422,
      answer: { title: 'certificates/purpose-needed' },
    })
    const before = await database.read.select().from(trailRecords)
    const byName = `/api/v1/certificates?name=${encodeURIComponent(name)}&document=${encodeURIComponent(DOCUMENT)}`
    for (const path of [`/api/v1/certificates?number=${number.toLowerCase()}`, byName])
      expect(await ask('GET', path, { purpose: PURPOSE })).toMatchObject({
        status: 200,
        answer: { items: [{ number }] },
      })
    expect(await ask('GET', `/api/v1/certificates/${number}`, { purpose: PURPOSE })).toMatchObject({
      status: 200,
      answer: { record: { name }, state: 'in-force', changes: [] },
    })
    expect((await database.read.select().from(trailRecords)).length).toBe(before.length + 3)
  })

  test('are changed by what one proposes and another approves', async ({ database }) => {
    const desk = await certificateDesk(database, 2)
    const { ask } = await asking(desk)
    const { number } = desk.certificates[0]!.row
    const asked = {
      office: desk.authority,
      scope: { kind: 'document', number: DOCUMENT },
      act: 'suspend',
      ...DECISION,
    }
    const trial = await ask('POST', '/api/v1/certificate-changes/trial', { body: asked })
    expect(trial).toMatchObject({ status: 200, answer: { certificates: 2, states: { 'in-force': 2 } } })
    const { digest } = trial.answer as unknown as { digest: string }
    const made = await ask('POST', '/api/v1/certificate-changes', { body: { ...asked, digest } })
    expect(made.status).toBe(201)
    const { planId, requestId } = made.answer as unknown as { planId: string; requestId: string }
    expect(await ask('POST', `/api/v1/certificate-changes/${planId}/application`)).toMatchObject({
      status: 409,
      answer: { title: 'approvals/not-approved' },
    })
    await approve(desk.reviewer, { requestId, digest })
    await approve(desk.sealer, { requestId, digest })
    expect(await ask('POST', `/api/v1/certificate-changes/${planId}/application`)).toMatchObject({
      status: 200,
      answer: { certificates: 2 },
    })
    expect(await ask('GET', `/api/v1/certificate-changes/${planId}`)).toMatchObject({
      answer: { act: 'suspend', appliedOn: desk.ctx.today() },
    })
    expect((await ask('GET', `/api/v1/certificates/${number}`, { purpose: PURPOSE })).answer).toMatchObject({
      state: 'suspended',
      changes: [{ act: 'suspend', ground: DECISION.ground }],
    })
  })

  test('are corrected and reissued by proposal only', async ({ database }) => {
    const desk = await certificateDesk(database, 2)
    const { ask } = await asking(desk)
    const [one, two] = desk.certificates
    expect(
      await ask('POST', `/api/v1/certificates/${one!.row.number}/correction`, {
        body: { corrections: { specialty: '物理' }, ...DECISION },
      }),
    ).toMatchObject({ status: 201, answer: { certificates: 1 } })
    expect(
      await ask('POST', `/api/v1/certificates/${two!.row.number}/reissue`, {
        body: { photo: PHOTO, ...DECISION },
      }),
    ).toMatchObject({ status: 201, answer: { certificates: 1 } })
  })

  test('answer bad input with a problem, never with a fault', async ({ database }) => {
    const desk = await certificateDesk(database, 1)
    const { ask, faults } = await asking(desk)
    const { number } = desk.certificates[0]!.row
    const change = {
      office: desk.authority,
      scope: { kind: 'certificate', number },
      act: 'revoke',
      ...DECISION,
    }
    const wrong: [string, unknown][] = [
      ['/api/v1/certificate-changes/trial', { ...change, act: 'correct' }],
      ['/api/v1/certificate-changes/trial', { ...change, act: '__proto__' }],
      ['/api/v1/certificate-changes/trial', { ...change, scope: { kind: 'everything' } }],
      [
        '/api/v1/certificate-changes/trial',
        { ...change, scope: { kind: 'certificate', number, committee: 'x' } },
      ],
      ['/api/v1/certificate-changes/trial', { ...change, decidedOn: '2026-02-30' }],
      ['/api/v1/certificate-changes/trial', { ...change, decidedOn: '2026-11-22' }],
      ['/api/v1/certificate-changes/trial', { ...change, ground: ' ' }],
      ['/api/v1/certificate-changes/trial', { ...change, ground: 'a\u0000b' }],
      ['/api/v1/certificate-changes/trial', { ...change, office: '0'.repeat(18) }],
      ['/api/v1/certificate-changes', { ...change, digest: 'x' }],
      ['/api/v1/certificate-changes', { ...change, digest: '0'.repeat(64) }],
      [`/api/v1/certificates/${number}/correction`, { corrections: {}, ...DECISION }],
      [`/api/v1/certificates/${number}/correction`, { corrections: { number: 'X' }, ...DECISION }],
      [`/api/v1/certificates/${number}/correction`, { corrections: { name: 'x\u202ey' }, ...DECISION }],
      [`/api/v1/certificates/${number}/reissue`, { photo: '!!!', ...DECISION }],
      [`/api/v1/certificates/${number}/reissue`, { photo: 'AAAA', ...DECISION }],
      [`/api/v1/certificates/${number}/reissue`, { idNumber: '\u0000', ...DECISION }],
      ['/api/v1/certificates/%00/reissue', { ...DECISION }],
      ['/api/v1/certificate-changes/AAAA/application', undefined],
    ]
    for (const [path, body] of wrong) {
      const { status, answer } = await ask('POST', path, { body })
      expect([path, body, status >= 400 && status < 500], JSON.stringify(answer)).toEqual([path, body, true])
      expect(answer.title).toMatch(/^[a-z-]+\/[a-z-]+$/)
    }
    expect(faults).toEqual([])
  })
})

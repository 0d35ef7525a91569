import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { holdRecord } from '../../src/integrity/ending/hold-record.ts'
import { enterRecord } from '../../src/integrity/records/enter-record.ts'
import { putInForce } from '../../src/integrity/records/put-in-force.ts'
import { submitRecord } from '../../src/integrity/records/submit-record.ts'
import { misconductTerms } from '../../src/integrity/schema.ts'
import { sendFile } from '../../src/integrity/sharing/file-event.ts'
import { makeFile } from '../../src/integrity/sharing/make-file.ts'
import { setPlatform } from '../../src/integrity/sharing/set-platform.ts'
import { takeSnapshot } from '../../src/integrity/snapshot/take-snapshot.ts'
import { ledgerHead } from '../../src/ledger/schema.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { tilePath, tileWidth } from '../../src/ledger/tile.ts'
import { erasePerson } from '../../src/people/erase.ts'
import { personKeys } from '../../src/people/find-keys.ts'
import { revealText } from '../../src/people/protect.ts'
import { persons } from '../../src/people/schema.ts'
import { KEPT_OF_PERSONS } from '../../src/personal-tables.ts'
import { verifySubmitted } from '../../src/verification/verify.ts'
import { agree, applicant, RECORD } from '../integrity/records/at-work.ts'
import { ownDatabase } from '../support/database.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'
import { officeIds, somebody } from '../support/staff.ts'
import { needlesOf } from './needles.ts'

const PEOPLE = 8

/** Names and numbers as the house itself knows them. */
async function seeded({ ctx }: OfficesAtWork) {
  const rows = await ctx.database.read.select().from(persons)
  const keys = await personKeys(
    ctx,
    ctx.database.read,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, name, idNumber }) => ({
    id,
    name: revealText(keys.get(id)!, { column: 'persons.name', row: id }, name),
    number: revealText(keys.get(id)!, { column: 'persons.id_number', row: id }, idNumber!),
  }))
}

/** Somebody in the integrity archive, shared with the platform and in the day's snapshot, while no list is public. */
async function recordedOne({ ctx }: OfficesAtWork) {
  const { kunming: officeId } = await officeIds(ctx)
  const { name, idNumber: number } = applicant(899, '滇不具名')
  const recordId = (await enterRecord(ctx, { ...RECORD, officeId, subject: applicant(899, name) })).recordId
  await submitRecord(ctx, recordId)
  for (const person of [897, 898])
    await agree(await somebody(ctx, { officeId, roles: ['reviewer'], person }), recordId)
  await putInForce(ctx, recordId)
  await holdRecord(ctx, { recordId, kind: 'appeal', isStanding: true, ground: `${name}已申请复议。` })
  const basis = '昆人社通〔2023〕37号 六（三）'
  await setPlatform(ctx, { officeId, name: '信用平台', publicKey: 'A'.repeat(43), basis, isOpen: true })
  await sendFile(ctx, (await makeFile(ctx, { officeId, kind: 'full' })).fileId)
  expect(await takeSnapshot(ctx)).toMatchObject({ subjects: 1 })
  const [row] = await ctx.database.read.select().from(misconductTerms)
  return { id: row?.personId ?? '', name, number }
}

/** Every address of the ledger there is, up to `size`. */
function ledgerPaths(size: bigint): string[] {
  const paths = ['/ledger', '/ledger/checkpoint', '/ledger/vkey']
  for (let index = 0n; index < size; index++) paths.push(`/ledger/proof/${index}`)
  for (const level of ['entries', 0, 1] as const)
    for (let width = tileWidth(level, 0n, size); width > 0; width--)
      paths.push(`/ledger/${tilePath({ level, index: 0n, width })}`)
  return paths
}

const PAGES = [
  '/',
  '/scan',
  '/offline',
  '/embed',
  '/genuine',
  '/verify',
  '/policies',
  '/policies/eryuan-2024',
  '/docs',
  '/openapi.json',
  '/livez',
  '/readyz',
  '/metrics',
  '/.well-known/jwks.json',
  '/.well-known/zhengxin-trust.json',
  '/status/1',
  '/integrity/list',
  '/api/v1/integrity/files',
  '/desk/integrity/sharing',
  '/desk/integrity/absence',
  '/desk',
  '/desk/sign-in',
  '/desk/lists',
  '/api/v1/lists',
  '/api/v1/offices',
  '/not/there',
  '/ledger/tile/entries/999',
  '/ledger/proof/999999',
  '/ledger/proof/x',
  '/v/AAAAAAAAAAAAAAAAAAAAAA',
]

describe('every byte anybody can fetch', () => {
  it('names no person, in no spelling, whatever has been done', { timeout: 120_000 }, async () => {
    const database = await ownDatabase()
    const offices = await officesAtWork(database)
    const { ctx, memory } = offices
    const issued = await offices.issued(PEOPLE)
    await makeFiles(
      ctx,
      issued.slice(0, 2).map(({ row }) => row.id),
    )
    const people = await seeded(offices)
    expect(people).toHaveLength(PEOPLE)
    await changeStatus(ctx, {
      number: issued[1]!.row.number,
      act: 'revoke',
      document: '云人社函〔2026〕1号',
      ground: `冒用${people[0]!.name}的业绩`,
    })
    await erasePerson(ctx, { personId: issued[2]!.row.personId, ground: 'withdrawn' }, KEPT_OF_PERSONS)
    people.push(await recordedOne(offices))
    await publishCheckpoint(ctx, memory)

    const app = await createApp(ctx)
    const [head] = await database.read.select().from(ledgerHead)
    const served = new Map<string, Buffer>()
    const keep = async (name: string, asked: Promise<Response> | Response) => {
      const response = await asked
      const headers = JSON.stringify([...response.headers])
      served.set(name, Buffer.concat([Buffer.from(headers), Buffer.from(await response.arrayBuffer())]))
    }
    for (const path of [...PAGES, ...ledgerPaths(head!.size)])
      for (const language of ['', '?lang=en'])
        await keep(path + language, app.request(path + language, { headers: { Accept: 'text/html' } }))
    for (const path of PAGES) await keep(`${path} as JSON`, app.request(path))
    // What is asked about the wrong person, or wrongly, tells nothing either.
    for (const body of [
      { number: issued[0]!.row.number, name: '别人' },
      { number: issued[0]!.row.number, name: '' },
      { code: 'AAAAAAAAAAAAAAAAAAAAAA' },
      { credential: 'nonsense' },
      {},
    ])
      await keep(
        `asked ${JSON.stringify(body)}`,
        app.request('/api/v1/verifications', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      )

    const found: string[] = []
    let looked = 0
    for (const [i, { name, number }] of people.entries())
      for (const [secret, isNumber] of [
        [name, false],
        [number, true],
      ] as const)
        for (const [spelling, needle] of needlesOf(secret, isNumber))
          for (const [where, bytes] of served) {
            looked++
            if (bytes.includes(needle))
              found.push(`person ${i}’s ${isNumber ? 'number' : 'name'}, ${spelling}: ${where}`)
          }
    expect(found).toEqual([])
    expect(looked).toBeGreaterThan(50_000)

    // The scanner is no blind one: it finds the name where it belongs.
    const holder = people.find(({ id }) => id === issued[0]!.row.personId)?.name ?? ''
    const own = await verifySubmitted(ctx, { number: issued[0]!.row.number, name: holder })
    const answer = Buffer.from(JSON.stringify(own))
    expect([...needlesOf(holder, false).values()].some((needle) => answer.includes(needle))).toBe(true)
    await database.close()
  })
})

import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { findRequest } from '../../../src/approvals/find-request.ts'
import { readRequest } from '../../../src/approvals/read-request.ts'
import { registerCycle } from '../../../src/cycles/register-cycle.ts'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { ownStatus } from '../../../src/integrity/own/own-status.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import type { Database } from '../../../src/platform/database.ts'
import { rateLimits } from '../../../src/platform/rate-limit.ts'
import type { Refusal } from '../../../src/platform/refusal.ts'
import { decideAssessment } from '../../../src/results/assessment/decide-assessment.ts'
import { readAssessment } from '../../../src/results/assessment/find-assessment.ts'
import { handIn } from '../../../src/results/assessment/hand-in.ts'
import { assessmentDecisions } from '../../../src/results/assessment/schema.ts'
import { issueDocument } from '../../../src/results/document/issue-document.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { listDigest } from '../../../src/results/lists/list-digest.ts'
import { submitList } from '../../../src/results/lists/submit-list.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { whoLooked } from '../../../src/trail/who-looked.ts'
import { listed } from '../../integrity/listed.ts'
import { officesOn } from '../../support/cycles-at-work.ts'
import { databaseTest as test } from '../../support/database.ts'
import { desksAt } from '../../support/desks.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { signedIn } from '../../support/signed-in.ts'
import { madeUpNumber, somebody } from '../../support/staff.ts'
import { teacher, workbookOf } from '../lists/reviewing.ts'

const GROUND = '任职年限不满三年，不符合考核认定条件'

/** An employer that has handed in two teachers; and people at the bureau that decides. */
async function handedIn(database: Database) {
  const at = await officesOn(database, '2023-11-20')
  const { ctx, ids, codes } = at
  const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')!
  const clerk = await somebody(ctx, { officeId: employer.id, roles: ['employer-clerk'], person: 501 })
  const bureau = await somebody(ctx, { officeId: ids.kunming, roles: ['clerk'], person: 502 })
  const reviewer = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 503 })
  const { cycleId } = await registerCycle(clerk, {
    route: 'assessment',
    office: employer.creditCode,
    filingAuthority: codes.kunming,
    series: null,
    levels: ['420'],
    place: 'kunming-2023',
    year: 2023,
  })
  const bytes = await workbookOf([1, 2].map((person) => teacher(person, { 取得方式: '' })))
  const { listId } = await handIn(clerk, { assessmentId: cycleId, bytes, fileName: '考核认定人员.xlsx' })
  const { rows } = await readAssessment(clerk, cycleId)
  const [one = '', two = ''] = rows.map(({ id }) => id)
  const decide = (decisions: Parameters<typeof decideAssessment>[1]['decisions'], replaces?: string) =>
    decideAssessment(bureau, { cycleId, decisions, obtainedOn: '2023-11-18', replaces })
  const reviewed = async (list: string) => {
    const requestId = await submitList(bureau, { listId: list })
    const { digest } = (await findRequest(database.read, requestId))!
    const shown = await readRequest(reviewer, requestId)
    await approve(reviewer, { requestId, digest })
    return shown
  }
  return { ...at, employer, clerk, bureau, reviewer, cycleId, listId, one, two, decide, reviewed }
}

const yes = (rowId: string) => ({ rowId, granted: true })
const no = (rowId: string, ground = GROUND) => ({ rowId, granted: false, ground })

describe('考核认定', () => {
  test('is the employer’s list and the bureau’s decision of each, in force once another approves', async ({
    database,
  }) => {
    const { ctx, clerk, cycleId, one, two, decide, reviewed } = await handedIn(database)
    const { listId, granted, refused } = await decide([yes(one), no(two)])
    expect([granted, refused]).toEqual([1, 1])
    // Before that the employer is told nothing.
    expect(await readAssessment(clerk, cycleId)).toMatchObject({ state: 'deciding', decisions: null })
    const shown = await reviewed(listId)
    expect(JSON.stringify(shown)).toContain(GROUND)
    const told = await readAssessment(clerk, cycleId)
    expect(told.state).toBe('decided')
    expect([...(told.decisions?.values() ?? [])]).toEqual(
      expect.arrayContaining([
        { rowId: one, granted: true, ground: null },
        { rowId: two, granted: false, ground: GROUND },
      ]),
    )
    const memory = memoryInMemory()
    await publishCheckpoint(ctx, memory)
    expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  })

  test('may recognise nobody: the decision stands all the same, and there is nothing to issue', async ({
    database,
  }) => {
    const { ctx, ids, clerk, cycleId, one, two, decide, reviewed } = await handedIn(database)
    const { listId, granted } = await decide([no(one), no(two)])
    expect(granted).toBe(0)
    await reviewed(listId)
    expect((await readAssessment(clerk, cycleId)).state).toBe('decided')
    const issuer = await somebody(ctx, { officeId: ids.kunming, roles: ['document-issuer'], person: 504 })
    await expect(
      issueDocument(issuer, { listId, documentNumber: '昆人社发〔2023〕90号' }),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^(results\/nobody-to-name|cycles\/step-not-reached)$/) as string,
    })
  })

  test('binds its approval to every no with its ground', async ({ database }) => {
    const { one, two, decide } = await handedIn(database)
    const first = await decide([yes(one), no(two)])
    const digest = await listDigest(database.read, first.listId)
    const second = await decide([yes(one), no(two, '材料不齐全，须补正后另行报送')], first.listId)
    expect(await listDigest(database.read, second.listId)).not.toBe(digest)
  })

  test.for([
    ['somebody left undecided', (a: string) => [yes(a)], 'results/not-all-decided'],
    ['a no without a ground', (a: string, b: string) => [yes(a), no(b, ' ')], 'results/bad-refusal-ground'],
    [
      'somebody not handed in',
      (a: string, b: string) => [yes(a), yes(b), yes('x')],
      'results/not-on-the-list',
    ],
  ] as const)('refuses %s, and keeps nothing', async ([, decisions, code], { database }) => {
    const { one, two, decide } = await handedIn(database)
    await expect(decide(decisions(one, two))).rejects.toMatchObject({ code })
    expect(await database.read.select().from(assessmentDecisions)).toEqual([])
  })

  test('is decided by its bureau only, and brought by its employer only', async ({ database }) => {
    const { ctx, ids, codes, clerk, bureau, employer, cycleId, one, two } = await handedIn(database)
    const stranger = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 505 })
    const decisions = [yes(one), yes(two)]
    for (const who of [stranger, clerk])
      await expect(decideAssessment(who, { cycleId, decisions, obtainedOn: null })).rejects.toMatchObject({
        code: 'cycles/cycle-not-found',
      })
    await expect(readAssessment(bureau, cycleId)).rejects.toMatchObject({
      code: 'results/assessment-not-found',
    })
    const bytes = await workbookOf([teacher(3, { 取得方式: '' })])
    await expect(handIn(bureau, { assessmentId: cycleId, bytes, fileName: 'x.xlsx' })).rejects.toMatchObject({
      code: 'results/assessment-not-found',
    })
    // An employer brings nothing but whom it asks for.
    const place = { bytes, fileName: 'x.xlsx', office: employer.creditCode, authority: codes.kunming }
    await expect(importList(clerk, { ...place, cycleId, stage: 'approved' })).rejects.toMatchObject({
      code: 'results/decided-not-uploaded',
    })
    const review = {
      ...place,
      bytes: await workbookOf([teacher(3, { 取得时间: '2023-11-01', 评委会名称: '某评委会' })]),
    }
    await expect(importList(clerk, review)).rejects.toMatchObject({ code: 'identity/not-allowed' })
  })
})

describe('an employer that tries numbers of strangers', () => {
  test('is seen by those who are not taken in, though nothing of its file is kept', async ({ database }) => {
    const { ctx, clerk, cycleId, listId } = await handedIn(database)
    const barred = await listed(ctx, 871, { startsOn: '2022-01-01', endsOn: '2024-12-31' })
    const free = await listed(ctx, 873, { startsOn: null, endsOn: null })
    const row = (person: number, name = '某甲') =>
      teacher(1, { 姓名: name, 证件号码: madeUpNumber(person), 取得方式: '' })
    // The clerk's own number under another name: such a file is never taken in.
    const bytes = await workbookOf([row(871), row(873), row(501, '某乙')])
    const tried = () =>
      handIn(clerk, { assessmentId: cycleId, bytes, fileName: 'x.xlsx', replaces: listId }).catch(
        ({ code }: Refusal) => code,
      )
    const seen = async (personId: string) =>
      (await whoLooked(ctx, database.read, personId)).filter(({ outcome }) => outcome === 'refused')
    expect(await tried()).toBe('results/list-has-defects')
    expect(await seen(barred)).toMatchObject([{ act: 'assessments.hand-in' }])
    expect(await seen(free)).toEqual([])
    const own = { ...ctx, actor: { ...ctx.actor, personId: barred } }
    expect((await ownStatus(own)).looks).toMatchObject([{ what: 'not-accepted', times: 1 }])

    // Nor is what never came so far: a list of the same cycle that nobody said it replaces.
    const other = handIn(clerk, { assessmentId: cycleId, bytes, fileName: 'x.xlsx' })
    await expect(other).rejects.toMatchObject({ code: 'results/list-exists' })
    expect(await seen(barred)).toHaveLength(1)
  })
})

describe('the desks of 考核认定', () => {
  test('take a list, say what is wrong with one, and show the employer what was decided', async ({
    database,
  }) => {
    const at = await officesOn(database, '2023-11-20')
    const { ctx, ids, codes } = at
    const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')!
    const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
    const clerk = await signedIn(ctx, { officeId: employer.id, roles: ['employer-clerk'], person: 1 })
    const bureau = await signedIn(ctx, { officeId: ids.kunming, roles: ['clerk'], person: 2 })
    const post = async (who: typeof clerk, path: string, fields: Readonly<Record<string, string | File>>) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields)) body.set(name, value)
      const answer = await app.request(path, { method: 'POST', headers: who.headers, body })
      return { status: answer.status, to: answer.headers.get('Location') ?? '', text: await answer.text() }
    }
    const look = async (who: typeof clerk, path: string) =>
      (await app.request(path, { headers: who.headers })).text()
    const form = {
      employer: employer.creditCode,
      filingAuthority: codes.kunming,
      'level-420': '1',
      series: '',
      place: 'kunming-2023',
      year: '2023',
    }
    expect((await post(clerk, '/desk/assessments', { ...form, year: '1' })).status).toBe(422)
    const { to } = await post(clerk, '/desk/assessments', form)
    const file = async (rows: Parameters<typeof workbookOf>[0]) =>
      new File([new Uint8Array(await workbookOf(rows))], '人员.xlsx')
    const wrong = await post(clerk, `${to}/list`, {
      file: await file([teacher(1, { 取得方式: '', 级别: '副高级' })]),
    })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('级别')
    // Nine megabytes are more than any such list has; whatever they hold, it is not read.
    const heavy = await post(clerk, `${to}/list`, { file: new File([new Uint8Array(10 << 20)], '人员.xlsx') })
    expect([heavy.status, heavy.text]).toEqual([413, expect.stringContaining('文件超过 8 MB')])
    // …nor half a megabyte over the limit, when it comes by itself.
    await expect(
      handIn(
        { ...ctx, actor: { ...ctx.actor, kind: 'console' } },
        {
          assessmentId: to.split('/').at(-1) ?? '',
          bytes: new Uint8Array(8.5 * (1 << 20)),
          fileName: 'x.xlsx',
        },
      ),
    ).rejects.toMatchObject({ code: 'results/upload-too-large' })
    expect(await look(clerk, to)).toContain('待报名单')
    const sound = await file([1, 2].map((person) => teacher(person, { 取得方式: '' })))
    expect((await post(clerk, `${to}/list`, { file: sound })).to).toBe(to)
    expect(await look(clerk, to)).toContain('已报送 2 人')

    const cycleId = to.split('/').at(-1) ?? ''
    const path = `/desk/lists/cycles/${cycleId}`
    expect(await look(bureau, path)).toContain('提出认定意见')
    const [first = '', second = ''] = [
      ...(await look(bureau, `${path}/decisions`)).matchAll(/name="ground-([\w-]+)"/g),
    ].map(([, id]) => id)
    const typed = { [`decision-${first}`]: 'yes', [`decision-${second}`]: 'no', obtainedOn: '2023-11-18' }
    const groundless = await post(bureau, `${path}/decisions`, typed)
    expect(groundless.text).toContain('须逐人写明理由')
    expect(groundless.text).toMatch(new RegExp(`name="decision-${second}" value="no"[^>]*checked`))
    const decided = await post(bureau, `${path}/decisions`, { ...typed, [`ground-${second}`]: GROUND })
    expect(decided.to).toMatch(/^\/desk\/lists\/[\w-]{22}$/)
    const waiting = await look(clerk, to)
    expect(waiting).toContain('正在审核')
    expect(waiting).not.toContain(GROUND)
  })
})

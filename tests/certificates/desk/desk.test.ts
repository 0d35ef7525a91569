import { describe, expect } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { appliedOn } from '../../../src/certificates/changes/find-plan.ts'
import { changeStatus } from '../../../src/certificates/changes/change-status.ts'
import { changePlans, statusChanges } from '../../../src/certificates/schema.ts'
import { authorityByCreditCode } from '../../../src/identity/find-authority.ts'
import type { Role } from '../../../src/identity/role.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { subjectOf } from '../../../src/trail/record.ts'
import { trailRecords, trailSubjects } from '../../../src/trail/schema.ts'
import type { Database } from '../../../src/platform/database.ts'
import { photoJpeg } from '../../rendering/photo-jpeg.ts'
import { databaseTest } from '../../support/database.ts'
import { DOCUMENT, officesAtWork } from '../../support/offices-at-work.ts'
import { signedIn } from '../../support/signed-in.ts'
import { OFFICES, officeIds } from '../../support/staff.ts'
import { verifyByCode } from '../../../src/verification/verify.ts'

const PURPOSE = '核查举报'
const GROUND = '提供虚假业绩材料，经查属实'
const DECIDED = { document: '云人社函〔2026〕1号', decidedOn: '2026-11-20', ground: GROUND }
const withPrefix = (prefix: string) =>
  Object.fromEntries(Object.entries(DECIDED).map(([name, value]) => [prefix + name, value]))

type Form = Readonly<Record<string, string | Blob>>

/** Issued certificates, and colleagues of the issuing office at browsers without scripts. */
async function atDesks(database: Database, people: number) {
  const offices = await officesAtWork(database)
  const certificates = await offices.issued(people)
  const { id: officeId } = await authorityByCreditCode(database.read, offices.authority)
  const publish = () => publishCheckpoint(offices.ctx, offices.memory)
  const app = await createApp(offices.ctx, { publish })
  const seat = async (roles: readonly Role[], person: number, at = officeId) => {
    const { headers, accountId } = await signedIn(offices.ctx, { officeId: at, roles, person })
    const ask = async (path: string, form?: Form) => {
      const response = await app.request(`${offices.ctx.config.publicOrigin}${path}`, {
        method: form ? 'POST' : 'GET',
        headers: { ...headers, Accept: 'text/html' },
        ...(form && { body: bodyOf(form) }),
      })
      const bytes = new Uint8Array(await response.arrayBuffer())
      return {
        status: response.status,
        to: response.headers.get('Location') ?? '',
        type: response.headers.get('Content-Type') ?? '',
        bytes,
        text: new TextDecoder().decode(bytes),
      }
    }
    return { ask, accountId }
  }
  const [first] = certificates
  const id = first?.row.id ?? ''
  return { ...offices, app, officeId, certificates, seat, id, page: `/desk/certificates/${id}` }
}

function bodyOf(form: Form): FormData | URLSearchParams {
  const fields = Object.entries(form)
  if (fields.every((field): field is [string, string] => typeof field[1] === 'string'))
    return new URLSearchParams(fields)
  const data = new FormData()
  for (const [name, value] of fields) data.set(name, value)
  return data
}

type Seat = Awaited<ReturnType<Awaited<ReturnType<typeof atDesks>>['seat']>>

/** Approves what a plan's page leads to, as it is shown to that person. */
async function approveAt({ ask }: Seat, planPage: string, reader: Seat): Promise<number> {
  const [request = ''] = /\/desk\/approvals\/[\w-]{22}/.exec((await reader.ask(planPage)).text) ?? []
  const [, digest = ''] = /name="digest" value="([0-9a-f]{64})"/.exec((await ask(request)).text) ?? []
  return (await ask(`${request}/approval`, { digest })).status
}

const trail = (database: Database) => database.read.select().from(trailRecords)

describe('looking a certificate up', () => {
  databaseTest(
    'takes a purpose, stays out of addresses and leaves its subject on record',
    async ({ database }) => {
      const { ctx, certificates, seat } = await atDesks(database, 3)
      const { ask, accountId } = await seat(['clerk'], 1)
      const { row } = certificates[0]!
      const before = (await trail(database)).length
      const aimless = await ask('/desk/certificates/search', { number: row.number, purpose: '' })
      expect(aimless.status).toBe(422)
      expect(aimless.text).toContain('须写明事由')
      expect(aimless.text).toContain(`value="${row.number}"`)
      expect(await trail(database)).toHaveLength(before)

      const found = await ask('/desk/certificates/search', { number: row.number, purpose: PURPOSE })
      expect(found.status).toBe(200)
      expect(found.text).toContain(`/desk/certificates/${row.id}`)
      expect(found.text).toContain('在用')
      const [search] = (await trail(database)).slice(-1)
      expect(search).toMatchObject({
        actor: `account:${accountId}`,
        act: 'certificates.read',
        purpose: PURPOSE,
        outcome: 'done',
      })
      const subjects = await database.read.select().from(trailSubjects)
      expect(
        subjects.filter(({ position }) => position === search?.position).map(({ subject }) => subject),
      ).toEqual([subjectOf(ctx.keyring.fields, row.personId)])

      const opened = await ask(`/desk/certificates/${row.id}`, { purpose: PURPOSE })
      const [, name = ''] = /<b class="name">([^<]+)<\/b><\/td>/.exec(opened.text) ?? []
      expect(name).not.toBe('')
      const byName = await ask('/desk/certificates/search', { name, document: DOCUMENT, purpose: PURPOSE })
      expect(byName.text).toContain(row.number)
      const nobody = await ask('/desk/certificates/search', { number: '没有这个编号', purpose: PURPOSE })
      expect(nobody.text).toContain('没有找到')
      expect((await ask('/desk/certificates/search', { name, purpose: PURPOSE })).text).toContain('文号')
    },
  )

  databaseTest('shows neither name nor ground before a purpose is given', async ({ database }) => {
    const { ctx, certificates, seat, page } = await atDesks(database, 1)
    const number = certificates[0]?.row.number ?? ''
    await changeStatus(ctx, { number, act: 'suspend', ...DECIDED })
    const { ask } = await seat(['supervisor'], 1)
    const [closed, opened] = [await ask(page), await ask(page, { purpose: PURPOSE })]
    for (const { text } of [closed, opened]) {
      expect(text).toContain('已暂停')
      expect(text).toContain(DECIDED.document)
      expect(text).toContain('服务器控制台')
      expect(text).not.toContain(`action="${page}/changes"`)
    }
    expect(closed.text).not.toContain(GROUND)
    expect(opened.text).toContain(GROUND)
    expect((await ask(page, { purpose: '' })).status).toBe(422)
    expect((await ask(page, { purpose: '证件号码 530111199001011234' })).text).toContain('不要填写证件号码')
  })

  databaseTest('cannot tell one out of reach from one that does not exist', async ({ database }) => {
    const { ctx, seat, id } = await atDesks(database, 1)
    const { kunming } = await officeIds(ctx)
    const { ask } = await seat(['clerk'], 1, kunming)
    expect((await ask('/desk/certificates')).text).toContain(OFFICES.kunming)
    for (const suffix of ['', '/changes', '/file', '/correction', '/reissue']) {
      const form = suffix === '' ? undefined : { purpose: PURPOSE, act: 'revoke', ...DECIDED }
      const [one, other] = [
        await ask(`/desk/certificates/${id}${suffix}`, form),
        await ask(`/desk/certificates/${'A'.repeat(22)}${suffix}`, form),
      ]
      expect([one.status, other.status], suffix).toEqual([404, 404])
      expect(one.text.replaceAll(id, '')).toBe(other.text.replaceAll('A'.repeat(22), ''))
    }
    for (const odd of ['%00', '..%2f', '%F0%9F%98%80'])
      expect((await ask(`/desk/certificates/${odd}`)).status, odd).toBe(404)
    const elsewhere = await ask('/desk/certificates/bulk', {
      office: (await officeIds(ctx)).province,
      kind: 'document',
      scopeDocument: DOCUMENT,
      act: 'revoke',
      ...DECIDED,
    })
    expect(elsewhere.status).toBe(422)
    expect(elsewhere.text).not.toContain('试算：')
  })

  databaseTest(
    'hands out the signed PDF for a purpose, on record, once somebody may sign it',
    async ({ database }) => {
      const { seat, page } = await atDesks(database, 1)
      const [clerk, sealer] = [await seat(['clerk'], 1), await seat(['sealer'], 2)]
      expect((await clerk.ask(page, { purpose: PURPOSE })).text).toContain(
        '请发证机关的用印人在任职资格文件的页面上制作',
      )
      expect((await clerk.ask(`${page}/file`, { purpose: PURPOSE })).status).toBe(403)
      expect((await sealer.ask(`${page}/file`, { purpose: '' })).status).toBe(422)
      const signed = await sealer.ask(`${page}/file`, { purpose: PURPOSE })
      expect(signed.type).toBe('application/pdf')
      expect(signed.text.startsWith('%PDF-')).toBe(true)
      expect((await clerk.ask(page, { purpose: PURPOSE })).text).toContain('下载 PDF')
      const again = await clerk.ask(`${page}/file`, { purpose: PURPOSE })
      expect(Buffer.compare(again.bytes, signed.bytes)).toBe(0)
      const looks = (await trail(database)).filter(({ facts }) => facts.includes('"file":true'))
      expect(looks.map(({ purpose }) => purpose)).toEqual([PURPOSE, PURPOSE, PURPOSE])
    },
  )
})

describe('a change of one certificate', () => {
  databaseTest(
    'is proposed by one, approved by another, then applied; the public hears no ground',
    async ({ database }) => {
      const { ctx, app, certificates, seat, page } = await atDesks(database, 1)
      const [clerk, sealer] = [await seat(['clerk', 'sealer'], 1), await seat(['sealer'], 2)]
      const { code } = certificates[0]!.row
      const wrong = await clerk.ask(`${page}/changes`, {
        purpose: PURPOSE,
        act: 'revoke',
        ...DECIDED,
        decidedOn: '2027-01-01',
      })
      expect(wrong.status).toBe(422)
      expect(wrong.text).toContain('决定日期应为今天或以前的日期')
      expect(wrong.text).toContain(`value="${GROUND}"`)
      expect(wrong.text).toContain('<option value="revoke" selected="">撤销</option>')
      expect(await database.read.select().from(changePlans)).toEqual([])

      const { status, to } = await clerk.ask(`${page}/changes`, {
        purpose: PURPOSE,
        act: 'revoke',
        ...DECIDED,
      })
      expect(status).toBe(303)
      expect((await clerk.ask(to)).text).toContain('审批中，还差 1 人')
      expect((await clerk.ask(page)).text).toContain(to)
      expect((await clerk.ask('/desk/certificates/changes')).text).toContain(to)
      const early = await clerk.ask(`${to}/application`, {})
      expect(early.status).toBeGreaterThanOrEqual(400)
      expect(await approveAt(clerk, to, clerk)).toBeGreaterThanOrEqual(400)
      expect(await database.read.select().from(statusChanges)).toEqual([])

      expect(await approveAt(sealer, to, clerk)).toBe(303)
      const ready = (await clerk.ask(to)).text
      expect(ready).toContain('已核准，待办理')
      expect(ready).toContain(`${to}/application`)
      const seen = (await sealer.ask(to)).text
      expect(seen).toContain('由发证机关的经办人办理')
      expect(seen).not.toContain(`${to}/application`)
      expect((await clerk.ask(`${to}/application`, {})).to).toBe(to)
      expect((await clerk.ask(to)).text).toContain('已办理')
      expect((await clerk.ask(`${to}/application`, {})).status).toBe(409)

      expect((await verifyByCode(ctx, code)).status).toBe('revoked')
      const pub = await (await app.request(`/v/${code}`, { headers: { Accept: 'text/html' } })).text()
      expect(pub).toContain('已撤销')
      expect(pub).not.toContain(GROUND)
      const after = (await clerk.ask(page, { purpose: PURPOSE })).text
      expect(after).toContain(GROUND)
      expect(after).toMatch(/<td data-label="办理人">p1\.\w+<\/td>/)
      // Nothing but an appeal upheld follows.
      expect([...after.matchAll(/<option value="(\w+)"/g)].map(([, act]) => act)).toEqual(['reinstate'])
      expect(after).not.toContain(`${page}/correction`)
    },
  )

  databaseTest('offers what the life cycle allows and nothing else', async ({ database }) => {
    const { ctx, certificates, seat, page } = await atDesks(database, 1)
    const { ask } = await seat(['clerk'], 1)
    const number = certificates[0]?.row.number ?? ''
    const offered = async () => {
      const { text } = await ask(page, { purpose: PURPOSE })
      const status = /<select id="act"[\s\S]*?<\/select>/.exec(text)?.[0] ?? ''
      return {
        acts: [...status.matchAll(/<option value="(\w+)"/g)].map(([, act]) => act),
        correct: text.includes(`${page}/correction`),
        reissue: text.includes(`${page}/reissue`),
      }
    }
    const inForce = { acts: ['suspend', 'revoke', 'close', 'lapse'], correct: true, reissue: true }
    expect(await offered()).toEqual(inForce)
    await changeStatus(ctx, { number, act: 'suspend', ...DECIDED })
    expect(await offered()).toEqual({
      acts: ['restore', 'revoke', 'close', 'lapse'],
      correct: false,
      reissue: false,
    })
    const posted = await ask(`${page}/changes`, { purpose: PURPOSE, act: 'suspend', ...DECIDED })
    expect(posted.status).toBe(422)
    expect(posted.text).toContain('没有可以办理的证书')
    await changeStatus(ctx, { number, act: 'restore', ...DECIDED })
    expect(await offered()).toEqual(inForce)
  })

  databaseTest(
    'a correction shows what is wrong beside what it should be, and links both versions',
    async ({ database }) => {
      const { ctx, certificates, seat, page } = await atDesks(database, 1)
      const [clerk, sealer] = [await seat(['clerk'], 1), await seat(['sealer'], 2)]
      const form = { purpose: PURPOSE, ...withPrefix('correct-') }
      for (const [field, text, why] of [
        ['correct-obtainedOn', '2023年底', '取得时间不符合证书的格式'],
        ['correct-scope', '某地有效', '适用范围不符合证书的格式'],
        ['correct-level', '999', '职称级别不符合证书的格式'],
        ['correct-name', '', '没有变化'],
      ] as const) {
        const refused = await clerk.ask(`${page}/correction`, { ...form, [field]: text })
        expect(refused.status, field).toBe(422)
        expect(refused.text).toContain(why)
        if (text !== '' && field !== 'correct-level') expect(refused.text).toContain(`value="${text}"`)
      }
      const corrected = { ...form, 'correct-specialty': '岩土工程', 'correct-scope': '基层有效' }
      const { to } = await clerk.ask(`${page}/correction`, corrected)
      expect(await approveAt(sealer, to, clerk)).toBe(303)
      expect((await clerk.ask(`${to}/application`, {})).status).toBe(303)

      const old = (await clerk.ask(page)).text
      expect(old).toContain('已由新版取代')
      expect(old).toContain('更正：专业、适用范围')
      const [, newer = ''] = /这一版已由 <a href="([^"]+)"/.exec(old) ?? []
      const opened = (await clerk.ask(newer, { purpose: PURPOSE })).text
      expect(opened).toContain('岩土工程')
      expect(opened).toContain('基层有效')
      expect(opened).toContain(page)
      expect((await clerk.ask(page, { purpose: PURPOSE })).text).not.toContain(`${page}/changes`)
      expect((await verifyByCode(ctx, certificates[0]?.row.code ?? '')).status).toBe('superseded')
    },
  )

  databaseTest(
    'a reissue takes a photo; one that is no picture is refused and nothing is kept',
    async ({ database }) => {
      const { seat, page } = await atDesks(database, 1)
      const [clerk, sealer] = [await seat(['clerk'], 1), await seat(['sealer'], 2)]
      const form = { purpose: PURPOSE, ...withPrefix('reissue-') }
      const send = (photo: Uint8Array) =>
        clerk.ask(`${page}/reissue`, { ...form, photo: new File([new Uint8Array(photo)], '照片.jpg') })
      const nothing = await clerk.ask(`${page}/reissue`, { ...form, idNumber: '530111199001011234' })
      expect(nothing.status).toBe(422)
      expect(nothing.text).not.toContain('530111199001011234')
      expect((await send(new TextEncoder().encode('no picture'))).status).toBeGreaterThanOrEqual(415)
      const large = await send(new Uint8Array(700_000))
      expect(large.status).toBe(413)
      expect(large.text).toContain('内容太长')
      expect(await database.read.select().from(changePlans)).toEqual([])
      const { to, status } = await send(photoJpeg())
      expect(status).toBe(303)
      expect(await approveAt(sealer, to, clerk)).toBe(303)
      expect((await clerk.ask(`${to}/application`, {})).status).toBe(303)
      expect((await clerk.ask(page)).text).toContain('换发：照片')
    },
  )
})

describe('what is typed into addresses and forms', () => {
  databaseTest('is never a fault of ours, whatever it holds', async ({ database }) => {
    const { certificates, seat, page } = await atDesks(database, 1)
    const { ask } = await seat(['clerk'], 1)
    const document = `/desk/certificates/documents/${certificates[0]?.row.documentId}`
    for (const odd of ['%00', '%ED%A0%80', '%F0%9F%98%80', "'", 'A'.repeat(5_000)])
      for (const path of [
        `/desk/certificates?after=${odd}`,
        `/desk/certificates/documents/${odd}`,
        `${document}?after=${odd}`,
        `/desk/certificates/changes?after=${odd}`,
        `/desk/certificates/changes/${odd}`,
        `/desk/certificates/bulk?document=${odd}`,
        `/desk/certificates/${odd}`,
      ])
        expect([200, 404], path.slice(0, 60)).toContain((await ask(path)).status)
    for (const odd of ['\u0000', '\ud800', '\u2028', '字'.repeat(9_000)])
      for (const [path, form] of [
        ['/desk/certificates/search', { number: odd, purpose: PURPOSE }],
        ['/desk/certificates/search', { name: odd, document: odd, purpose: odd }],
        [page, { purpose: odd }],
        [`${page}/changes`, { purpose: PURPOSE, act: odd, ...DECIDED }],
        [`${page}/changes`, { purpose: PURPOSE, act: 'revoke', document: odd, decidedOn: odd, ground: odd }],
        [`${page}/correction`, { purpose: PURPOSE, 'correct-name': odd, 'correct-committee': odd }],
        ['/desk/certificates/bulk', { office: odd, kind: 'committee', committee: odd, act: 'revoke' }],
      ] as const)
        expect((await ask(path, form)).status, `${path} ${JSON.stringify(odd.slice(0, 3))}`).toBeLessThan(500)
    expect(await database.read.select().from(changePlans)).toEqual([])
  })
})

describe('a page that answered a form', () => {
  databaseTest('leads back to where the form is when asked for by its address', async ({ database }) => {
    const { seat } = await atDesks(database, 1)
    const { ask } = await seat(['clerk'], 1)
    for (const [address, home] of [
      ['/desk/certificates/search', '/desk/certificates'],
      ['/desk/certificates/bulk/proposal', '/desk/certificates/bulk'],
    ] as const)
      expect(await ask(address)).toMatchObject({ status: 303, to: home })
  })
})

describe('a change of many', () => {
  databaseTest('is tried first, submitted as it was seen, and applied at once', async ({ database }) => {
    const { ctx, certificates, seat } = await atDesks(database, 120)
    const { province } = await officeIds(ctx)
    const [clerk, reviewer, sealer] = [
      await seat(['clerk'], 1),
      await seat(['reviewer'], 2),
      await seat(['sealer'], 3),
    ]
    const [first, second] = certificates
    await changeStatus(ctx, { number: first?.row.number ?? '', act: 'suspend', ...DECIDED })
    const form = { office: province, kind: 'document', scopeDocument: DOCUMENT, act: 'revoke', ...DECIDED }
    for (const [change, why] of [
      [{ scopeDocument: '' }, '文号没有填写'],
      [{ scopeDocument: '云人社发〔2099〕1号' }, '云人社发〔2099〕1号'],
      [{ kind: 'session', committee: '某评委会', obtainedOn: '去年' }, '取得时间应为日期'],
      [{ kind: 'committee', committee: '没有这个评委会' }, '没有可以办理的证书'],
      [{ act: 'correct' }, '办理事项没有选择'],
      [{ ground: '' }, '理由应为'],
    ] as const) {
      const refused = await clerk.ask('/desk/certificates/bulk', { ...form, ...change })
      expect(refused.status, why).toBeGreaterThanOrEqual(404)
      expect(refused.text).toContain(why)
      expect(refused.text).toContain(`value="${DECIDED.document}"`)
    }

    const trial = (await clerk.ask('/desk/certificates/bulk', form)).text
    expect(trial).toContain('试算：撤销 120 份证书')
    expect(trial).toMatch(/<b>1<\/b>现状：已暂停/)
    expect(trial).toMatch(/<b>119<\/b>现状：在用/)
    expect(trial).toContain('第 1 至 100 份，共 120 份')
    const rest = (await clerk.ask('/desk/certificates/bulk', { ...form, from: '100' })).text
    expect(rest).toContain('第 101 至 120 份，共 120 份')
    expect(rest).toContain(certificates[119]?.row.number)
    const digestIn = (text: string) => /name="digest" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? ''

    await changeStatus(ctx, { number: second?.row.number ?? '', act: 'revoke', ...DECIDED })
    const stale = await clerk.ask('/desk/certificates/bulk/proposal', { ...form, digest: digestIn(trial) })
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('试算：撤销 119 份证书')
    expect(await database.read.select().from(changePlans)).toEqual([])

    const { to } = await clerk.ask('/desk/certificates/bulk/proposal', {
      ...form,
      digest: digestIn(stale.text),
    })
    expect(await approveAt(reviewer, to, clerk)).toBe(303)
    expect(await approveAt(sealer, to, clerk)).toBe(303)
    expect((await clerk.ask(`${to}/application`, {})).status).toBe(303)
    expect(await appliedOn(database.read, to.split('/').at(-1) ?? '')).toBe('2026-11-21')
    for (const i of [0, 1, 119])
      expect((await verifyByCode(ctx, certificates[i]?.row.code ?? '')).status).toBe('revoked')
  })

  databaseTest(
    'is offered to nobody who may not propose, and refused when changed since approval',
    async ({ database }) => {
      const { ctx, certificates, seat } = await atDesks(database, 2)
      const { province } = await officeIds(ctx)
      const [clerk, reviewer, sealer] = [
        await seat(['clerk'], 1),
        await seat(['reviewer'], 2),
        await seat(['sealer'], 3),
      ]
      const form = { office: province, kind: 'document', scopeDocument: DOCUMENT, act: 'lapse', ...DECIDED }
      expect((await sealer.ask('/desk/certificates')).text).not.toContain('/desk/certificates/bulk')
      expect((await clerk.ask('/desk/certificates')).text).toContain('/desk/certificates/bulk')
      expect((await sealer.ask('/desk/certificates/bulk')).status).toBe(403)
      expect((await sealer.ask('/desk/certificates/bulk', form)).status).toBe(403)
      const trial = (await clerk.ask('/desk/certificates/bulk', form)).text
      const digest = /name="digest" value="([0-9a-f]{64})"/.exec(trial)?.[1] ?? ''
      expect((await sealer.ask('/desk/certificates/bulk/proposal', { ...form, digest })).status).toBe(403)
      const { to } = await clerk.ask('/desk/certificates/bulk/proposal', { ...form, digest })
      await approveAt(reviewer, to, clerk)
      await approveAt(sealer, to, clerk)
      await changeStatus(ctx, { number: certificates[0]?.row.number ?? '', act: 'suspend', ...DECIDED })
      const refused = await clerk.ask(`${to}/application`, {})
      expect(refused.status).toBe(409)
      expect(refused.text).toContain('请重新试算并重新核准')
      expect(await database.read.select().from(statusChanges)).toHaveLength(1)
    },
  )
})

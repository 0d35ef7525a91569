import { toBuffer } from 'qrcode'
import { describe, expect } from 'vitest'
import { changeStatus } from '../../../src/certificates/changes/change-status.ts'
import { findStoredByNumber } from '../../../src/certificates/reading/find.ts'
import { searchRecords } from '../../../src/integrity/records/search-records.ts'
import { takeSnapshot } from '../../../src/integrity/snapshot/take-snapshot.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { RATE_RULES } from '../../../src/platform/rate-limit.ts'
import { verifyCommand } from '../../../src/verification/commands.ts'
import { statementInPdf } from '../../../src/verification/statements/statement-in-pdf.ts'
import { databaseTest as test } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { at } from './own-at-work.ts'
import { holderAtWork, ID_NUMBER, NAME } from './holder-at-work.ts'

describe('the pages where people see their own', () => {
  test('let somebody in by a code from the counter, and out again', async ({ database }) => {
    const { ask, enter, recorded, cookies } = await holderAtWork(database)
    await recorded()
    expect(await (await ask('/my')).text()).toContain('查询码')
    const entered = await enter()
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/my'])
    const home = await ask('/my')
    expect(home.headers.get('cache-control')).toBe('no-store')
    const page = await home.text()
    for (const words of [NAME, '有在期记录', '2026年12月1日', '提交的两篇论文系伪造', '昆人社决〔2023〕3号'])
      expect(page).toContain(words)
    expect(page).not.toContain(ID_NUMBER)
    await ask('/my/leave', {})
    expect([...cookies.keys()]).toEqual([])
    const after = await (await ask('/my')).text()
    expect(after).not.toContain(NAME)
  })

  test('show nothing to whoever is not in, and lead them to the door', async ({ database }) => {
    const { ask, app } = await holderAtWork(database)
    for (const path of ['/my/statements', '/my/consents', `/my/statements/${'A'.repeat(22)}`])
      expect((await ask(path)).headers.get('location')).toBe('/my')
    expect((await ask('/my/statements', { recipient: '某某医院', purpose: '应聘' })).status).toBe(401)
    const elsewhere = { Origin: 'https://evil.example.com' }
    expect((await app.request('/my/enter', { method: 'POST', headers: elsewhere })).status).toBe(403)
  })

  test('give back what was typed but the number and the code, and stop whoever tries on', async ({
    database,
  }) => {
    const { ask, number } = await holderAtWork(database)
    const typed = { number, idNumber: ID_NUMBER, code: '00000-00000' }
    const statuses: number[] = []
    let page = ''
    for (let i = 0; i <= RATE_RULES.ownDoor.most; i++) {
      const response = await ask('/my/enter', typed)
      statuses.push(response.status)
      if (i === 0) page = await response.text()
    }
    expect(page).toContain(`value="${number}"`)
    expect(page).not.toContain(ID_NUMBER)
    expect(statuses).toEqual([...Array.from({ length: RATE_RULES.ownDoor.most }, () => 422), 429])
  })

  test('make a statement that anybody verifies by its code', async ({ database }) => {
    const { ask, enter, app, recorded } = await holderAtWork(database)
    await enter()
    const form = { recipient: '昆明市第一人民医院', purpose: '应聘主治医师岗位', idNumber: ID_NUMBER }
    const refused = await ask('/my/statements', { ...form, idNumber: '1' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('应聘主治医师岗位')
    const path = (await ask('/my/statements', form)).headers.get('location') ?? ''
    const sheet = await (await ask(path)).text()
    expect(sheet).toContain('没有在记录期内的诚信记录')
    expect(sheet).toContain('class="qr"')
    const pdf = await ask(`${path}/pdf`)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    const paper = new Uint8Array(await pdf.arrayBuffer())

    const code = path.split('/').at(-1) ?? ''
    const html = await app.request(`/s/${code}`, { headers: { Accept: 'text/html' } })
    const page = await html.text()
    for (const words of ['声明真实', NAME, ID_NUMBER.slice(-4), form.recipient, form.purpose])
      expect(page).toContain(words)
    expect(page).not.toContain(ID_NUMBER)
    const json = await app.request(`/s/${code}`, { headers: { Accept: 'application/json' } })
    expect(await json.json()).toMatchObject({ verdict: 'valid', statement: { name: NAME } })
    const unknown = await app.request(`/s/${'A'.repeat(22)}`, { headers: { Accept: 'text/html' } })
    expect(await unknown.text()).toContain('无法判定')
    // Pasted where certificates are checked, it is judged as what it is.
    const text = `https://rcps.example.gov.cn/s/${code}`
    const pasted = await app.request('/verify', {
      method: 'POST',
      headers: { Accept: 'text/html' },
      body: new URLSearchParams({ credential: text }),
    })
    expect(await pasted.text()).toContain('声明真实')
    const program = await app.request('/api/v1/verifications', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ credential: text }),
    })
    const said: unknown = await program.json()
    expect(said).toMatchObject({ verdict: 'valid', statement: { asOf: '2026-11-21', recordedUntil: null } })

    // So are its PDF and a photograph of its code, and a record that came since changes none of it.
    await recorded()
    const whole = statementInPdf(paper) ?? ''
    for (const bytes of [paper, await toBuffer(whole, { scale: 4 })]) {
      const upload = (path: string) => {
        const body = new FormData()
        body.set('file', new File([new Uint8Array(bytes)], '声明'))
        return app.request(path, { method: 'POST', headers: { Accept: 'text/html' }, body })
      }
      expect(await (await upload('/verify')).text()).toContain('截至2026年11月21日，没有在记录期内的诚信记录')
      expect(await (await upload('/api/v1/verifications')).json()).toEqual(said)
    }
  })

  test('list the certificates with what became of them, and who looked', async ({ database }) => {
    const { ask, enter, recorded, number, officer, ctx } = await holderAtWork(database)
    await recorded()
    const asked = { ...officer, actor: { ...officer.actor, purpose: '受理本人申诉' } }
    for (const _ of [1, 2]) await searchRecords(asked, { by: 'number', idNumber: ID_NUMBER })
    await enter()
    const page = await (await ask('/my')).text()
    const code = (await findStoredByNumber(database.read, number))?.row.code
    for (const words of [number, `/v/${code}`, '一级教师（中级）', '受理本人申诉', '2026-11-21，2 次'])
      expect(page).toContain(words)
    expect(page).toContain('>在用</td>')
    await changeStatus(ctx, { number, act: 'suspend', document: '昆人社发〔2026〕1号', ground: '核查中。' })
    expect(await (await ask('/my')).text()).toContain('已暂停')
  })

  test('hand out the proof that somebody was not listed on a day, which the command checks', async ({
    database,
  }) => {
    const { ask, enter, recorded, ctx } = await holderAtWork(database)
    const memory = memoryInMemory()
    await enter()
    expect(await (await ask('/my/absence', { day: '2026-11-21' })).text()).toContain('没有 2026-11-21 的')
    expect(await (await ask('/my/absence', { day: '昨天' })).text()).toContain('应为日期')
    await takeSnapshot(ctx)
    await publishCheckpoint(ctx, memory)
    const file = await ask('/my/absence', { day: '2026-11-21' })
    expect(file.headers.get('content-disposition')).toContain('integrity-absence-2026-11-21.json')
    const proof = await file.text()
    const said: string[] = []
    const terminal = {
      cwd: '.',
      out: (line: string) => said.push(line),
      err: (line: string) => said.push(line),
      progress: () => {},
      input: () => Promise.resolve(Buffer.from(proof)),
    }
    const check = (idNumber: string) =>
      verifyCommand.run({ values: { 'id-number': idNumber }, positionals: ['-'] }, terminal, ctx)
    expect(await check(ID_NUMBER)).toBe(0)
    expect(said.at(-1)).toContain('属实：2026-11-21')
    expect(await check(madeUpNumber(899))).toBe(1)

    // Of a day on which they are listed there is none.
    await recorded()
    const next = at(ctx, '2026-11-22T00:10:00+08:00')
    await takeSnapshot(next)
    await publishCheckpoint(next, memory)
    const none = await ask('/my/absence', { day: '2026-11-22' })
    expect(none.headers.get('content-disposition')).toBeNull()
    expect(await none.text()).toContain('没有不在档证明可以出具')
  })

  test('take an objection, and a word for one office that is shown once', async ({ database }) => {
    const { ask, enter, recorded } = await holderAtWork(database)
    const recordId = await recorded()
    await enter()
    const short = await ask(`/my/records/${recordId}/objections`, { words: '错' })
    expect(short.status).toBe(422)
    expect((await ask(`/my/records/${recordId}/objections`, { words: '论文并非伪造。' })).status).toBe(303)
    expect(await (await ask('/my')).text()).toContain('申诉已收到，正在复核')

    const once = /name="once" value="([\w-]+)"/.exec(await (await ask('/my/consents')).text())?.[1] ?? ''
    const form = { once, office: '昆明市人力资源和社会保障局', purpose: '竞聘岗位', days: '7' }
    expect((await ask('/my/consents', { ...form, office: '查无此局' })).status).toBe(422)
    const [first, again] = [await ask('/my/consents', form), await ask('/my/consents', form)]
    const token = /<b class="mono">([\w-]+)<\/b>/.exec(await first.text())?.[1]
    expect(token).toMatch(/^(\w{5}-){2}\w{5}$/)
    // Pressed twice it is one word.
    expect(await again.text()).toContain(token)
    const list = await (await ask('/my/consents')).text()
    expect(list.match(/可以使用/g)).toHaveLength(1)
    expect(list).not.toContain(token)
    const withdrawal = /action="(\/my\/consents\/[\w-]+\/withdrawal)"/.exec(list)?.[1] ?? ''
    await ask(withdrawal, {})
    expect(await (await ask('/my/consents')).text()).toContain('已撤回')
  })
})

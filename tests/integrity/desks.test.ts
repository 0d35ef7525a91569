import { describe, expect } from 'vitest'
import { takeSnapshot } from '../../src/integrity/snapshot/take-snapshot.ts'
import { REPLY_TYPE } from '../../src/integrity/sharing/file-event.ts'
import { fileDigest } from '../../src/integrity/sharing/file-text.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Terminal } from '../../src/platform/command.ts'
import type { Database } from '../../src/platform/database.ts'
import { base64url, utf8 } from '../../src/signing/bytes.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import { openJws, signJws } from '../../src/signing/jws.ts'
import { verifyCommand } from '../../src/verification/commands.ts'
import { databaseTest as test } from '../support/database.ts'
import { desksAt } from '../support/desks.ts'
import { memoryInMemory } from '../support/offices-at-work.ts'
import { signedIn, type AtWork } from '../support/signed-in.ts'
import { madeUpNumber } from '../support/staff.ts'
import { archiveAtWork } from './records/at-work.ts'

const THEIRS = ed25519Signer(new Uint8Array(32).fill(9))
const RUNS = { document: '云教规〔2022〕9号', clause: '第十二条', years: 5, start: 'decision' } as const

async function desks(database: Database) {
  const work = await archiveAtWork(database)
  const { ctx, officeId } = work
  const app = desksAt(ctx)
  const officer = await signedIn(ctx, { officeId, roles: ['integrity-officer'], person: 821 })
  const issuer = await signedIn(ctx, { officeId, roles: ['document-issuer'], person: 822 })
  const get = async (who: AtWork, path: string) => {
    const response = await app.request(path, { headers: { ...who.headers, Accept: 'text/html' } })
    return { status: response.status, text: await response.text() }
  }
  const post = async (who: AtWork, path: string, fields: Readonly<Record<string, string | File>>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const response = await app.request(path, { method: 'POST', headers: who.headers, body })
    return {
      status: response.status,
      to: response.headers.get('Location') ?? '',
      text: await response.text(),
    }
  }
  return { ...work, officer, issuer, get, post }
}

describe('the desks of sharing and keeping', () => {
  test('go from the rule to the file, its answer, the repair and the withdrawal', async ({ database }) => {
    const { officer, issuer, officeId, inForce, get, post } = await desks(database)
    const recordId = await inForce({ rule: RUNS })
    const sharing = '/desk/integrity/sharing'
    expect((await get(officer, sharing)).text).toContain('没有机构登记信用信息平台')
    expect((await get(officer, '/desk/integrity-basis')).status).toBe(403)
    const platform = {
      officeId,
      name: '全国信用信息共享平台（云南）',
      basis: '昆人社通〔2023〕37号 六（三）',
      publicKey: base64url(THEIRS.publicKey),
      isOpen: 'yes',
    }
    expect(
      (await post(issuer, '/desk/integrity-basis/platform', { ...platform, publicKey: 'x' })).status,
    ).toBe(422)
    expect((await post(issuer, '/desk/integrity-basis/platform', platform)).to).toBe('/desk/integrity-basis')
    expect((await get(issuer, '/desk/integrity-basis')).text).toContain('共享给全国信用信息共享平台（云南）')

    expect((await get(officer, sharing)).text).toContain('待报送 1 条')
    expect((await post(officer, `${sharing}/files`, { officeId, kind: 'withdrawal' })).text).toContain(
      '没有需要报送或撤回的记录',
    )
    expect((await post(officer, `${sharing}/files`, { officeId, kind: 'incremental' })).to).toBe(sharing)
    const listed = (await get(officer, sharing)).text
    const sending = /\/desk\/integrity\/sharing\/files\/[\w-]+\/sending/.exec(listed)?.[0] ?? ''
    const { text } = await post(officer, sending, {})
    const opened = openJws(text, 'zhengxin-credit-exchange+jws')
    const sequence = typeof opened === 'string' ? 0 : opened.payload['sequence']
    const reply = signJws(THEIRS, REPLY_TYPE, { v: 1, sequence, file: fileDigest(text), outcome: 'accepted' })
    const wrong = new File(['no reply'], 'reply.jws')
    expect((await post(officer, `${sharing}/replies`, { officeId, reply: wrong })).text).toContain(
      '不是所登记的平台签名的回执',
    )
    const right = new File([reply], 'reply.jws')
    expect((await post(officer, `${sharing}/replies`, { officeId, reply: right })).to).toBe(sharing)
    expect((await get(officer, sharing)).text).toContain('已收存')

    const keeping = `/desk/integrity/${recordId}/keeping`
    expect((await get(officer, keeping)).text).toContain('平台已收存')
    const notice = { document: '信用修复决定〔2026〕9号', happenedOn: '2026-11-20' }
    expect((await post(officer, `${keeping}/copies`, { act: 'repaired', ...notice })).to).toBe(keeping)
    const held = { what: 'hold', kind: 'lawsuit', ground: '昆行初字第7号' }
    expect((await post(officer, `${keeping}/holds`, held)).to).toBe(keeping)
    expect((await post(officer, `${keeping}/holds`, held)).text).toContain('已按同一事由保全')
    const ended = {
      decidedBy: '昆明市人社局',
      decisionNumber: '决〔2026〕8号',
      decidedOn: '2026-11-20',
      endsOn: '2026-11-30',
      reason: '平台已修复。',
    }
    expect((await post(officer, `${keeping}/endings`, ended)).text).toContain('信用修复只终止共享')
    const kept = (await get(officer, keeping)).text
    for (const words of ['在记录期内', '昆行初字第7号', '信用修复决定〔2026〕9号'])
      expect(kept).toContain(words)
    expect((await get(officer, sharing)).text).toContain('待撤回 1 条')
    const { isOpen: _, ...closed } = platform
    await post(issuer, '/desk/integrity-basis/platform', closed)
    const stopped = (await get(officer, sharing)).text
    for (const words of ['已停止共享', '待报送 0 条', 'value="withdrawal"']) expect(stopped).toContain(words)
    expect(stopped).not.toContain('value="incremental"')
    expect((await post(officer, `${sharing}/files`, { officeId, kind: 'withdrawal' })).to).toBe(sharing)
  })

  test('hand out a proof that zhengxin verify checks against the number alone', async ({ database }) => {
    const { ctx, officer, inForce, post } = await desks(database)
    await inForce({ rule: RUNS })
    await takeSnapshot(ctx)
    await publishCheckpoint(ctx, memoryInMemory())
    const ask = (person: number, more = {}) =>
      post(officer, '/desk/integrity/absence', {
        name: '某甲',
        idType: 'resident-identity-card',
        idNumber: madeUpNumber(person),
        day: ctx.today(),
        purpose: '核对申报人',
        ...more,
      })
    expect((await ask(810)).text).toContain('这一天此人在记录期内')
    const unexplained = await ask(810, { purpose: ' ' })
    expect([unexplained.status, unexplained.text]).toEqual([422, expect.stringContaining('没有写事由')])
    const misnamed = await ask(810, { name: '某乙' })
    expect([misnamed.status, misnamed.text]).toEqual([422, expect.stringContaining('与证件类型或姓名不符')])
    expect((await ask(830, { idNumber: '123' })).status).toBe(422)
    expect((await ask(830, { day: '2020-01-01' })).status).toBe(404)
    const proof = (await ask(830)).text
    const verify = async (person: number, json = false) => {
      const said: string[] = []
      const terminal: Terminal = {
        cwd: '/',
        out: (line) => said.push(line),
        err: (line) => said.push(line),
        progress: () => {},
        input: () => Promise.resolve(utf8(proof)),
      }
      const values = { 'id-number': madeUpNumber(person), json }
      return {
        code: await verifyCommand.run({ values, positionals: ['-'] }, terminal, ctx),
        said: said.join('\n'),
      }
    }
    expect(await verify(830)).toMatchObject({ code: 0, said: expect.stringContaining('属实') as string })
    expect(await verify(831)).toMatchObject({
      code: 1,
      said: expect.stringContaining('不是这个证件号码的证明') as string,
    })
    expect(JSON.parse((await verify(830, true)).said)).toMatchObject({ verdict: 'absent' })
  })
})

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect } from 'vitest'
import { authorityById } from '../../src/identity/find-authority.ts'
import { integrityReply, integrityShare, integrityTend } from '../../src/integrity/commands.ts'
import { REPLY_TYPE } from '../../src/integrity/sharing/file-event.ts'
import { fileDigest } from '../../src/integrity/sharing/file-text.ts'
import { setPlatform } from '../../src/integrity/sharing/set-platform.ts'
import type { DeskCommand, Terminal } from '../../src/platform/command.ts'
import type { Context } from '../../src/platform/context.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import { signJws } from '../../src/signing/jws.ts'
import { databaseTest as test } from '../support/database.ts'
import { archiveAtWork } from './records/at-work.ts'

const THEIRS = ed25519Signer(new Uint8Array(32).fill(9))
const folder = mkdtempSync(join(tmpdir(), 'zhengxin-integrity-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(
  ctx: Context,
  command: DeskCommand,
  values: Readonly<Record<string, string>>,
  ...positionals: readonly string[]
) {
  const said: string[] = []
  const terminal: Terminal = {
    cwd: folder,
    out: (line) => said.push(line),
    err: (line) => said.push(line),
    progress: () => {},
    input: () => Promise.resolve(new Uint8Array()),
  }
  return { code: await command.run({ values, positionals }, terminal, ctx), said: said.join('\n') }
}

describe('the night operator', () => {
  test('tends the archive, as often as they like', async ({ database }) => {
    const { ctx, inForce } = await archiveAtWork(database)
    await inForce()
    expect(await run(ctx, integrityTend, {})).toEqual({
      code: 0,
      said: '已做今日快照，共 4096 个位置。\n已销毁到期记录 0 条；到期而保全或待办 0 条。',
    })
    expect((await run(ctx, integrityTend, {})).said).toContain('今日快照已有')
    const now = new Date('2027-02-01T04:00:00Z')
    const later = { ...ctx, now: () => now, today: () => '2027-02-01' }
    expect((await run(later, integrityTend, {})).said).toContain('已销毁到期记录 1 条')
  })

  test('shares, and takes in the answer', async ({ database }) => {
    const { ctx, officeId, inForce } = await archiveAtWork(database)
    await inForce()
    const basis = '昆人社通〔2023〕37号 六（三）'
    const publicKey = base64url(THEIRS.publicKey)
    await setPlatform(ctx, { officeId, name: '信用平台', publicKey, basis, isOpen: true })
    const { creditCode: office } = await authorityById(database.read, officeId)
    await expect(() => run(ctx, integrityShare, { office, kind: 'some', to: 'x' })).rejects.toMatchObject({
      code: 'usage',
    })
    const shared = await run(ctx, integrityShare, { office, kind: 'full', to: 'one.jws' })
    expect(shared).toMatchObject({
      code: 0,
      said: expect.stringContaining('第 1 份（全量），1 条') as string,
    })
    expect(statSync(join(folder, 'one.jws')).mode & 0o777).toBe(0o600)
    const file = fileDigest(readFileSync(join(folder, 'one.jws'), 'utf8'))
    writeFileSync(
      join(folder, 'reply.jws'),
      signJws(THEIRS, REPLY_TYPE, { v: 1, sequence: 1, file, outcome: 'accepted' }),
    )
    expect(await run(ctx, integrityReply, { office }, 'reply.jws')).toEqual({
      code: 0,
      said: '第 1 份：平台已收存。',
    })
    expect(await run(ctx, integrityReply, { office }, 'none.jws')).toMatchObject({ code: 1 })
  })
})

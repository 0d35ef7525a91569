import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askHolder, lockFolder } from '../../src/platform/folder-lock.ts'

const HOLDER = `
import { lockFolder } from ${JSON.stringify(new URL('../../src/platform/folder-lock.ts', import.meta.url).href)}
const lock = await lockFolder(process.argv.at(-1), process.pid)
lock.accept(async ({ argv, cwd, input }, reply) => (reply({ out: [...argv, cwd, input].join('|') }), reply({ err: 'e' }), 3))
console.log('held')
setInterval(() => {}, 1000)
`

let folder: string
const holders: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhengxin-lock-'))
})
afterEach(() => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function holdElsewhere(where = folder): Promise<ChildProcess> {
  const script = join(where, '..', `holder-${process.pid}-${holders.length}.mjs`)
  writeFileSync(script, HOLDER)
  const holder = spawn(process.execPath, ['--import', 'tsx', script, where], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  holders.push(holder)
  await once(holder.stdout, 'data')
  rmSync(script)
  return holder
}

describe('the lock of a data folder', () => {
  it('refuses a second holder and names the first by its pid', async () => {
    const holder = await holdElsewhere()
    await expect(lockFolder(folder, process.pid)).rejects.toMatchObject({
      code: 'platform/data-folder-locked',
      facts: { pid: holder.pid },
      message: expect.stringContaining(String(holder.pid)) as string,
    })
  })

  it('is free again after its holder was killed, and its socket is private', async () => {
    const holder = await holdElsewhere()
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const lock = await lockFolder(folder, process.pid)
    expect(statSync(join(folder, 'lock.sock')).mode & 0o777).toBe(0o600)
    await lock.release()
  })

  it('goes to exactly one of many that find a dead socket', async () => {
    const holder = await holdElsewhere()
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder, process.pid)))
    const held = tries.filter((each) => each.status === 'fulfilled')
    expect(held).toHaveLength(1)
    for (const each of held) await each.value.release()
  })

  it('carries a command to the holder and its words and exit code back', async () => {
    await holdElsewhere()
    const lines: object[] = []
    const exit = await askHolder(folder, { argv: ['a', 'b'], cwd: '/somewhere', input: 'aGk=' }, (line) =>
      lines.push(line),
    )
    expect(exit).toBe(3)
    expect(lines).toEqual([{ out: 'a|b|/somewhere|aGk=' }, { err: 'e' }])
  })

  it('has nobody to ask when nobody holds the folder', async () => {
    expect(await askHolder(folder, { argv: [], cwd: '/', input: '' }, () => {})).toBeNull()
  })

  it('refuses commands while its holder is busy with work of its own', async () => {
    const lock = await lockFolder(folder, process.pid)
    await expect(askHolder(folder, { argv: [], cwd: '/', input: '' }, () => {})).rejects.toMatchObject({
      code: 'platform/data-folder-locked',
    })
    await lock.release()
  })

  it('works in a folder whose path is longer than a socket address', async () => {
    const deep = join(folder, 'x'.repeat(120))
    mkdirSync(deep)
    const lock = await lockFolder(deep, process.pid)
    await expect(lockFolder(deep, process.pid)).rejects.toMatchObject({ code: 'platform/data-folder-locked' })
    await lock.release()
  })
})

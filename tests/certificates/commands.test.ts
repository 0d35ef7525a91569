import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect } from 'vitest'
import { certificatesExport } from '../../src/certificates/commands.ts'
import { readArguments, type Terminal } from '../../src/platform/command.ts'
import { databaseTest as test } from '../support/database.ts'
import { DOCUMENT, officesAtWork } from '../support/offices-at-work.ts'

const folder = mkdtempSync(join(tmpdir(), 'zhengxin-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('zhengxin certificates export', () => {
  test('writes into a folder it makes, and draws nothing for one it cannot make', async ({ database }) => {
    const offices = await officesAtWork(database)
    await offices.issued(2)
    const drawn: string[] = []
    const terminal: Terminal = {
      cwd: folder,
      out() {},
      err() {},
      progress: (what) => void drawn.push(what),
      input: () => Promise.reject(new Error('nothing is piped')),
    }
    const run = (...argv: readonly string[]) =>
      Promise.resolve().then(() =>
        certificatesExport.run(readArguments(certificatesExport, [DOCUMENT, ...argv]), terminal, offices.ctx),
      )
    writeFileSync(join(folder, 'file'), '')
    await expect(run('--to', 'file/deeper')).rejects.toMatchObject({ code: 'certificates/folder-unusable' })
    for (const first of ['x', '0', '-1', '1.5'])
      await expect(run('--to', 'out', '--first', first), first).rejects.toMatchObject({ code: 'usage' })
    expect(drawn).toEqual([])
    expect(await run('--to', 'new/out', '--first', '1')).toBe(0)
    expect(readdirSync(join(folder, 'new/out'))).toHaveLength(1)
  })
})

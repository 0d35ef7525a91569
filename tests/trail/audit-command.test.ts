import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { auditCommand } from '../../src/ledger/commands.ts'
import type { Terminal } from '../../src/platform/command.ts'
import { anchorTrail } from '../../src/trail/anchor.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { auditWaiting } from '../../src/trail/audit-waiting.ts'
import { databaseTest } from '../support/database.ts'
import { tamper } from '../ledger/ledger-at-work.ts'
import { clerkAtWork, record } from './trail-at-work.ts'

databaseTest(
  'the audit command recomputes the trail too, and names what is wrong in it',
  async ({ database }) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'zhengxin-audit-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true }))
    const clerk = await clerkAtWork(database)
    const ctx = { ...clerk, config: { ...clerk.config, dataDir } }
    for (let i = 0; i < 3; i++) await record(ctx)
    await anchorTrail(ctx)
    const audit = async (json: boolean) => {
      const lines: string[] = []
      const out = (line: string) => void lines.push(line)
      const terminal: Terminal = {
        cwd: '/',
        out,
        err: out,
        progress: () => {},
        input: () => Promise.resolve(new Uint8Array()),
      }
      const exit = await auditCommand([], auditTrail, auditWaiting).run(
        { values: { json }, positionals: [] },
        terminal,
        ctx,
      )
      return { exit, text: lines.join('\n') }
    }
    expect(await audit(false)).toEqual({
      exit: 0,
      text: '一致：存证 2 条、数据 0 行、操作记录 3 条全部复算相符。',
    })
    await tamper(database.read, `update trail_records set purpose = '无' where position = 1`)
    const found = await audit(false)
    expect(found.exit).toBe(1)
    expect(found.text).toMatch(/^操作记录第 1 条.*（trail\/record-altered）\n不一致：/)
    expect(JSON.parse((await audit(true)).text)).toMatchObject({
      entries: 2,
      records: 3,
      defects: [{ code: 'trail/record-altered', where: { table: 'trail_records', row: '1' } }],
    })
  },
)

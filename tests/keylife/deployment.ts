import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { initKeys } from '../../src/keys/init.ts'
import { openKeyring } from '../../src/keys/live.ts'
import { checkKeys } from '../../src/keylife/check-keys.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { testContext } from '../support/context.ts'
import { memoryInMemory } from '../support/offices-at-work.ts'

/** A deployment with keys of its own on disk, its ledger begun and told of them. */
export async function deployment(database: Database) {
  const keysDir = mkdtempSync(join(tmpdir(), 'zhengxin-keylife-'))
  onTestFinished(() => rmSync(keysDir, { recursive: true, force: true }))
  const plain = testContext(database)
  const folder = { keysDir, unlockFile: join(keysDir, 'unlock') }
  await initKeys({
    ...folder,
    organisation: '云南省人力资源和社会保障厅',
    today: plain.today(),
    random: plain.random,
  })
  const ctx: Context = {
    ...plain,
    config: { ...plain.config, ...folder },
    keyring: await openKeyring(folder, plain.today()),
  }
  const memory = memoryInMemory()
  await beginLedger(ctx, 'rcps.example.gov.cn/ledger')
  await checkKeys(ctx)
  await publishCheckpoint(ctx, memory)
  return { ctx, memory, folder }
}

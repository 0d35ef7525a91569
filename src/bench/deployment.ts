import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { dayOf } from '../calendar/day.ts'
import { registerOffices } from '../demo/offices.ts'
import { syntheticList } from '../demo/synthetic-list.ts'
import { initKeys } from '../keys/init.ts'
import { chance } from '../platform/chance.ts'
import { readConfig } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { judgeApprovedList } from '../results/lists/approved-list.ts'
import { registerDocument } from '../results/document/register-document.ts'
import { importList } from '../results/lists/import-list.ts'
import { openService } from '../service.ts'
import { openSpreadsheet } from '../spreadsheets/open-spreadsheet.ts'
import type { BenchSetting } from './measure.ts'

const SAMPLE = fileURLToPath(new URL('../../templates/samples/approved-list-2023.xlsx', import.meta.url))

export interface BenchDeployment {
  readonly ctx: Context
  /** Imports and confirms a list of made-up people; answers with the document's number. */
  confirmed(people: number): Promise<string>
  close(): Promise<void>
}

/** A deployment of the bench's own, real in every part, gone when closed. */
export async function benchDeployment(setting: BenchSetting): Promise<BenchDeployment> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhengxin-bench-'))
  const server = setting.databaseUrl === null ? null : await ownDatabase(setting.databaseUrl)
  const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: server?.url })
  await initKeys({ ...config, organisation: '证信基准测试', today: dayOf(new Date()), random: chance() })
  const service = await openService(config)
  const { ctx } = service
  const authority = await registerOffices(ctx)
  const sample = await judgeApprovedList(openSpreadsheet(new Uint8Array(readFileSync(SAMPLE))), {
    today: ctx.today(),
    keepRows: true,
  })
  let lists = 0
  return {
    ctx,
    async confirmed(people) {
      lists += 1
      const bytes = await syntheticList(sample.rows, people, lists)
      const { listId } = await importList(ctx, { bytes, fileName: `bench-${lists}.xlsx`, authority })
      const number = `云人社发〔2023〕${lists}号`
      await registerDocument(ctx, { listId, documentNumber: number, issuedOn: '2023-12-20', persons: bytes })
      return number
    },
    async close() {
      await service.close()
      await server?.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function ownDatabase(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `zhengxin_bench_${process.pid}_${randomBytes(3).toString('hex')}`
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  const named = new URL(url)
  named.pathname = `/${name}`
  return {
    url: named.href,
    async drop() {
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

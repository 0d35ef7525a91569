import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql as query } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { checkpointFile } from '../../src/ledger/checkpoint-memory.ts'
import { decodeEntry, encodeEntry, entryRecord, type EntryDraft } from '../../src/ledger/entry.ts'
import { emptyTree, growTree, partialTiles, rootOf, type GrownTile } from '../../src/ledger/growing-tree.ts'
import { CHAIN_START, chainHash, leafHash } from '../../src/ledger/hash.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerHead } from '../../src/ledger/schema.ts'
import { submitting } from '../../src/ledger/submit.ts'
import { rowsOf } from '../../src/platform/database.ts'
import { openServerDatabase } from '../../src/platform/server-database.ts'
import { testContext } from '../support/context.ts'
import { ownDatabase } from '../support/database.ts'
import { withName } from '../support/global-setup.ts'
import { started, zhengxin } from '../support/process.ts'
import { ledgerOf } from '../ledger/ledger-at-work.ts'

// It needs PostgreSQL's own programs, as the race tests do.
const onServer = inject('template').kind === 'server'
const run = promisify(execFile)
const PG = fileURLToPath(new URL('../../.ci/postgres', import.meta.url))
const CODE = `11539901000009999${creditCodeCheck('11539901000009999')}`
const TABLES = ['ledger_entries', 'ledger_tiles', 'ledger_checkpoints', 'ledger_head'] as const

let home: string
let cluster: string
let url: string
let sql: postgres.Sql
let service: Awaited<ReturnType<typeof started>>
let site: string

const environment = () => ({ DATABASE_URL: url, PORT: '0' })
const command = (...argv: string[]) => zhengxin(argv, { cwd: home, environment: environment() })

async function serve() {
  service = await started(['serve'], { cwd: home, environment: environment(), until: /证信已启动/ })
  site = /http:\/\/localhost:\d+/.exec(service.out())?.[0] ?? ''
}

async function audited(): Promise<{
  exit: number
  codes: string[]
  first: { index?: number; row?: string }
}> {
  const { exit, out } = await command('audit', '--json')
  const { defects } = JSON.parse(out.trim().split('\n').at(-1) ?? '') as {
    defects: { code: string; where: { index?: number; row?: string } }[]
  }
  return { exit, codes: defects.map(({ code }) => code), first: defects[0]?.where ?? {} }
}

const fromOutside = () => command('audit', '--url', site, '--history', 'history', '--json')
const signing = async () =>
  ((await (await fetch(`${site}/readyz`)).json()) as { signing: { problem?: string } }).signing

describe.skipIf(!onServer)('a ledger under a running service', () => {
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'zhengxin-attack-'))
    cluster = mkdtempSync(join(tmpdir(), 'zhengxin-pg-'))
    url = (await run(PG, [cluster])).stdout.trim()
    sql = postgres(url, { max: 1, onnotice: () => {} })
    const made = await command('keys', 'init', '--organisation', '某省人力资源和社会保障厅')
    expect(made, made.err).toMatchObject({ exit: 0 })
    await serve()
    const added = await command(
      ...'authorities add --kind province --place 530000 --number-prefix YN'.split(' '),
      '--name',
      '某省人力资源和社会保障厅',
      '--credit-code',
      CODE,
    )
    expect(added, added.err).toMatchObject({ exit: 0 })
    await sql`create schema keep`
    for (const table of TABLES) await sql.unsafe(`create table keep.${table} as table public.${table}`)
  })
  afterAll(async () => {
    await service?.stop('SIGKILL')
    await sql?.end({ timeout: 1 })
    await run(PG, ['stop', cluster]).catch(() => {})
    for (const folder of [home, cluster]) rmSync(folder, { recursive: true, force: true })
  })

  const restore = async () => {
    for (const table of TABLES)
      await sql.unsafe(`truncate public.${table}; insert into public.${table} select * from keep.${table}`)
  }

  afterEach(async () => {
    if (service.child.exitCode === null) await restore()
  })

  it('walks whole from outside', async () => {
    const { exit, out } = await fromOutside()
    expect(exit, out).toBe(0)
    expect(await audited()).toMatchObject({ exit: 0, codes: [] })
  })

  const swap = `update ledger_entries a set body = b.body, record = b.record, leaf = b.leaf, chain = b.chain from keep.ledger_entries b where a.index in (1, 2) and b.index = 3 - a.index`
  it.each<[string, string, string, number]>([
    [
      'altered',
      `update ledger_entries set body = overlay(body placing '\\x21' from 3) where index = 2`,
      'ledger/entry-body',
      2,
    ],
    ['deleted', 'delete from ledger_entries where index = 1', 'ledger/entry-missing', 1],
    [
      'swapped',
      `alter table ledger_entries drop constraint if exists ledger_entries_record_unique; ${swap}`,
      'ledger/entry-chain',
      1,
    ],
  ])('names the place of an entry that was %s', async (_, deed, code, index) => {
    await sql.unsafe(deed)
    expect(await audited()).toMatchObject({ exit: 1, first: { index } })
    expect((await audited()).codes).toContain(code)
    // What is gone cannot be told from what is withheld; it never adds up.
    expect((await fromOutside()).exit).not.toBe(0)
  })

  it('is found rewound, and signs no more, while it goes on serving', async () => {
    await sql.unsafe(
      `delete from ledger_entries where index >= 2; delete from ledger_checkpoints where size > 2; update ledger_head set size = 2`,
    )
    expect((await audited()).codes).toContain('ledger/rolled-back')
    await new Promise((done) => setTimeout(done, 2_500))
    expect(await signing()).toMatchObject({ ready: false, problem: 'ledger/rolled-back' })
    expect((await fetch(`${site}/verify`)).status).toBe(200)
  })

  it('is found re-hashed to its tip by somebody without the key', async () => {
    await rehash(sql)
    const found = await audited()
    expect(found.codes).toContain('ledger/forked')
    await new Promise((done) => setTimeout(done, 2_500))
    expect(await signing()).toMatchObject({ ready: false, problem: 'ledger/forked' })
    expect((await fromOutside()).exit).toBe(1)
  })

  it('walks whole after its service and its PostgreSQL were killed', async () => {
    await service.stop('SIGKILL')
    process.kill(Number(readFileSync(join(cluster, 'data/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    const port = new URL(url).port
    const start = `$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)/pg_ctl -D ${cluster}/data -l ${cluster}/log -w -o '-p ${port} -k ${cluster} -c listen_addresses=127.0.0.1' start`
    const asOwner =
      process.getuid?.() === 0
        ? (['runuser', ['-u', 'postgres', '--', 'bash', '-c', start]] as const)
        : (['bash', ['-c', start]] as const)
    for (let tries = 0; ; tries++) {
      // Children of the killed server linger for a moment.
      await new Promise((done) => setTimeout(done, 500))
      try {
        await run(asOwner[0], [...asOwner[1]])
        break
      } catch (error) {
        if (tries > 20) throw error
      }
    }
    await serve()
    const { exit, out } = await fromOutside()
    expect(exit, out).toBe(0)
    expect(await audited()).toMatchObject({ exit: 0, codes: [] })
  })

  it('grows under two instances for a quarter of a minute without a gap', async () => {
    const database = await ownDatabase()
    const [named] = await rowsOf<{ name: string }>(database.read, query`select current_database() as name`)
    const template = inject('template')
    const second = await openServerDatabase(
      withName(template.kind === 'server' ? template.url : '', named?.name ?? ''),
    )
    const folder = join(home, 'two')
    mkdirSync(folder)
    const memory = checkpointFile(join(folder, 'checkpoint'))
    const contexts = [database, second].map((each) => testContext(each))
    await ledgerOf(contexts[0]!, 1)
    await publishCheckpoint(contexts[0]!, memory)
    const until = Date.now() + 15_000
    const indexes: bigint[] = []
    await Promise.all(
      contexts.map(async (ctx, instance) => {
        const queue = submitting<number, null>(ctx, memory, (context, _, items) => {
          const drafts = items.map((place): EntryDraft => ({
            type: 'list.imported',
            record: entryRecord(context.random(16)),
            day: context.today(),
            facts: { instance, place },
          }))
          return Promise.resolve({ drafts, items: drafts.map(({ record }) => ({ record, answer: null })) })
        })
        const caller = async () => {
          while (Date.now() < until) indexes.push((await queue.submit(1)).index)
        }
        await Promise.all(Array.from({ length: 16 }, caller))
      }),
    )
    expect(new Set(indexes).size).toBe(indexes.length)
    const [head] = await database.read.select().from(ledgerHead)
    const anchors = Math.floor((Number(head!.size) - 1) / 4096)
    expect(indexes.length + 1 + anchors).toBe(Number(head!.size))
    expect((await auditLedger(contexts[1]!, { sealedTables: [], memory })).defects).toEqual([])
    await second.close()
    await database.close()
  })
})

/** What a superuser without the key can do at best: a history that adds up in itself. */
async function rehash(sql: postgres.Sql): Promise<void> {
  const rows = await sql<
    { index: string; body: Buffer }[]
  >`select index, body from ledger_entries order by index`
  const tree = emptyTree()
  const tiles: GrownTile[] = []
  let chain = CHAIN_START
  for (const { index, body } of rows) {
    const decoded = decodeEntry(new Uint8Array(body))
    if (decoded.kind === 'broken') throw new Error(decoded.rule)
    const { v: _, ...draft } = decoded.entry
    const forged = index === '1' ? encodeEntry({ ...draft, facts: { forged: true } }) : new Uint8Array(body)
    const leaf = leafHash(forged)
    chain = chainHash(chain, leaf)
    growTree(tree, leaf, (tile) => tiles.push(tile))
    await sql`update ledger_entries set body = ${Buffer.from(forged)}, leaf = ${Buffer.from(leaf)}, chain = ${Buffer.from(chain)} where index = ${index}`
  }
  for (const { level, index, hashes } of [...tiles, ...partialTiles(tree)])
    await sql`update ledger_tiles set hashes = ${Buffer.from(hashes)} where level = ${level} and tile = ${String(index)}`
  await sql`update ledger_head set root = ${Buffer.from(rootOf(tree))}, chain = ${Buffer.from(chain)}`
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concat, equalBytes, utf8 } from '../../src/signing/bytes.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import { encodeVkey, noteKey } from '../../src/signing/note.ts'
import { auditRemoteLog } from '../../src/ledger/audit-remote.ts'
import { historyFolder } from '../../src/ledger/checkpoint-history.ts'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { auditFromOutside } from '../../src/ledger/commands.ts'
import { encodeEntry, type EntryDraft } from '../../src/ledger/entry.ts'
import { emptyTree, growTree, partialTiles, rootOf, type GrownTile } from '../../src/ledger/growing-tree.ts'
import { leafHash } from '../../src/ledger/hash.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { httpLog, type RemoteLog } from '../../src/ledger/remote-log.ts'
import { decodeBundle, encodeBundle, tilePath } from '../../src/ledger/tile.ts'
import type { Terminal } from '../../src/platform/command.ts'
import type { Context } from '../../src/platform/context.ts'
import { testContext } from '../support/context.ts'
import { ownDatabase } from '../support/database.ts'
import { append, drafts, ledgerOf, memoryOf, ORIGIN, served } from './ledger-at-work.ts'

/** Everything an honest log served at each of its checkpoints; a test serves some of it, or something else. */
type Files = ReadonlyMap<string, Uint8Array>
const published = new Map<number, Files>()
const signer = ed25519Signer(new Uint8Array(32).fill(2))
const key = noteKey(ORIGIN, signer.publicKey)
let home: string

const SIZES = [3, 300, 4_110]

async function download(ctx: Context, size: number): Promise<Files> {
  const files = new Map<string, Uint8Array>()
  const app = served(ctx)
  const recording = httpLog('https://rcps.example.gov.cn/', {
    fetch: async (url) => {
      const { pathname } = new URL(url)
      const response = await app.request(pathname)
      if (response.ok)
        files.set(pathname.slice('/ledger/'.length), new Uint8Array(await response.clone().arrayBuffer()))
      return response
    },
  })
  expect(await auditRemoteLog(recording, [key], null)).toMatchObject({ entries: size, defects: [] })
  return files
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'zhengxin-audit-'))
  const database = await ownDatabase()
  const ctx = testContext(database)
  const memory = memoryOf()
  let size = 0
  for (const next of SIZES) {
    if (size === 0) await ledgerOf(ctx, next)
    // One of them is the anchor the ledger adds by itself.
    else await append(ctx, next - size - (next > 4_096 ? 1 : 0))
    await publishCheckpoint(ctx, memory)
    published.set((size = next), await download(ctx, next))
  }
  await database.close()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const filesAt = (size: number): Files => published.get(size) as Files
const fileAt = (size: number, path: string): Uint8Array => filesAt(size).get(path) as Uint8Array

/** A server that answers from `files`, but for what is put in their place; null: 404. */
const serving = (files: Files, instead: Readonly<Record<string, Uint8Array | null>> = {}): RemoteLog =>
  httpLog('https://x.example', {
    pause: () => Promise.resolve(),
    fetch: (url) => {
      const path = new URL(url).pathname.slice('/ledger/'.length)
      const body = path in instead ? instead[path] : files.get(path)
      return Promise.resolve(body ? new Response(Uint8Array.from(body)) : new Response('', { status: 404 }))
    },
  })

/** A log of its own, signed with the same key. */
function logOf(entries: readonly EntryDraft[]): Files {
  const files = new Map<string, Uint8Array>()
  const bodies = entries.map(encodeEntry)
  const tree = emptyTree()
  const put = ({ level, index, hashes }: GrownTile) =>
    files.set(tilePath({ level, index, width: hashes.length / 32 }), hashes)
  for (const body of bodies) growTree(tree, leafHash(body), put)
  for (const tile of partialTiles(tree)) put(tile)
  for (let at = 0; at < bodies.length; at += 256) {
    const some = bodies.slice(at, at + 256)
    files.set(tilePath({ level: 'entries', index: BigInt(at / 256), width: some.length }), encodeBundle(some))
  }
  const checkpoint = { origin: ORIGIN, size: BigInt(bodies.length), root: rootOf(tree) }
  return files.set('checkpoint', utf8(signCheckpoint(checkpoint, signer)))
}

const forkOf = (size: number, origin = ORIGIN): Files => {
  const ctx = testContext(null as never)
  const [genesis, ...rest] = drafts(ctx, size) as [EntryDraft, ...EntryDraft[]]
  return logOf([{ ...genesis, type: 'ledger.genesis', facts: { origin } }, ...rest])
}

const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
const entriesIn = (size: number, path: string) => decodeBundle(fileAt(size, path)) as Uint8Array[]

const swapped = (entries: Uint8Array[], at: number): Uint8Array[] =>
  entries.toSpliced(at, 2, entries[at + 1] as Uint8Array, entries[at] as Uint8Array)

let folders = 0
const newHistory = () => join(home, `history-${folders++}`)

describe('an audit from outside', () => {
  const PARTIAL = 'tile/entries/016.p/14'

  it('finds nothing wrong with a log as it is', async () => {
    for (const size of SIZES)
      expect(await auditRemoteLog(serving(filesAt(size)), [key], null)).toEqual({
        origin: ORIGIN,
        entries: size,
        compared: 0,
        defects: [],
        learned: [],
        evidence: null,
      })
  })

  it('reads every tile there is', () =>
    expect([...filesAt(4_110).keys()].filter((path) => path.startsWith('tile/')).length).toBe(2 * 17 + 1))

  it.each<[string, () => Record<string, Uint8Array | null>, object]>([
    [
      'an entry with a byte changed',
      () => ({ 'tile/entries/003': flipped(fileAt(4_110, 'tile/entries/003'), 40) }),
      { code: 'ledger/entry-leaf', where: { index: 768 } },
    ],
    [
      'two entries swapped',
      () => {
        return {
          [PARTIAL]: encodeBundle(swapped(entriesIn(4_110, PARTIAL), 3)),
        }
      },
      { code: 'ledger/entry-leaf', where: { index: 4_099 } },
    ],
    [
      'a last entry left out of its bundle',
      () => ({ [PARTIAL]: encodeBundle(entriesIn(4_110, PARTIAL).slice(0, -1)) }),
      { code: 'ledger/entry-missing', where: { index: 4_109 } },
    ],
    [
      'a bundle with an entry too many',
      () => ({ [PARTIAL]: encodeBundle([...entriesIn(4_110, PARTIAL), utf8('{}')]) }),
      { code: 'ledger/entry-missing', where: { index: 4_110 } },
    ],
    [
      'a bundle cut short',
      () => ({ [PARTIAL]: fileAt(4_110, PARTIAL).slice(0, -1) }),
      { where: { index: 4_096 } },
    ],
    [
      'a bundle that is not served',
      () => ({ 'tile/entries/001': null }),
      { code: 'ledger/entry-missing', where: { index: 256, path: 'tile/entries/001' } },
    ],
    [
      'a leaf hash changed',
      () => ({ 'tile/0/002': flipped(fileAt(4_110, 'tile/0/002'), 32 * 5) }),
      { code: 'ledger/entry-leaf', where: { index: 517 } },
    ],
    [
      'a tile that is not served',
      () => ({ 'tile/0/002': null }),
      { code: 'ledger/tile', where: { index: 512, path: 'tile/0/002' } },
    ],
    [
      'a tile longer than a tile',
      () => ({ 'tile/0/002': concat(fileAt(4_110, 'tile/0/002'), new Uint8Array(1)) }),
      { code: 'ledger/tile', where: { path: 'tile/0/002' } },
    ],
    [
      'a tile of a higher level changed',
      () => ({ 'tile/1/000.p/16': flipped(fileAt(4_110, 'tile/1/000.p/16'), 33) }),
      { code: 'ledger/tile', where: { path: 'tile/1/000.p/16' } },
    ],
    [
      'a tile of a higher level cut short',
      () => ({ 'tile/1/000.p/16': fileAt(4_110, 'tile/1/000.p/16').slice(0, 64) }),
      { code: 'ledger/tile', where: { path: 'tile/1/000.p/16' } },
    ],
    [
      'a checkpoint with another size',
      () => ({
        checkpoint: utf8(Buffer.from(fileAt(4_110, 'checkpoint')).toString().replace('4110', '4109')),
      }),
      { code: 'ledger/checkpoint-signature' },
    ],
    [
      'a checkpoint of another key',
      () => ({
        checkpoint: utf8(
          signCheckpoint(
            { origin: ORIGIN, size: 4_110n, root: new Uint8Array(32) },
            ed25519Signer(new Uint8Array(32)),
          ),
        ),
      }),
      { code: 'ledger/checkpoint-signature' },
    ],
    [
      'a signed checkpoint the entries do not add up to',
      () => ({
        checkpoint: utf8(signCheckpoint({ origin: ORIGIN, size: 4_110n, root: new Uint8Array(32) }, signer)),
      }),
      { code: 'ledger/root', where: { size: '4110' } },
    ],
  ])('names %s', async (_, instead, first) => {
    const { defects } = await auditRemoteLog(serving(filesAt(4_110), instead()), [key], null)
    expect(defects[0]).toMatchObject(first)
    expect(defects.every(({ message }) => /\p{Script=Han}.*。$/u.test(message))).toBe(true)
  })

  it('holds an altered entry against the tree even when its tile is altered too', async () => {
    const bodies = entriesIn(300, 'tile/entries/001.p/44')
    const body = utf8(Buffer.from(bodies[7]!).toString().replace('"place":', '"plade":'))
    const leaves = fileAt(300, 'tile/0/001.p/44').slice()
    leaves.set(leafHash(body), 7 * 32)
    const instead = { 'tile/entries/001.p/44': encodeBundle(bodies.with(7, body)), 'tile/0/001.p/44': leaves }
    const { defects } = await auditRemoteLog(serving(filesAt(300), instead), [key], null)
    expect(defects).toMatchObject([{ code: 'ledger/root', where: { size: '300' } }])
  })

  it('recomputes anchors and canonical entries, however well they are signed', async () => {
    const ctx = testContext(null as never)
    const [genesis, second] = drafts(ctx, 2) as [EntryDraft, EntryDraft]
    const named = { ...genesis, type: 'ledger.genesis', facts: { origin: ORIGIN } } as const
    const misplaced = logOf([named, { ...second, type: 'chain.anchor', facts: { chain: 'x', size: 1 } }])
    expect((await auditRemoteLog(serving(misplaced), [key], null)).defects).toMatchObject([
      { code: 'ledger/entry-place', where: { index: 1 } },
    ])
    const other = await auditRemoteLog(serving(forkOf(3, 'other.example/ledger')), [key], null)
    expect(other.defects).toMatchObject([{ code: 'ledger/origin', where: { index: 0 } }])
  })
})

describe('an audit with a history', () => {
  it('keeps each checkpoint once its entries were checked, and compares with it ever after', async () => {
    const folder = newHistory()
    for (const [i, size] of SIZES.entries()) {
      const audit = await auditRemoteLog(serving(filesAt(size)), [key], historyFolder(folder))
      expect(audit).toMatchObject({ entries: size, compared: i, defects: [] })
    }
    expect(readdirSync(folder).toSorted()).toEqual(['3.checkpoint', '300.checkpoint', '4110.checkpoint'])
    expect(equalBytes(readFileSync(join(folder, '300.checkpoint')), fileAt(300, 'checkpoint'))).toBe(true)
  })

  it('keeps nothing of a log that is wrong, nor of one it could not read', async () => {
    const folder = newHistory()
    await auditRemoteLog(serving(filesAt(300), { 'tile/0/000': null }), [key], historyFolder(folder))
    expect(readdirSync(folder)).toEqual([])
  })

  const afterSeeing = async (size: number, log: RemoteLog) => {
    const folder = newHistory()
    await auditRemoteLog(serving(filesAt(size)), [key], historyFolder(folder))
    return { ...(await auditRemoteLog(log, [key], historyFolder(folder))), folder }
  }

  it('names a log that has become shorter, or a stale checkpoint', async () => {
    const { defects, folder, evidence } = await afterSeeing(300, serving(filesAt(3)))
    expect(defects).toMatchObject([{ code: 'ledger/rolled-back', where: { index: 3, size: '300' } }])
    expect(readdirSync(folder).toSorted()).toEqual([evidence, '300.checkpoint'])
  })

  it('names two roots of one size, and keeps both', async () => {
    const fork = forkOf(300)
    const { defects, folder, evidence } = await afterSeeing(300, serving(fork))
    expect(defects[0]).toMatchObject({ code: 'ledger/forked', where: { size: '300' } })
    expect(equalBytes(readFileSync(join(folder, evidence ?? '')), fork.get('checkpoint') as Uint8Array)).toBe(
      true,
    )
    expect(equalBytes(readFileSync(join(folder, '300.checkpoint')), fileAt(300, 'checkpoint'))).toBe(true)
  })

  it('names a history rewritten and grown, between the last size that agrees and the first that does not', async () => {
    const folder = newHistory()
    for (const size of [3, 300]) await auditRemoteLog(serving(filesAt(size)), [key], historyFolder(folder))
    const bodies = entriesIn(300, 'tile/entries/000').slice(0, 3)
    const start = bodies.map((body) => JSON.parse(Buffer.from(body).toString()) as EntryDraft)
    const rewritten = logOf([...start, ...drafts(testContext(null as never), 400)])
    const { defects } = await auditRemoteLog(serving(rewritten), [key], historyFolder(folder))
    expect(defects).toMatchObject([{ code: 'ledger/forked', where: { index: 3, size: '300' } }])
  })

  it('names a checkpoint kept under another key, or altered in the folder', async () => {
    const folder = newHistory()
    await auditRemoteLog(serving(filesAt(3)), [key], historyFolder(folder))
    writeFileSync(join(folder, '2.checkpoint'), 'half a no')
    const { defects } = await auditRemoteLog(serving(filesAt(300)), [key], historyFolder(folder))
    expect(defects).toMatchObject([{ code: 'ledger/checkpoint-signature', where: { path: '2.checkpoint' } }])
  })
})

describe('zhengxin audit --url', () => {
  async function run(log: RemoteLog, values: Record<string, string | boolean> = {}) {
    const said = { out: [] as string[], err: [] as string[] }
    const terminal = {
      cwd: home,
      out: (line: string) => said.out.push(line),
      err: (line: string) => said.err.push(line),
    } as unknown as Terminal
    const exit = await auditFromOutside({ values, positionals: [] }, terminal, log)
    return { exit, ...said }
  }
  const vkey = encodeVkey(key)
  const broken = (status: number) =>
    httpLog('https://x.example', {
      pause: () => Promise.resolve(),
      fetch: () => Promise.resolve(new Response('', { status })),
    })

  it('exits 0 when all is right, and warns when the key came from the audited', async () => {
    const ran = await run(serving(filesAt(300), { vkey: utf8(`${vkey}\n`) }))
    expect(ran).toMatchObject({ exit: 0, err: [expect.stringContaining('注意')] })
    expect(await run(serving(filesAt(300)), { vkey })).toMatchObject({ exit: 0, err: [] })
  })

  it('takes the key from a trust bundle', async () => {
    writeFileSync(join(home, 'trust.json'), JSON.stringify({ ledger: { origin: ORIGIN, vkey } }))
    expect(await run(serving(filesAt(3)), { trust: 'trust.json' })).toMatchObject({ exit: 0, err: [] })
  })

  it('exits 1 and names the first thing wrong', async () => {
    const log = serving(filesAt(300), { 'tile/entries/000': null })
    expect(await run(log, { vkey })).toMatchObject({
      exit: 1,
      out: [expect.stringContaining('第 0 条'), expect.anything()],
    })
    const { out } = await run(log, { vkey, json: true })
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      defects: [{ code: 'ledger/entry-missing', where: { index: 0 } }],
    })
  })

  it.each<[string, () => RemoteLog, Record<string, string>]>([
    ['nobody answers', () => httpLog('http://127.0.0.1:9', { pause: () => Promise.resolve() }), { vkey }],
    ['the server fails', () => broken(503), { vkey }],
    ['there is no log', () => broken(404), { vkey }],
    ['a page is served instead', () => serving(filesAt(3), { checkpoint: utf8('<html>') }), { vkey }],
    ['the key given is none', () => serving(filesAt(3)), { vkey: 'x+00000000+AAAA' }],
    ['the key served is none', () => serving(filesAt(3)), {}],
    ['the trust bundle is not there', () => serving(filesAt(3)), { trust: 'nowhere.json' }],
    [
      'the keys given are of two ledgers',
      () => serving(filesAt(3)),
      { vkey: `${vkey} ${encodeVkey({ ...noteKey('b', key.publicKey) })}` },
    ],
  ])('exits 2 when %s', async (_, log, values) => {
    const ran = await run(log(), values)
    expect(ran).toMatchObject({ exit: 2, out: [] })
    expect(ran.err.at(-1)).toMatch(/\p{Script=Han}.*。$/u)
  })

  it('reads through a server that fails twice', async () => {
    let failures = 2
    const log = httpLog('https://x.example', {
      pause: () => Promise.resolve(),
      fetch: (url) =>
        failures-- > 0
          ? Promise.reject(new TypeError('fetch failed'))
          : Promise.resolve(new Response(Uint8Array.from(fileAt(3, new URL(url).pathname.slice(8))))),
    })
    expect(await run(log, { vkey })).toMatchObject({ exit: 0 })
  })

  it('stops reading an answer that never ends', async () => {
    const endless = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }))
    const log = httpLog('https://x.example', { fetch: () => Promise.resolve(endless()) })
    expect((await log.read('tile/0/000', 8_192))?.length).toBe(8_193)
  })
})

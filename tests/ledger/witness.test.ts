import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hono } from 'hono'
import { encodeAddCheckpoint, parseAddCheckpoint } from '../../src/ledger/add-checkpoint.ts'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { cosignaturesOf } from '../../src/ledger/cosignature.ts'
import { leafHash, nodeHash } from '../../src/ledger/hash.ts'
import { EMPTY_ROOT, treeRoot } from '../../src/ledger/merkle.ts'
import { witnessApi } from '../../src/ledger/witness/api.ts'
import { initWitness, memoryIn, openWitness, originHash } from '../../src/ledger/witness/witness-folder.ts'
import { witnessOf } from '../../src/ledger/witness/witness.ts'
import { chance } from '../../src/platform/chance.ts'
import { utf8 } from '../../src/signing/bytes.ts'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import { addSignatures, COSIGNATURE, noteKey, parseVkey, type NoteKey } from '../../src/signing/note.ts'

const ORIGIN = 'neighbour.example/ledger'
const log = ed25519Signer(new Uint8Array(32).fill(7))
const retired = ed25519Signer(new Uint8Array(32).fill(8))
const logs = new Map([[ORIGIN, [log, retired].map(({ publicKey }) => noteKey(ORIGIN, publicKey))]])
const NOW = new Date('2026-11-21T00:00:00Z')

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((text) => leafHash(utf8(text))) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const leaves = [a, b, c, d]
const rootAt = (size: number) => treeRoot(leaves.slice(0, size))
const note = (size: number, root = rootAt(size), signer = log, origin = ORIGIN) =>
  signCheckpoint({ origin, size: BigInt(size), root }, signer)
const body = (old: number, proof: Uint8Array[], checkpoint: string) =>
  encodeAddCheckpoint({ oldSize: BigInt(old), proof, checkpoint })
/** From 2 to 3, and from 3 to 4. */
const TWO_THREE = [c]
const THREE_FOUR = [c, d, nodeHash(a, b)]

let home: string
let folders = 0
const heard: unknown[] = []
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'zhengxin-witness-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function newWitness() {
  const folder = join(home, String(folders++))
  const vkey = await initWitness(folder, 'witness.example/w1', chance())
  return { folder, vkey, app: await start(folder), key: parseVkey(vkey, COSIGNATURE) as NoteKey }
}

async function start(folder: string): Promise<Hono> {
  const { name, vkey, signer } = await openWitness(folder)
  const memoryOf = (origin: string) => memoryIn(folder, originHash(origin))
  const witness = witnessOf({ name, signer, logs, memoryOf, now: () => NOW })
  return witnessApi({
    witness,
    vkey,
    read: (hash) => memoryIn(folder, hash).read(),
    log: (error) => heard.push(error),
  })
}

const post = async (app: Hono, text: string | Uint8Array<ArrayBuffer>) => {
  const response = await app.request('/add-checkpoint', { method: 'POST', body: text })
  const type = response.headers.get('Content-Type')
  return { status: response.status, type, text: await response.text() }
}

describe('a witness', () => {
  it('cosigns the first checkpoint it sees, then only what follows from the last', async () => {
    const { app, key } = await newWitness()
    for (const [old, proof, size] of [
      [0, [], 2],
      [2, TWO_THREE, 3],
      [3, [], 3],
      [3, THREE_FOUR, 4],
    ] as const) {
      const { status, text } = await post(app, body(old, [...proof], note(size)))
      expect([size, status]).toEqual([size, 200])
      const found = cosignaturesOf(addSignatures(note(size), text), [key], verifyEd25519)
      expect(found).toEqual([{ key, time: NOW.getTime() / 1000 }])
    }
  })

  it('tells its size to one who is behind, ahead or new', async () => {
    const { app } = await newWitness()
    expect(await post(app, body(1, [b], note(2)))).toMatchObject({ status: 409, text: '0\n' })
    await post(app, body(0, [], note(3)))
    for (const request of [body(0, [], note(4)), body(2, TWO_THREE, note(3)), body(4, [], note(4))])
      expect(await post(app, request)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '3\n' })
  })

  it.each<[string, () => string | Uint8Array<ArrayBuffer>, number]>([
    ['nothing', () => '', 400],
    ['no proof of any kind', () => note(3), 400],
    ['a size with a leading zero', () => body(2, TWO_THREE, note(3)).replace('old 2', 'old 02'), 400],
    ['a hash that is too short', () => body(2, [c.subarray(1)], note(3)), 400],
    [
      '64 hashes',
      () =>
        body(
          2,
          Array.from({ length: 64 }, () => c),
          note(3),
        ),
      400,
    ],
    ['a note that is none', () => body(2, TWO_THREE, 'x\n\ny\n'), 400],
    ['a checkpoint without a root', () => body(2, TWO_THREE, note(3).replace(/\n3\n.*\n/, '\n3\n')), 400],
    ['bytes that are no text', () => Uint8Array.of(0xff, 0xfe), 400],
    ['more than anybody needs', () => 'x'.repeat(300_000), 400],
    ['an old size above the new', () => body(3, [], note(2)), 400],
    ['an unknown log', () => body(2, TWO_THREE, note(3, rootAt(3), log, 'other.example/ledger')), 404],
    [
      'no signature of the log',
      () => body(2, TWO_THREE, note(3, rootAt(3), ed25519Signer(new Uint8Array(32)))),
      403,
    ],
    ['an altered checkpoint', () => body(2, TWO_THREE, note(3).replace('\n3\n', '\n4\n')), 403],
    ['a wrong proof', () => body(2, [d], note(3)), 422],
    ['a proof left out', () => body(2, [], note(3)), 422],
    ['another root of the same size', () => body(2, [], note(2, d)), 422],
    ['a proof where none is needed', () => body(2, [c], note(2)), 422],
    ['another history', () => body(2, TWO_THREE, note(3, treeRoot([a, d, c]))), 422],
  ])('does not cosign %s', async (_, request, status) => {
    const { app } = await newWitness()
    await post(app, body(0, [], note(2)))
    expect(await post(app, request())).toMatchObject({ status, text: '' })
    // Nothing moved.
    expect((await post(app, body(2, TWO_THREE, note(3)))).status).toBe(200)
  })

  it('asks of an empty log the root of an empty tree, and of a first checkpoint no proof', async () => {
    const { app } = await newWitness()
    expect((await post(app, body(0, [], note(0, a)))).status).toBe(422)
    expect((await post(app, body(0, [a], note(2)))).status).toBe(422)
    expect((await post(app, body(0, [], note(0, EMPTY_ROOT)))).status).toBe(200)
    expect((await post(app, body(0, [], note(2)))).status).toBe(200)
  })

  it('takes a log’s retired key, and reads over lines of others', async () => {
    const { app } = await newWitness()
    const grease = `— grease.example/1 ${Buffer.alloc(80, 1).toString('base64')}\n`
    expect((await post(app, body(0, [], note(2, rootAt(2), retired) + grease))).status).toBe(200)
    const kept = await (await app.request(`/${originHash(ORIGIN)}/checkpoint`)).text()
    expect(kept).not.toContain('grease')
  })

  it('remembers over a restart, and has stored before it answers', async () => {
    const { app, folder } = await newWitness()
    const { text } = await post(app, body(0, [], note(3)))
    expect(await memoryIn(folder, originHash(ORIGIN)).read()).toBe(addSignatures(note(3), text))
    const again = await start(folder)
    expect(await post(again, body(0, [], note(2)))).toMatchObject({ status: 409, text: '3\n' })
    expect(await (await again.request(`/${originHash(ORIGIN)}/checkpoint`)).text()).toContain(text)
    expect((await again.request(`/${originHash('x')}/checkpoint`)).status).toBe(404)
  })

  it('cosigns one of two histories that arrive at once', async () => {
    const { app } = await newWitness()
    const statuses = await Promise.all(
      [note(3), note(3, treeRoot([a, d, c])), note(4)].map(
        async (one) => (await post(app, body(0, [], one))).status,
      ),
    )
    expect(statuses.toSorted((x, y) => x - y)).toEqual([200, 409, 409])
  })

  it('cosigns nothing when it cannot read what it cosigned last', async () => {
    const { app, folder } = await newWitness()
    await post(app, body(0, [], note(2)))
    writeFileSync(join(folder, 'logs', originHash(ORIGIN), 'checkpoint'), 'half a no')
    expect((await post(app, body(2, TWO_THREE, note(3)))).status).toBe(500)
    expect((await post(app, body(0, [], note(3)))).status).toBe(500)
    expect(heard).toMatchObject([
      { code: 'ledger/witness-state-unreadable' },
      { code: 'ledger/witness-state-unreadable' },
    ])
  })
})

describe('a witness’s folder', () => {
  it('gets its key by an explicit act, once', async () => {
    const { folder } = await newWitness()
    await expect(initWitness(folder, 'x', chance())).rejects.toMatchObject({
      code: 'ledger/witness-key-there',
    })
    await expect(openWitness(join(home, 'none'))).rejects.toMatchObject({ code: 'ledger/no-witness-key' })
    await expect(initWitness(join(home, 'bad'), 'a name', chance())).rejects.toMatchObject({
      code: 'ledger/bad-witness-name',
    })
    expect(readdirSync(home)).not.toContain('bad')
  })

  it('shows its private key to its owner only, and not in the clear', async () => {
    const { folder } = await newWitness()
    const [file = ''] = readdirSync(join(folder, 'keys/private'))
    expect(file).toMatch(/^witness-.*\.jwe$/)
    expect(statSync(join(folder, 'keys/private', file)).mode & 0o777).toBe(0o600)
  })
})

it('a request read is the request written', () => {
  const request = { oldSize: 3n, proof: THREE_FOUR, checkpoint: note(4) }
  expect(parseAddCheckpoint(encodeAddCheckpoint(request))).toEqual(request)
})

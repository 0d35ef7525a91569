import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { askWitnesses, type AskMeans } from '../../src/ledger/ask-witnesses.ts'
import { parsePolicy, type WitnessPolicy } from '../../src/ledger/witness-policy.ts'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { cosign } from '../../src/ledger/cosignature.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { latestCheckpoint } from '../../src/ledger/refuse-if-behind.ts'
import { witnessApi } from '../../src/ledger/witness/api.ts'
import { witnessOf } from '../../src/ledger/witness/witness.ts'
import { witnessedBy } from '../../src/ledger/witnessed.ts'
import type { Context } from '../../src/platform/context.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import { COSIGNATURE, encodeVkey, noteKey, parseNote } from '../../src/signing/note.ts'
import { TEST_NOW, testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { append, ledgerOf, memoryOf, ORIGIN } from './ledger-at-work.ts'

type Answer = (body: string) => Response | Promise<Response>

const NAMES = ['w1', 'w2', 'w3'] as const
const signers = NAMES.map((_, i) => ed25519Signer(new Uint8Array(32).fill(50 + i)))
const lines = NAMES.map((name, i) => {
  const key = noteKey(`witness.example/${name}`, signers[i]?.publicKey ?? new Uint8Array(), COSIGNATURE)
  return `witness ${name} ${encodeVkey(key, COSIGNATURE)} https://${name}.example/`
})
const TWO_OF_THREE = `${lines.join('\n')}\ngroup all-of-them 2 w1 w2 w3\nquorum all-of-them\n`

function policyOf(text: string): WitnessPolicy {
  const parsed = parsePolicy(text)
  if (parsed.kind === 'broken') throw new Error(parsed.rule)
  return parsed.policy
}
const policy = policyOf(TWO_OF_THREE)

/** A real witness that watches the test's ledger. */
function witnessNamed(ctx: Context, i: number): Answer {
  const memories = new Map<string, ReturnType<typeof memoryOf>>()
  const witness = witnessOf({
    name: `witness.example/${NAMES[i]}`,
    signer: signers[i] ?? ctx.keyring.ledger,
    logs: new Map([[ORIGIN, [noteKey(ORIGIN, ctx.keyring.ledger.publicKey)]]]),
    memoryOf(origin) {
      const memory = memories.get(origin) ?? memoryOf()
      memories.set(origin, memory)
      return memory
    },
    now: () => TEST_NOW,
  })
  const app = witnessApi({ witness, vkey: '', read: () => Promise.resolve(null), log: () => {} })
  return (body) => app.request('/add-checkpoint', { method: 'POST', body })
}

function meansWith(answers: Readonly<Record<string, Answer>>): AskMeans & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    sizes: new Map(),
    now: () => TEST_NOW,
    fetch: async (url, init) => {
      const { host, pathname } = new URL(url)
      const name = host.replace('.example', '')
      asked.push(name)
      const answer = answers[name]
      if (!answer || pathname !== '/add-checkpoint') throw new TypeError('fetch failed')
      return answer(init.body as string)
    },
  }
}

const noteOf = async (ctx: Context) => (await latestCheckpoint(ctx.database.read))?.note ?? ''

describe('asking witnesses', () => {
  it('puts the cosignatures of those who answer under the checkpoint, and counts them', async ({
    database,
  }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 3)
    const { note } = await publishCheckpoint(ctx, memory)
    const means = meansWith({ w1: witnessNamed(ctx, 0), w2: witnessNamed(ctx, 1) })
    expect(await askWitnesses(database, policy, means)).toEqual([
      { name: 'w1', outcome: 'cosigned' },
      { name: 'w2', outcome: 'cosigned' },
      { name: 'w3', outcome: 'no-answer' },
    ])
    const cosigned = await noteOf(ctx)
    expect(cosigned.startsWith(note)).toBe(true)
    expect(witnessedBy(cosigned, policy)).toMatchObject({ count: 2, isQuorum: true })
    // Publishing again with nothing new does not lose them.
    expect((await publishCheckpoint(ctx, memory)).note).toBe(cosigned)
  })

  it('goes on from what each witness has, and asks nobody twice for the same', async ({ database }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    const answers = { w1: witnessNamed(ctx, 0), w2: witnessNamed(ctx, 1), w3: witnessNamed(ctx, 2) }
    const means = meansWith(answers)
    await ledgerOf(ctx, 3)
    for (const more of [0, 1, 300, 5]) {
      if (more > 0) await append(ctx, more)
      await publishCheckpoint(ctx, memory)
      expect((await askWitnesses(database, policy, means)).map(({ outcome }) => outcome)).toEqual([
        'cosigned',
        'cosigned',
        'cosigned',
      ])
    }
    expect(means.asked.length).toBe(12)
    expect((await askWitnesses(database, policy, means)).every(({ outcome }) => outcome === 'already')).toBe(
      true,
    )
    expect(means.asked.length).toBe(12)

    // A process that remembers nothing learns each size from a 409.
    await append(ctx, 1)
    await publishCheckpoint(ctx, memory)
    const afresh = meansWith(answers)
    expect(await askWitnesses(database, policy, afresh)).toMatchObject(
      NAMES.map(() => ({ outcome: 'cosigned' })),
    )
    expect(afresh.asked.length).toBe(6)
  })

  it.for<[string, (ctx: Context, note: string) => Answer, string]>([
    ['fails', () => () => new Response('', { status: 500 }), 'no-answer'],
    ['does not know us', () => () => new Response('', { status: 404 }), 'refused'],
    ['does not take our signature', () => () => new Response('', { status: 403 }), 'refused'],
    ['says our history is another', () => () => new Response('', { status: 422 }), 'contradicted'],
    ['has seen more than there is', () => () => new Response('99\n', { status: 409 }), 'ahead'],
    ['names the size it was asked with', () => () => new Response('0\n', { status: 409 }), 'invalid-answer'],
    ['names a size that is none', () => () => new Response('-1\n', { status: 409 }), 'invalid-answer'],
    [
      'names another size for ever',
      () => {
        let size = 0
        return () => new Response(`${(size = (size % 2) + 1)}\n`, { status: 409 })
      },
      'no-answer',
    ],
    ['answers nonsense', () => () => new Response('<html>'), 'invalid-answer'],
    ['answers without end', () => () => new Response('x'.repeat(100_000)), 'no-answer'],
    [
      'cosigns something else',
      (ctx) => () => {
        const other = signCheckpoint(
          { origin: ORIGIN, size: 3n, root: new Uint8Array(32) },
          ctx.keyring.ledger,
        )
        return new Response(cosign(parseNote(other)?.text ?? '', 1, 'witness.example/w1', signers[0]!))
      },
      'invalid-answer',
    ],
    [
      'cosigns in a time to come',
      (_, note) => () =>
        new Response(
          cosign(
            parseNote(note)?.text ?? '',
            TEST_NOW.getTime() / 1000 + 301,
            'witness.example/w1',
            signers[0]!,
          ),
        ),
      'invalid-answer',
    ],
    [
      'cosigns with another key',
      (_, note) => () =>
        new Response(
          cosign(parseNote(note)?.text ?? '', 1, 'witness.example/w1', ed25519Signer(new Uint8Array(32))),
        ),
      'invalid-answer',
    ],
  ])('does not count a witness that %s', async ([, answer, outcome], { database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 3)
    const { note } = await publishCheckpoint(ctx, memoryOf())
    const asked = await askWitnesses(database, policy, meansWith({ w1: answer(ctx, note) }))
    expect(asked[0]).toEqual({ name: 'w1', outcome })
    expect(await noteOf(ctx)).toBe(note)
  })

  it('lets nothing but the witness’s own valid line into the checkpoint', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 3)
    const { note } = await publishCheckpoint(ctx, memoryOf())
    const real = witnessNamed(ctx, 0)
    const chatty: Answer = async (body) =>
      new Response(
        `— spam.example ${Buffer.alloc(80).toString('base64')}\n${await (await real(body)).text()}`,
      )
    await askWitnesses(database, policy, meansWith({ w1: chatty }))
    const cosigned = await noteOf(ctx)
    expect(cosigned).not.toContain('spam')
    expect(parseNote(cosigned)?.signatures.length).toBe(2)
    expect(cosigned.startsWith(note)).toBe(true)
  })

  it('has nothing to ask before anything is published', async ({ database }) => {
    await ledgerOf(testContext(database), 3)
    expect(await askWitnesses(database, policy, meansWith({}))).toEqual([])
  })
})

describe('the ledger’s page', () => {
  let dataDir: string
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'zhengxin-ledger-page-'))
  })
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

  async function pages(ctx: Context) {
    const app = await createApp({ ...ctx, config: { ...ctx.config, dataDir } })
    const read = async (query = '') => {
      const response = await app.request(`/ledger${query}`, { headers: { Accept: 'text/html' } })
      expect(response.status).toBe(200)
      return response.text()
    }
    return { zh: await read(), en: await read('?lang=en') }
  }

  it('says what is there, how to audit it, and witnessed by how many of how many', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 3)
    expect((await pages(ctx)).zh).toContain('还没有发布过检查点')
    await publishCheckpoint(ctx, memoryOf())

    const alone = await pages(ctx)
    expect(alone.zh).toContain('0 个见证方中已有 0 个见证：尚未约定外部见证方')
    expect(alone.en).toContain('witnessed by 0 of 0: no outside witness')
    expect(alone.zh).toContain('zhengxin -- audit --url https://rcps.example.gov.cn --vkey')
    expect(alone.zh).toContain(ORIGIN)

    writeFileSync(join(dataDir, 'witness-policy'), TWO_OF_THREE)
    await askWitnesses(database, policy, meansWith({ w1: witnessNamed(ctx, 0) }))
    const one = await pages(ctx)
    expect(one.zh).toContain('3 个见证方中已有 1 个见证，未达到规定')
    expect(one.en).toContain('witnessed by 1 of 3: fewer than required')
    expect(one.zh).toContain('2026年11月21日已见证')
    expect(one.zh).toContain('尚未见证')

    await askWitnesses(database, policy, meansWith({ w2: witnessNamed(ctx, 1) }))
    expect((await pages(ctx)).en).toContain('witnessed by 2 of 3: the required number')

    writeFileSync(join(dataDir, 'witness-policy'), 'quorum nobody\n')
    expect((await pages(ctx)).zh).toContain('见证策略文件有误')
  })
})

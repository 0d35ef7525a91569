import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { appendEntries } from '../../src/ledger/append.ts'
import { auditRemoteLog } from '../../src/ledger/audit-remote.ts'
import { historyFolder } from '../../src/ledger/checkpoint-history.ts'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { entryRecord, type Entry } from '../../src/ledger/entry.ts'
import { hearOfKey, newKeys, type KeyWords } from '../../src/ledger/learned-keys.ts'
import { publishCheckpoint, type Published } from '../../src/ledger/publish.ts'
import { httpLog, type RemoteLog } from '../../src/ledger/remote-log.ts'
import type { Context } from '../../src/platform/context.ts'
import { base64url, utf8 } from '../../src/signing/bytes.ts'
import { canonicalJson } from '../../src/signing/canonical-json.ts'
import { keyId } from '../../src/signing/key-id.ts'
import { encodeVkey, noteKey, parseNote } from '../../src/signing/note.ts'
import type { Signer } from '../../src/signing/signer.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { rolled } from '../support/rolled.ts'
import { append, ledgerOf, memoryOf, ORIGIN, served } from './ledger-at-work.ts'

const keyOf = ({ keyring }: Context) => noteKey(ORIGIN, keyring.ledger.publicKey)

/** An entry about a key, as keylife/ writes it. */
const logKey = (ctx: Context, type: Entry['type'], { kid }: Signer, facts: Entry['facts']) =>
  ctx.database.transaction((tx) =>
    appendEntries(tx, [
      {
        type,
        record: entryRecord(ctx.random(16)),
        day: ctx.today(),
        facts: { kid, purpose: 'ledger', algorithm: 'EdDSA', ...facts },
      },
    ]),
  )

/** The log as it is served, but for the checkpoint when one is given. */
const logOf = (ctx: Context, checkpoint?: string): RemoteLog =>
  httpLog('https://x.example', {
    fetch: async (url) => {
      const { pathname } = new URL(url)
      if (checkpoint !== undefined && pathname === '/ledger/checkpoint') return new Response(checkpoint)
      return served(ctx).request(pathname)
    },
  })

/** A ledger whose key is being followed by another: both sign. */
async function rollingOver(old: Context) {
  const home = mkdtempSync(join(tmpdir(), 'zhengxin-learned-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const memory = memoryOf()
  await ledgerOf(old, 3)
  await publishCheckpoint(old, memory)
  const both = rolled(old, { state: 'active', until: '2028-11-21' })
  const { ledger } = both.keyring
  const publicKey = base64url(ledger.publicKey)
  await logKey(both, 'key.added', ledger, { publicKey, from: '2026-11-21', until: '2028-11-21' })
  const published = await publishCheckpoint(both, memory)
  return { home, memory, both, published, oldKey: keyOf(old), vkey: encodeVkey(keyOf(both)) }
}

const asCheckpoint = ({ origin, size, root }: Published) => ({ origin, size, root })

describe('while one ledger key follows another', () => {
  it('both sign, so that whoever knows either can go on', async ({ database }) => {
    const { published, both, oldKey } = await rollingOver(testContext(database))
    const signers = parseNote(published.note)?.signatures.map(({ id }) => id)
    expect(signers).toEqual([keyOf(both).id, oldKey.id])
  })

  it('an audit from outside under the old key learns the new one, and follows when the old is gone', async ({
    database,
  }) => {
    const old = testContext(database)
    const { home, memory, both, oldKey, vkey } = await rollingOver(old)
    const history = historyFolder(home)
    expect(await auditRemoteLog(logOf(both), [oldKey], history)).toMatchObject({
      defects: [],
      learned: [vkey],
    })
    expect(readFileSync(join(home, 'keys'), 'utf8')).toBe(`${vkey}\n`)

    const ctx = rolled(old)
    await logKey(ctx, 'key.retired', old.keyring.ledger, { until: '2026-11-21' })
    await append(ctx, 2)
    await publishCheckpoint(ctx, memory)
    expect(await auditRemoteLog(logOf(ctx), [oldKey], history)).toMatchObject({ defects: [], learned: [] })
    const { defects } = await auditRemoteLog(logOf(ctx), [oldKey], null)
    expect(defects).toMatchObject([{ code: 'ledger/checkpoint-signature' }])
    expect(defects[0]?.message).toContain('--vkey')
  })

  it('does not take the word of a key that the log gave up as compromised', async ({ database }) => {
    const old = testContext(database)
    const { memory, both, oldKey } = await rollingOver(old)
    await logKey(both, 'key.compromised', old.keyring.ledger, { index: 4 })
    const ctx = rolled(old, { state: 'compromised', cutOff: 4 })
    const published = await publishCheckpoint(ctx, memory)
    const stolen = signCheckpoint(asCheckpoint(published), old.keyring.ledger)
    expect((await auditRemoteLog(logOf(ctx, stolen), [oldKey], null)).defects).toMatchObject([
      { code: 'ledger/checkpoint-signature', where: { path: 'checkpoint' } },
    ])
    const either = [oldKey, keyOf(ctx)]
    expect((await auditRemoteLog(logOf(ctx), either, null)).defects).toEqual([])
  })

  it('learns nothing from a log in which anything is wrong', async ({ database }) => {
    const { home, both, oldKey, published } = await rollingOver(testContext(database))
    const other = { ...asCheckpoint(published), root: new Uint8Array(32) }
    const forged = signCheckpoint(other, both.keyring.ledgerBeside?.[0] as Signer)
    const audit = await auditRemoteLog(logOf(both, forged), [oldKey], historyFolder(home))
    expect(audit).toMatchObject({ learned: [] })
    expect(audit.defects.length).toBeGreaterThan(0)
    expect(await historyFolder(home).readKeys()).toEqual([])
  })
})

describe('what an entry says of a key', () => {
  const heard = (facts: Entry['facts'], type = 'key.added') => {
    const words: KeyWords = new Map()
    const entry = { type, record: 'A'.repeat(22), day: '2026-11-21', facts: facts ?? {}, v: 1 }
    hearOfKey(words, utf8(canonicalJson(entry)))
    return newKeys(ORIGIN, words, [])
  }
  const zero = base64url(new Uint8Array(32))

  it.each<[string, Entry['facts']]>([
    ['of another purpose', { kid: 'k', purpose: 'certificates', publicKey: zero }],
    ['whose id is not its own', { kid: 'k', purpose: 'ledger', publicKey: zero }],
    ['of small order', { kid: 'Zmh6rfhivXc', purpose: 'ledger', publicKey: zero }],
    ['that is no key', { kid: 'k', purpose: 'ledger', publicKey: '?' }],
    ['that is not there', { kid: 'k', purpose: 'ledger' }],
  ])('is not taken for one %s', (_, facts) => expect(heard(facts)).toEqual([]))

  it('is a key to follow, and no longer once it is said to be compromised, from wherever', () => {
    const publicKey = testContext(null as never).keyring.ledger.publicKey
    const kid = keyId(publicKey)
    const added = { kid, purpose: 'ledger', publicKey: base64url(publicKey) }
    expect(heard(added)).toEqual([noteKey(ORIGIN, publicKey)])
    const words: KeyWords = new Map([[kid, { publicKey }]])
    for (const index of [undefined, -1, 'x', 0.5]) {
      const facts = { kid, purpose: 'ledger', ...(index === undefined ? {} : { index }) }
      const entry = { type: 'key.compromised', record: 'A'.repeat(22), day: '2026-11-21', facts, v: 1 }
      hearOfKey(words, utf8(canonicalJson(entry)))
    }
    expect(newKeys(ORIGIN, words, [])).toEqual([])
  })
})

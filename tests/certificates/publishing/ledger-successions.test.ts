import { describe, expect } from 'vitest'
import { makeTrustBundle } from '../../../src/certificates/publishing/make-trust-bundle.ts'
import { succeeds } from '../../../src/credentials/ledger-succession.ts'
import { refusalOfNewer } from '../../../src/credentials/newer-bundle.ts'
import { readTrustBundle, writeTrustBundle, type TrustBundle } from '../../../src/credentials/trust-bundle.ts'
import { compromiseKey } from '../../../src/keylife/compromise-key.ts'
import { retireKey } from '../../../src/keylife/retire-key.ts'
import { rotateKey } from '../../../src/keylife/rotate-key.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import type { Context } from '../../../src/platform/context.ts'
import { base64url, fromBase64url, fromUtf8, utf8 } from '../../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../../src/signing/ed25519.ts'
import { verifyEd25519 as verifyEd25519InPage } from '../../../src/signing/ed25519-page.ts'
import { deployment } from '../../keylife/deployment.ts'
import { databaseTest as it } from '../../support/database.ts'

/** As whoever fetches it reads it. */
async function fetched(ctx: Context): Promise<TrustBundle> {
  const { certificates, ledger } = ctx.keyring
  return readTrustBundle(
    writeTrustBundle(await makeTrustBundle(ctx), { certificates, ledger }),
    verifyEd25519,
  )
}

async function rotated(at: Awaited<ReturnType<typeof deployment>>) {
  await rotateKey(at.ctx, { purpose: 'ledger' })
  await publishCheckpoint(at.ctx, at.memory)
}

const withLedger = (bundle: TrustBundle, ledger: Partial<TrustBundle['ledger']>): TrustBundle => ({
  ...bundle,
  ledger: { ...bundle.ledger, ...ledger },
})

describe('a new ledger key', () => {
  it('that the ledger named under the key held is followed, also over several', async ({ database }) => {
    const at = await deployment(database)
    const held = await fetched(at.ctx)
    expect(held.ledger.successions).toBeUndefined()
    await rotated(at)
    const second = await fetched(at.ctx)
    await rotated(at)
    const third = await fetched(at.ctx)
    expect(new Set([held, second, third].map(({ ledger }) => ledger.vkey)).size).toBe(3)
    for (const verify of [verifyEd25519, verifyEd25519InPage]) {
      expect(refusalOfNewer(held, second, verify)).toBeNull()
      expect(refusalOfNewer(second, third, verify)).toBeNull()
      expect(refusalOfNewer(held, third, verify)).toBeNull()
    }
    // Nobody goes back to a key of the past.
    expect(refusalOfNewer(third, held, verifyEd25519)).toBe('stranger')
  })

  it('is followed when the old one has been retired since', async ({ database }) => {
    const at = await deployment(database)
    const held = await fetched(at.ctx)
    const { kid } = at.ctx.keyring.ledger
    await rotated(at)
    await retireKey(at.ctx, { kid })
    await publishCheckpoint(at.ctx, at.memory)
    expect(refusalOfNewer(held, await fetched(at.ctx), verifyEd25519)).toBeNull()
  })

  it('is a stranger when the old one was compromised before it named it', async ({ database }) => {
    const at = await deployment(database)
    const held = await fetched(at.ctx)
    const { kid } = at.ctx.keyring.ledger
    await rotated(at)
    await compromiseKey(at.ctx, { kid, fromIndex: 5 })
    await publishCheckpoint(at.ctx, at.memory)
    expect(refusalOfNewer(held, await fetched(at.ctx), verifyEd25519)).toBe('stranger')
  })

  it('is a stranger without the ledger’s word, or with another’s', async ({ database }) => {
    const at = await deployment(database)
    const held = await fetched(at.ctx)
    await rotated(at)
    const next = await fetched(at.ctx)
    const [told] = next.ledger.successions ?? []
    if (!told) throw new Error('nothing told')
    const otherEntry = fromUtf8(fromBase64url(told.entry)).replace(/"from":"2/, '"from":"3')
    for (const successions of [
      [],
      [{ ...told, entry: base64url(utf8(otherEntry)) }],
      [{ ...told, entry: base64url(utf8('{}')) }],
      [{ ...told, proof: told.proof.replace(/index \d+/, 'index 1') }],
      [{ ...told, proof: 'x' }],
      // The old key's line taken out of the checkpoint: only the new key vouches for itself.
      [{ ...told, proof: withoutLineOf(told.proof, held.ledger.vkey) }],
    ])
      expect(succeeds(held.ledger, withLedger(next, { successions }).ledger, verifyEd25519)).toBe(false)
    expect(succeeds(held.ledger, next.ledger, verifyEd25519)).toBe(true)
  })

  it.for([
    ['no list', {}],
    ['more than anybody changes keys', Array.from({ length: 65 }, () => ({ entry: 'AA', proof: '' }))],
    ['something else in it', [{ entry: 'AA' }]],
    ['an entry that is no base64url', [{ entry: '*', proof: '' }]],
  ] as const)(
    'a bundle whose successions are malformed is refused: %s',
    async ([, successions], { database }) => {
      const { ctx } = await deployment(database)
      const bundle = await makeTrustBundle(ctx)
      const { certificates, ledger } = ctx.keyring
      const text = writeTrustBundle(withLedger(bundle, { successions: successions as never }), {
        certificates,
        ledger,
      })
      expect(() => readTrustBundle(text, verifyEd25519)).toThrow(/ledger\.successions/)
    },
  )
})

/** Drops the signature whose key id is the vkey's. */
function withoutLineOf(proof: string, vkey: string): string {
  const id = Buffer.from(vkey.split('+')[1] ?? '', 'hex')
  return proof
    .split('\n')
    .filter(
      (line) =>
        !line.startsWith('— ') ||
        !Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .subarray(0, 4)
          .equals(id),
    )
    .join('\n')
}

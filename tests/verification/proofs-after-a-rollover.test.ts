import { describe, expect } from 'vitest'
import { makeFiles } from '../../src/certificates/make-files.ts'
import { makeTrustBundle } from '../../src/certificates/make-trust-bundle.ts'
import { readTrustBundle, writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import type { KeyRecord } from '../../src/signing/keyring.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { databaseTest as it } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'

/** The same deployment with a new ledger key. The certificates' entries are of 2026-11-21. */
function rolled(ctx: Context, past: Partial<KeyRecord>): Context {
  const { ledger, history } = ctx.keyring
  const record: KeyRecord = {
    purpose: 'ledger',
    kid: ledger.kid,
    algorithm: 'EdDSA',
    from: '2024-11-21',
    until: '2026-11-21',
    state: 'retired',
    publicKey: base64url(ledger.publicKey),
    ...past,
  }
  const fresh = ed25519Signer(new Uint8Array(32).fill(99))
  return { ...ctx, keyring: { ...ctx.keyring, ledger: fresh, history: [...history, record] } }
}

describe('a file whose proof an earlier ledger key signed', () => {
  it.for<[string, Partial<KeyRecord>, string]>([
    ['is valid with the bundle of the new key', {}, 'valid'],
    [
      'is valid when that key was compromised only after it',
      { state: 'compromised', cutOff: 1_000 },
      'valid',
    ],
    ['is not when that key was compromised before it', { state: 'compromised', cutOff: 3 }, 'not-valid'],
    ['is not when that key is wholly distrusted', { state: 'compromised' }, 'not-valid'],
    ['is not when its entry is later than the key', { until: '2026-11-20' }, 'not-valid'],
  ])('%s', async ([, past, verdict], { database }) => {
    const { ctx, memory, issued } = await officesAtWork(database)
    const [found] = await issued(1)
    const [file] = await makeFiles(ctx, [found!.row.id])
    await publishCheckpoint(ctx, memory)

    const later = rolled(ctx, past)
    const made = await makeTrustBundle(later)
    const text = writeTrustBundle(made, later.keyring)
    const bundle = readTrustBundle(text, verifyEd25519)
    expect(bundle.ledger).toEqual(made.ledger)
    expect(await verifyOffline({ file: file!.bytes }, bundle, ctx.now())).toMatchObject({ verdict })
  })
})

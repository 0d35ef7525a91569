import { describe, expect } from 'vitest'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { makeTrustBundle } from '../../src/certificates/publishing/make-trust-bundle.ts'
import { readTrustBundle, writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import type { KeyRecord } from '../../src/signing/keyring.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { databaseTest as it } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'
import { rolled } from '../support/rolled.ts'
import { append } from '../ledger/ledger-at-work.ts'

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

  it('judged with the bundle of the key before, is proven while both keys sign, and cannot be told afterwards', async ({
    database,
  }) => {
    const { ctx, memory, issued } = await officesAtWork(database)
    await publishCheckpoint(ctx, memory)
    const held = readTrustBundle(writeTrustBundle(await makeTrustBundle(ctx), ctx.keyring), verifyEd25519)
    const judged = async (signing: Context, edition: number) => {
      const [found] = await issued(1, `云人社发〔2023〕${90 + edition}号`, edition)
      await append(signing, 1)
      await publishCheckpoint(signing, memory)
      const [file] = await makeFiles(signing, [found!.row.id])
      return verifyOffline({ file: file!.bytes }, held, ctx.now())
    }
    const both = rolled(ctx, { state: 'active', until: '2028-11-21' })
    expect(await judged(both, 1)).toMatchObject({
      reasons: [{ code: 'status-not-fresh' }],
      ledger: { origin: held.ledger.origin },
    })
    expect(await judged(rolled(ctx), 2)).toMatchObject({
      verdict: 'cannot-tell',
      reasons: [{ code: 'bundle-outdated' }],
    })
  })
})

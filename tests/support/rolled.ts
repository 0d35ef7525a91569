import type { Context } from '../../src/platform/context.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import type { KeyRecord } from '../../src/signing/keyring.ts'

/** The same deployment after its ledger key was rolled over; whatever was entered before is of 2026-11-21. */
export function rolled(ctx: Context, past: Partial<KeyRecord> = {}): Context {
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
  const ledgerBeside = record.state === 'active' ? [ledger] : []
  return { ...ctx, keyring: { ...ctx.keyring, ledger: fresh, ledgerBeside, history: [...history, record] } }
}

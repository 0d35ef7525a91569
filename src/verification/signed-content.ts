import { openCertificate, type StoredCertificate } from '../certificates/reading/find.ts'
import { trustedKeys } from '../certificates/publishing/trusted-keys.ts'
import { verifySdJwt } from '../credentials/sd-jwt.ts'
import { settle, type Verified } from '../credentials/trusted-key.ts'
import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { equalBytes } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import type { KeyRecord } from '../signing/keyring.ts'

interface Kept {
  readonly credentials: Uint8Array
  readonly verified: Verified
}

const MOST_KEPT = 4096

// By the keys trusted: when their record changes, nothing verified under the old one counts any more.
const kept = new WeakMap<readonly KeyRecord[], Map<string, Kept>>()

/**
 * What the issuer signed of a stored certificate. A signature is verified once for the very bytes stored: the same
 * code is scanned many times on the day results come out, and an altered row is never taken for the one remembered.
 */
export function signedContent(ctx: Context, stored: StoredCertificate): Verified {
  const { history } = ctx.keyring
  let known = kept.get(history)
  if (!known) kept.set(history, (known = new Map()))
  const { id, credentials } = stored.row
  const remembered = known.get(id)
  const index = Number(stored.ledgerIndex)
  if (remembered && equalBytes(remembered.credentials, credentials)) return settle(remembered.verified, index)

  const verified = verifyStored(ctx, stored)
  if (known.size >= MOST_KEPT) known.delete(known.keys().next().value ?? '')
  known.set(id, { credentials, verified })
  return settle(verified, index)
}

function verifyStored(ctx: Context, stored: StoredCertificate): Verified {
  try {
    const { sdJwt } = openCertificate(ctx, stored).credentials
    return verifySdJwt(sdJwt, trustedKeys(ctx.keyring.history), verifyEd25519)
  } catch (error) {
    // Bytes that do not even open were not stored by us.
    if (error instanceof Refusal) return { ok: false, code: 'record-altered' }
    throw error
  }
}

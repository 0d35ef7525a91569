// Bundled into pages: no node modules here.
import { openJws } from '../signing/jws.ts'
import { parseNote } from '../signing/note.ts'
import type { VerifyEd25519 } from '../signing/signer.ts'
import { succeeds } from './ledger-succession.ts'
import type { TrustBundle } from './trust-bundle.ts'

/** `stranger`: of another ledger, or of a ledger key nobody we trust has named; `older`; `forked`: the same size, another history. */
export type BundleRefusal = 'stranger' | 'older' | 'forked'

/**
 * Why a verifier that holds `held` must not take `next` in its place, or null. The ledger's key vouches for the bundle,
 * new certificate keys included, so a thief of a certificate key cannot add another. A new ledger key is taken only
 * when the ledger named it under the key held (ledger-succession.ts); else the bundle has to be fetched again and its
 * fingerprint compared.
 */
export function refusalOfNewer(
  held: TrustBundle,
  next: TrustBundle,
  verify: VerifyEd25519,
): BundleRefusal | null {
  if (next.ledger.origin !== held.ledger.origin) return 'stranger'
  if (next.ledger.vkey !== held.ledger.vkey && !succeeds(held.ledger, next.ledger, verify)) return 'stranger'
  if (next.version < held.version || Date.parse(next.made) < Date.parse(held.made)) return 'older'
  const isSameSize = sizeIn(held) === sizeIn(next)
  return isSameSize && treeIn(held) !== treeIn(next) ? 'forked' : null
}

/** The next bundle with the newer of each status list: a list taken out of a bundle is no reason to forget one. */
export function withNewestLists(held: TrustBundle, next: TrustBundle): ReadonlyMap<string, string> {
  const lists = new Map(held.statusLists)
  for (const [uri, token] of next.statusLists) {
    const known = lists.get(uri)
    if (known === undefined || issuedAt(token) >= issuedAt(known)) lists.set(uri, token)
  }
  return lists
}

const treeIn = ({ checkpoint }: TrustBundle): string =>
  checkpoint === null ? '' : (parseNote(checkpoint)?.text ?? '')

const sizeIn = (bundle: TrustBundle): string | undefined => treeIn(bundle).split('\n')[1]

function issuedAt(token: string): number {
  const opened = openJws(token, 'statuslist+jwt')
  return typeof opened === 'string' ? 0 : Number(opened.payload['iat'])
}

// Bundled into pages: no node modules here. The trust bundle this browser holds between visits.
import { TRUST_CACHE } from './trust-cache.ts'
import { keepBundle, type KeptBundle } from './verifier.ts'

const ADDRESS = '/.well-known/zhengxin-trust.json'

export interface Held {
  /** Null when this browser has never had one. */
  readonly bundle: string | null
  /** Whether the issuer's site could be asked just now. */
  readonly online: boolean
  /** Why what the site offered was not taken. */
  readonly refused: KeptBundle['refused']
}

/** The newest bundle there is, from the site if it answers; one that is older than the one held is not taken. */
export async function freshBundle(): Promise<Held> {
  const held = await remembered()
  const fetched = await fetch(ADDRESS, { cache: 'no-cache' })
    .then((response) => (response.ok ? response.text() : null))
    .catch(() => null)
  if (fetched === null) return { bundle: held, online: false, refused: null }
  const kept = keepBundle(held, fetched)
  if (kept.refused === null) await remember(kept.bundle)
  return { bundle: kept.bundle, online: true, refused: kept.refused }
}

// Caches exist only on https; elsewhere the page works as long as it has a network.
async function remembered(): Promise<string | null> {
  if (!('caches' in globalThis)) return null
  const found = await caches.open(TRUST_CACHE).then((cache) => cache.match(ADDRESS))
  return found ? found.text() : null
}

async function remember(bundle: string): Promise<void> {
  if (!('caches' in globalThis)) return
  const cache = await caches.open(TRUST_CACHE)
  await cache.put(ADDRESS, new Response(bundle, { headers: { 'Content-Type': 'application/json' } }))
}

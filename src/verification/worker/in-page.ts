// The service worker: the pages that check open without a network after one visit. It keeps no verdict and no form.
import type { AssetPaths } from '../../web/site.ts'
import { TRUST_CACHE } from '../trust-cache.ts'

/** Written before this script when it is served. */
declare const ASSETS: AssetPaths

// The library for pages has no types for workers; these are the members used.
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}
interface Worker {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(name: 'install' | 'activate', act: (event: WorkerEvent) => void): void
  addEventListener(name: 'fetch', act: (event: FetchEvent) => void): void
}
const worker = globalThis as unknown as Worker

const PAGES = ['/', '/verify', '/scan', '/offline']
const TRUST = '/.well-known/zhengxin-trust.json'
const PATIENCE_MS = 6000

// By what they hold: another start with other files is another cache.
const CACHE = `zhengxin-${ASSETS.style}-${ASSETS.check}-${ASSETS.scan}`

async function install(): Promise<void> {
  const { style, script, check, scan, icon } = ASSETS
  const cache = await caches.open(CACHE)
  await cache.addAll([...PAGES, style, script, check, scan, icon])
  const trust = await caches.open(TRUST_CACHE)
  // Only the first one: every later one is compared with it by the page (verifier.ts).
  if (!(await trust.match(TRUST))) await trust.add(TRUST)
  await worker.skipWaiting()
}

async function activate(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith('zhengxin-') && name !== CACHE && name !== TRUST_CACHE) await caches.delete(name)
  await worker.clients.claim()
}

/** A page from the network; when there is none, the same page as it was, or the one that judges what was scanned. */
async function page(request: Request): Promise<Response> {
  try {
    return await Promise.race([fetch(request), tooLate()])
  } catch {
    const cache = await caches.open(CACHE)
    const path = new URL(request.url).pathname
    const found = request.method === 'GET' && PAGES.includes(path) ? await cache.match(path) : undefined
    return found ?? (await cache.match('/offline')) ?? Response.error()
  }
}

const tooLate = (): Promise<never> =>
  new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE_MS))

/** A file named by its content never changes. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const known = await cache.match(request)
  if (known) return known
  const fresh = await fetch(request)
  if (fresh.ok) await cache.put(request, fresh.clone())
  return fresh
}

worker.addEventListener('install', (event) => event.waitUntil(install()))
worker.addEventListener('activate', (event) => event.waitUntil(activate()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin) return
  // An upload on a slow line may take its time, and a form that was sent once is not sent again.
  if (request.mode === 'navigate' && request.method === 'GET') event.respondWith(page(request))
  else if (request.method === 'GET' && pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

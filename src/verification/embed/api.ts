import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Hono, type Context as Request } from 'hono'
import type { Assets, NamedFile } from '../../web/assets.ts'
import { FOR_OTHER_SITES } from '../../web/headers.ts'
import type { Site } from '../../web/site.ts'

const SCRIPT = 'text/javascript; charset=utf-8'

// Packed from tests/vectors: an installation has no tests.
const VECTORS = new URL('../../../templates/vectors/1.json.gz', import.meta.url)
const DAY_SECONDS = 86_400

/**
 * What is asked for by name: the verifier other sites embed, the samples other verifiers must agree with, the service
 * worker, and what makes the pages installable.
 */
export function verifierApi(assets: Assets, site: Site): Hono {
  return new Hono()
    .get('/verifier.js', (c) => file(c, assets.verifier, { 'Content-Type': SCRIPT, ...FOR_OTHER_SITES }))
    .get('/verifier.mjs', (c) =>
      file(c, assets.verifierModule, { 'Content-Type': SCRIPT, ...FOR_OTHER_SITES }),
    )
    .get('/vectors/1.json', async (c) => {
      const packed = new Uint8Array(await readFile(VECTORS))
      const headers = {
        ETag: `"${createHash('sha256').update(packed).digest('base64url').slice(0, 22)}"`,
        'Cache-Control': `public, max-age=${DAY_SECONDS}`,
        ...FOR_OTHER_SITES,
      }
      if (c.req.header('If-None-Match') === headers.ETag) return c.body(null, 304, headers)
      return c.body(packed, 200, {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
      })
    })
    .get('/sw.js', (c) => file(c, assets.worker, { 'Content-Type': SCRIPT }))
    .get('/manifest.webmanifest', (c) =>
      c.body(JSON.stringify(manifestOf(site)), 200, { 'Content-Type': 'application/manifest+json' }),
    )
}

function file(
  c: Request,
  { text, integrity }: NamedFile,
  headers: Readonly<Record<string, string>>,
): Response {
  const etag = `"${integrity.slice(7, 29)}"`
  const all = { ...headers, ETag: etag, 'Cache-Control': 'no-cache' }
  return c.req.header('If-None-Match') === etag ? c.body(null, 304, all) : c.body(text, 200, all)
}

const manifestOf = ({ organisation, assets }: Site) => ({
  name: `职称证书查验 · ${organisation}`,
  short_name: '证信查验',
  lang: 'zh-CN',
  id: '/',
  start_url: '/verify',
  scope: '/',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#0f3460',
  icons: [
    { src: assets.icon, type: 'image/svg+xml', sizes: 'any' },
    { src: assets.icon192, type: 'image/png', sizes: '192x192' },
    { src: assets.icon512, type: 'image/png', sizes: '512x512', purpose: 'any' },
  ],
  shortcuts: [{ name: '扫码', url: '/scan' }],
})

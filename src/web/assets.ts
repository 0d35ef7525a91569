import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { transform } from 'esbuild'
import { Hono } from 'hono'
import { DESK_STYLE } from './desk-style.ts'
import { ICON, iconPng } from './icon.ts'
import { bundleForPage } from './page-bundle.ts'
import type { AssetPaths } from './site.ts'
import { STYLE } from './style.ts'

interface Asset {
  readonly path: string
  readonly type: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer>
}

/** The paths of the scripts' sources: the page of a verdict, the pages that check, the scanner, worker and verifier. */
export interface PageEntries {
  readonly verdict: string
  readonly check: string
  readonly scan: string
  readonly worker: string
  readonly verifier: string
  /** Follows long work at a desk. */
  readonly job: string
}

/** A file under an address of its own, which other sites and browsers ask for by name. */
export interface NamedFile {
  readonly text: string
  /** Subresource Integrity: sha384 of the bytes. */
  readonly integrity: string
}

export interface Assets {
  readonly paths: AssetPaths
  /** verifier.js, as a global and as a module, and the service worker. */
  readonly verifier: NamedFile
  readonly verifierModule: NamedFile
  readonly worker: NamedFile
  /** GET /assets/…; mount at the root. */
  readonly routes: Hono
}

// The same sources make the same files; a process that opens several apps makes them once.
const built = new Map<string, Promise<Assets>>()

/** The files pages ask for, made once at start and named by their content, so that a browser may keep them for ever. */
export function buildAssets(entries: PageEntries): Promise<Assets> {
  const name = Object.values(entries).join('\n')
  const known = built.get(name) ?? build(entries)
  built.set(name, known)
  return known
}

async function build(entries: PageEntries): Promise<Assets> {
  const [style, deskStyle, verdict, check, scan, worker, verifier, verifierModule, job, wasm] =
    await Promise.all([
      minified(STYLE),
      minified(DESK_STYLE),
      bundleForPage(entries.verdict),
      bundleForPage(entries.check),
      bundleForPage(entries.scan),
      bundleForPage(entries.worker),
      bundleForPage(entries.verifier, { kind: 'global', name: 'Zhengxin' }),
      bundleForPage(entries.verifier, { kind: 'module' }),
      bundleForPage(entries.job),
      readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')),
    ])
  const script = 'text/javascript; charset=utf-8'
  const assets = {
    style: asset(style, 'css', 'text/css; charset=utf-8'),
    deskStyle: asset(deskStyle, 'css', 'text/css; charset=utf-8'),
    script: asset(verdict, 'js', script),
    check: asset(check, 'js', script),
    scan: asset(scan, 'js', script),
    job: asset(job, 'js', script),
    decoder: asset(Uint8Array.from(wasm), 'wasm', 'application/wasm'),
    icon: asset(ICON, 'svg', 'image/svg+xml'),
    touchIcon: asset(iconPng(180), 'png', 'image/png'),
    icon192: asset(iconPng(192), 'png', 'image/png'),
    icon512: asset(iconPng(512), 'png', 'image/png'),
  }
  const paths = pathsOf(assets)
  return {
    paths,
    verifier: named(verifier),
    verifierModule: named(verifierModule),
    worker: named(`const ASSETS=${JSON.stringify(paths)};${worker}`),
    routes: assetRoutes(Object.values(assets)),
  }
}

const pathsOf = (assets: Readonly<Record<keyof AssetPaths, Asset>>): AssetPaths =>
  Object.fromEntries(Object.entries(assets).map(([name, { path }]) => [name, path])) as unknown as AssetPaths

const named = (text: string): NamedFile => ({
  text,
  integrity: `sha384-${createHash('sha384').update(text).digest('base64')}`,
})

async function minified(sheet: string): Promise<string> {
  return (await transform(sheet, { loader: 'css', minify: true, target: 'chrome60' })).code
}

function asset(content: string | Uint8Array<ArrayBuffer>, extension: string, type: string): Asset {
  const plain = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const name = createHash('sha256').update(plain).digest('base64url').slice(0, 16)
  // Weak, because the packed and the plain answer share it (RFC 9110 §8.8.1).
  return {
    path: `/assets/${name}.${extension}`,
    type,
    etag: `W/"${name}"`,
    plain,
    gzip: new Uint8Array(gzipSync(plain)),
  }
}

function assetRoutes(assets: readonly Asset[]): Hono {
  const byPath = new Map(assets.map((each) => [each.path, each]))
  return new Hono().get('/assets/:file', (c) => {
    const found = byPath.get(c.req.path)
    if (!found) return c.notFound()
    const headers = {
      ETag: found.etag,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      'Content-Type': found.type,
    }
    if (c.req.header('if-none-match')?.includes(found.etag)) return c.body(null, 304, headers)
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(found.plain, 200, headers)
    return c.body(found.gzip, 200, { ...headers, 'Content-Encoding': 'gzip' })
  })
}

import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { Hono } from 'hono'
import { DESK_STYLE } from './desk-style.ts'
import { ICON } from './layout.tsx'
import type { AssetPaths } from './site.ts'
import { STYLE } from './style.ts'

interface Asset {
  readonly path: string
  readonly type: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer>
}

export interface Assets {
  readonly paths: AssetPaths
  /** GET /assets/…; mount at the root. */
  readonly routes: Hono
}

/**
 * The files pages ask for, made once at start and named by their content, so that a browser may keep them for ever.
 * `inPageEntry` is the path of the script that checks a certificate inside the page.
 */
export async function buildAssets(inPageEntry: string): Promise<Assets> {
  const [style, deskStyle, script] = await Promise.all([
    minified(STYLE),
    minified(DESK_STYLE),
    bundled(inPageEntry),
  ])
  const assets = [
    asset(style, 'css', 'text/css; charset=utf-8'),
    asset(deskStyle, 'css', 'text/css; charset=utf-8'),
    asset(script, 'js', 'text/javascript; charset=utf-8'),
    asset(ICON, 'svg', 'image/svg+xml'),
  ] as const
  const [css, deskCss, js, svg] = assets
  const paths = { style: css.path, deskStyle: deskCss.path, script: js.path, icon: svg.path }
  return { paths, routes: assetRoutes(assets) }
}

async function minified(sheet: string): Promise<string> {
  return (await transform(sheet, { loader: 'css', minify: true, target: 'chrome60' })).code
}

// A classic script: old WebViews know no modules. es2020 because the curve needs BigInt; without it, no script runs.
async function bundled(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2020',
    legalComments: 'none',
    logLevel: 'silent',
  })
  return result.outputFiles[0]!.text
}

function asset(text: string, extension: string, type: string): Asset {
  const plain = new TextEncoder().encode(text)
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

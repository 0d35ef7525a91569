import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { PAGE_ENTRIES } from '../../src/app.ts'
import { buildAssets } from '../../src/web/assets.ts'
import type { Assets } from '../../src/web/assets.ts'

describe('assets', () => {
  let assets: Assets
  beforeAll(async () => {
    assets = await buildAssets(PAGE_ENTRIES)
  })

  const get = (path: string, headers: Record<string, string> = {}) => assets.routes.request(path, { headers })

  it('are named by their content and kept for ever', async () => {
    for (const path of Object.values(assets.paths)) {
      expect(path).toMatch(/^\/assets\/[\w-]{16}\.(css|js|svg|png|wasm)$/)
      const answer = await get(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    }
    expect((await buildAssets(PAGE_ENTRIES)).paths).toEqual(assets.paths)
  })

  it('say what they are', async () => {
    expect((await get(assets.paths.style)).headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect((await get(assets.paths.script)).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    )
    expect((await get(assets.paths.icon)).headers.get('content-type')).toBe('image/svg+xml')
  })

  it('are not sent twice', async () => {
    const etag = (await get(assets.paths.style)).headers.get('etag')!
    const again = await get(assets.paths.style, { 'if-none-match': etag })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  it('are packed for those who can unpack', async () => {
    const packed = await get(assets.paths.script, { 'accept-encoding': 'gzip, br' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('vary')).toBe('Accept-Encoding')
    const plain = await (await get(assets.paths.script)).text()
    expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe(plain)
  })

  it('hold a classic script that names no other host', async () => {
    const script = await (await get(assets.paths.script)).text()
    expect(script).not.toMatch(/^\s*(import|export)\b/m)
    expect(script).not.toMatch(/https?:\/\/(?!www\.w3\.org)[a-z0-9]/)
  })

  it('answer an unknown name with 404', async () => {
    expect((await get('/assets/AAAAAAAAAAAAAAAA.css')).status).toBe(404)
    expect((await get('/assets/..%2fpackage.json')).status).toBe(404)
  })
})

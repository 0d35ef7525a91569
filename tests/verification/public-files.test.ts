import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { PAGE_ENTRIES } from '../../src/app.ts'
import { verifierApi } from '../../src/verification/embed/api.ts'
import { embedPage } from '../../src/verification/embed-page.tsx'
import { genuinePage } from '../../src/verification/genuine-page.tsx'
import { buildAssets, type Assets } from '../../src/web/assets.ts'
import { readTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { packedVectors } from '../credentials/packed-vectors.ts'
import { bundle, compromisedKey, retiredKey } from '../credentials/fixtures.ts'
import { SITE } from './answers.ts'

let assets: Assets
let get: (path: string, headers?: Record<string, string>) => Promise<Response>
beforeAll(async () => {
  assets = await buildAssets(PAGE_ENTRIES)
  const app = verifierApi(assets, { ...SITE, assets: assets.paths })
  get = async (path, headers = {}) => app.request(path, { headers })
})

describe('verifier.js', () => {
  it.each(['/verifier.js', '/verifier.mjs'])(
    '%s is for every site, and never kept without asking',
    async (path) => {
      const answer = await get(path)
      expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      const again = await get(path, { 'If-None-Match': answer.headers.get('etag')! })
      expect([again.status, await again.text()]).toEqual([304, ''])
    },
  )

  it('has the hash the page says', async () => {
    const page = embedPage({ site: SITE, language: 'zh', assets })
    for (const path of ['/verifier.js', '/verifier.mjs']) {
      const bytes = new Uint8Array(await (await get(path)).arrayBuffer())
      expect(page).toContain(`sha384-${createHash('sha384').update(bytes).digest('base64')}`)
    }
  })

  it('needs nothing and names no other host', async () => {
    for (const path of ['/verifier.js', '/verifier.mjs']) {
      const text = await (await get(path)).text()
      expect(text).not.toMatch(/\bimport\b\s*[({'"]|\brequire\(|node:/)
      expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org)[a-z0-9]/)
    }
    expect(await (await get('/verifier.mjs')).text()).toMatch(/export\{[^}]*as verify\b/)
  })
})

describe('the samples for other verifiers', () => {
  it('are those of the tests, at an address that stays', async () => {
    const answer = await get('/vectors/1.json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const text = gunzipSync(new Uint8Array(await answer.arrayBuffer())).toString()
    expect(text === packedVectors(), 'run tests/credentials/pack-vectors.ts').toBe(true)
    const { files } = JSON.parse(text) as { files: Record<string, { text?: string; base64?: string }> }
    const bundle = files['credentials/trust-bundle.json']?.text ?? ''
    expect(readTrustBundle(bundle, verifyEd25519).ledger.origin).not.toBe('')
    expect(embedPage({ site: SITE, language: 'zh', assets })).toContain('href="/vectors/1.json"')
  })
})

describe('the worker', () => {
  it('knows the files of this start, and belongs to this site alone', async () => {
    const answer = await get('/sw.js')
    expect(await answer.text()).toContain(assets.paths.scan)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('the manifest', () => {
  it('names icons that are there', async () => {
    const manifest = (await (await get('/manifest.webmanifest')).json()) as {
      icons: { src: string; sizes: string }[]
    }
    for (const { src, sizes } of manifest.icons) {
      const icon = new Uint8Array(await (await assets.routes.request(src)).arrayBuffer())
      if (sizes === 'any') continue
      const view = new DataView(icon.buffer)
      expect(view.getUint32(0)).toBe(0x89504e47)
      expect(`${view.getUint32(16)}x${view.getUint32(20)}`).toBe(sizes)
    }
  })
})

describe('the page that says how to know this site', () => {
  it('names every key with its days and state, every address and the ledger', () => {
    const page = genuinePage({ site: SITE, language: 'zh', bundle })
    for (const { kid } of bundle.keys) expect(page).toContain(kid)
    expect([retiredKey.state, compromisedKey.state]).toEqual(['retired', 'compromised'])
    for (const shown of [
      '已停用，所签仍有效',
      '已公告失密',
      'https://old.yn-rsj.example',
      bundle.ledger.vkey,
    ])
      expect(page).toContain(shown)
  })
})

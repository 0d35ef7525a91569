import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { beforeAll, describe, expect, it } from 'vitest'
import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { qrModules } from '../../src/credentials/qr.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { code, longestRecord, longNameRecord, origin, record, signer } from './fixtures.ts'

const CASES = [
  ['a usual certificate', record, 13],
  ['a name of fifty characters', longNameRecord, 17],
  ['everything long at once', longestRecord, 20],
] as const

const textOf = (each: typeof record) => qrText(origin, code, signCwt(signer, each))

const QUIET = 4
// A module of 0.5 mm is 2.95 dots at 150 dpi.
const DOTS = 3

/** The code as a scanner sees it: one grey byte a dot. */
function rasterised(text: string): { width: number; grey: Uint8Array } {
  const { size, modules } = qrModules(text)
  const width = (size + 2 * QUIET) * DOTS
  const grey = new Uint8Array(width * width).fill(255)
  for (let y = 0; y < size * DOTS; y++)
    for (let x = 0; x < size * DOTS; x++)
      if (modules[Math.floor(y / DOTS) * size + Math.floor(x / DOTS)])
        grey[(y + QUIET * DOTS) * width + x + QUIET * DOTS] = 0
  return { width, grey }
}

beforeAll(() => {
  // Its default is to fetch the program from a public host.
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } })
})

describe.each(CASES)('%s', (_, each, version) => {
  const text = textOf(each)

  it(`fits version ${version}`, () => {
    expect(qrModules(text).version).toBeLessThanOrEqual(version)
    expect(qrModules(text).modules).toHaveLength(qrModules(text).size ** 2)
  })

  it('is read by zxing at 150 dpi', async () => {
    const { width, grey } = rasterised(text)
    const data = new Uint8ClampedArray(4 * grey.length).fill(255)
    grey.forEach((dot, i) => data.fill(dot, 4 * i, 4 * i + 3))
    const [found] = await readBarcodes(
      { data, width, height: width, colorSpace: 'srgb' },
      { formats: ['QRCode'] },
    )
    expect(found?.text).toBe(text)
  })

  it.runIf(spawnSync('zbarimg', ['--version']).status === 0)('is read by zbarimg at 150 dpi', () => {
    const { width, grey } = rasterised(text)
    const folder = mkdtempSync(join(tmpdir(), 'zhengxin-qr-'))
    try {
      writeFileSync(join(folder, 'qr.pgm'), Buffer.concat([Buffer.from(`P5 ${width} ${width} 255\n`), grey]))
      expect(
        execFileSync('zbarimg', ['--quiet', '--raw', join(folder, 'qr.pgm')], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }).trim(),
      ).toBe(text)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

it('is the same code for the same text', () => {
  expect(qrModules(textOf(record))).toEqual(qrModules(textOf(record)))
})

it('refuses, in Chinese, a text no phone would read in print', () => {
  const refusal = (() => {
    try {
      qrModules(`${origin}/v/${code}#${'9'.repeat(2000)}`)
    } catch (error) {
      return error
    }
  })()
  expect(refusal).toBeInstanceOf(Refusal)
  expect(refusal).toMatchObject({ kind: 'too-large', code: 'credentials/text-too-long-for-code' })
})

import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromHex, hex } from '../../src/signing/bytes.ts'
import { inflateZlib as inflateInPage } from '../../src/signing/inflate-page.ts'
import { inflateZlib } from '../../src/signing/inflate.ts'
import { verifyP256 as verifyP256InPage } from '../../src/signing/p256-page.ts'
import { verifyP256 } from '../../src/signing/p256.ts'
import {
  hmacSha256 as hmacInPage,
  isSha256 as isSha256InPage,
  sha256 as sha256InPage,
} from '../../src/signing/sha256-page.ts'
import { hmacSha256, isSha256, sha256 } from '../../src/signing/sha256.ts'

const bytes = (maxLength: number) => fc.uint8Array({ maxLength })

describe('what stands in for a module in a page', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((file) => `src/${file}`)
  const twins = files.filter((file) => file.endsWith('-page.ts') && existsSync(file.replace('-page', '')))

  it.each(twins)('%s has only names of its twin, and no node module', async (file) => {
    const [here, there] = await Promise.all(
      [file, file.replace('-page', '')].map(
        (path) => import(/* @vite-ignore */ `../../${path}`) as Promise<object>,
      ),
    )
    expect(Object.keys(there!)).toEqual(expect.arrayContaining(Object.keys(here!)))
    expect(readFileSync(file, 'utf8')).not.toMatch(/from 'node:|\bBuffer\b/)
  })

  it('hashes alike, in one part or several', () => {
    fc.assert(
      fc.property(bytes(300), bytes(300), (a, b) => {
        expect(sha256InPage(a)).toEqual(sha256(a))
        expect(sha256InPage(a, b)).toEqual(sha256(concat(a, b)))
        expect(hmacInPage(a, b, a)).toEqual(hmacSha256(a, b, a))
        for (const isHash of [isSha256, isSha256InPage])
          expect(
            [sha256(a), sha256(concat(a, b)), sha256(a).slice(1)].map((hash) => isHash(a, hash)),
          ).toEqual([true, b.length === 0, false])
      }),
    )
  })
})

describe('P-256', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicKey = pointOf(privateKey.export({ type: 'pkcs8', format: 'der' }))
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const agree = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => {
    const [server, page] = [verifyP256, verifyP256InPage].map((verify) => verify(key, message, signature))
    expect(page).toBe(server)
    return server
  }
  const signed = (message: Uint8Array) =>
    new Uint8Array(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }))
  const scalar = (value: bigint) => fromHex(value.toString(16).padStart(64, '0'))

  it('accepts what was signed, and nothing with a bit changed', () => {
    fc.assert(
      fc.property(bytes(100), fc.nat(511), fc.nat(519), (message, inSignature, inKey) => {
        const signature = signed(message)
        expect(agree(publicKey, message, signature)).toBe(true)
        expect(agree(publicKey, message, flipped(signature, inSignature))).toBe(false)
        expect(agree(flipped(publicKey, inKey), message, signature)).toBe(false)
      }),
      { numRuns: 25 },
    )
  })

  const message = Uint8Array.of(1, 2, 3)
  const signature = signed(message)
  const [r, s] = [signature.slice(0, 32), signature.slice(32)]
  const value = (part: Uint8Array) => BigInt(`0x${hex(part)}`)

  it.each([
    ['r is nought', concat(scalar(0n), s)],
    ['s is nought', concat(r, scalar(0n))],
    ['r is the order', concat(scalar(order), s)],
    ['s is the order', concat(r, scalar(order))],
    ['all ones', new Uint8Array(64).fill(0xff)],
    ['r and s exchanged', concat(s, r)],
    ['a byte short', signature.slice(1)],
    ['a byte long', concat(signature, Uint8Array.of(0))],
  ])('refuses a signature in which %s', (_, altered) =>
    expect(agree(publicKey, message, altered)).toBe(false),
  )

  it('has two signatures of every message; which of them is ours, cms.ts says', () =>
    expect(agree(publicKey, message, concat(r, scalar(order - value(s))))).toBe(true))

  it.each([
    ['off the curve', concat(publicKey.slice(0, 64), Uint8Array.of(publicKey[64]! ^ 1))],
    ['at infinity', Uint8Array.of(0)],
    ['compressed', concat(Uint8Array.of(2), publicKey.slice(1, 33))],
    ['beyond the field', concat(Uint8Array.of(4), new Uint8Array(64).fill(0xff))],
  ])('refuses a key %s', (_, key) => expect(agree(key, message, signature)).toBe(false))

  // u·G and v·Q meet or cancel only for keys made for it: Q = G and Q = −G.
  it.each([1n, order - 1n, 2n])('adds points that are the same or opposite: the key %i', (secret) => {
    const der = `3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420${hex(scalar(secret))}`
    const key = createPrivateKey({ key: Buffer.from(der, 'hex'), format: 'der', type: 'pkcs8' })
    const own = pointOf(key.export({ type: 'pkcs8', format: 'der' }))
    for (let i = 0; i < 8; i++) {
      const text = Uint8Array.of(i)
      const made = new Uint8Array(sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' }))
      expect(agree(own, text, made)).toBe(true)
      expect(agree(own, Uint8Array.of(i + 1), made)).toBe(false)
    }
  })

  function pointOf(pkcs8: Buffer): Uint8Array {
    const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }))
    return new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-65))
  }
})

describe('inflate', () => {
  const both = (stream: Uint8Array, most = 100_000) => {
    const [server, page] = [inflateZlib(stream, most), inflateInPage(stream, most)]
    expect(page).toEqual(server)
    return server
  }
  // Runs and noise, so that every kind of block and code comes up.
  const content = fc
    .array(fc.tuple(bytes(60), fc.nat(300)), { maxLength: 12 })
    .map((parts) => concat(...parts.map(([noise, run]) => concat(noise, new Uint8Array(run).fill(run)))))

  it('reads what zlib writes, at every level', () => {
    fc.assert(
      fc.property(content, fc.constantFrom(0, 1, 6, 9), fc.nat(4), (data, level, strategy) => {
        expect(both(new Uint8Array(deflateSync(data, { level, strategy })))).toEqual(data)
      }),
      { numRuns: 150 },
    )
  })

  it('refuses whatever zlib refuses: bits changed, cut, or something behind', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.constantFrom(1, 6), (data, at, level) => {
        const stream = new Uint8Array(deflateSync(data, { level }))
        both(flipped(stream, at % (stream.length * 8)))
        expect(both(stream.slice(0, at % stream.length))).toBeNull()
        expect(both(concat(stream, Uint8Array.of(at & 255)))).toBeNull()
      }),
      { numRuns: 400 },
    )
  })

  it('refuses random bytes behind a sound head', () => {
    fc.assert(
      fc.property(bytes(80), (noise) => void both(concat(Uint8Array.of(0x78, 0x9c), noise))),
      {
        numRuns: 500,
      },
    )
  })

  it('stops at the length it was given', () => {
    const stream = new Uint8Array(deflateSync(new Uint8Array(1000)))
    expect(both(stream, 1000)).toHaveLength(1000)
    expect(both(stream, 999)).toBeNull()
  })
})

function flipped(of: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(of)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}

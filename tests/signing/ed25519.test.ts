import { hashes, verify } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex, utf8 } from '../../src/signing/bytes.ts'
import { verifyEd25519 as verifyEd25519InPage } from '../../src/signing/ed25519-page.ts'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import { isSmallOrder, keyId } from '../../src/signing/key-id.ts'
import type { VerifyEd25519 } from '../../src/signing/signer.ts'

interface Cctv {
  readonly key: string
  readonly sig: string
  readonly msg: string
  readonly flags: readonly string[] | null
}

const file = new URL('../vectors/ed25519/ed25519vectors.json', import.meta.url)
const cctv = (JSON.parse(readFileSync(file, 'utf8')) as Cctv[]).map(({ key, sig, msg, flags }) => ({
  key: fromHex(key),
  signature: fromHex(sig),
  message: utf8(msg),
  flags: flags ?? [],
}))
const answers = (verifier: VerifyEd25519) =>
  cctv.map(({ key, message, signature }) => verifier(key, message, signature))

hashes.sha512 = sha512
const nobleStrict: VerifyEd25519 = (key, message, signature) =>
  verify(signature, message, key, { zip215: false })

describe('the CCTV edge cases', () => {
  const server = answers(verifyEd25519)
  const page = answers(verifyEd25519InPage)

  it('the server accepts 208 of 914, as OpenSSL does', () => {
    expect([server.length, server.filter(Boolean).length]).toEqual([914, 208])
  })

  it('server and page differ only over keys that may not be registered', () => {
    const different = cctv.filter((_, i) => server[i] !== page[i])
    expect(different).toHaveLength(36)
    expect(different.every(({ key }) => isSmallOrder(key))).toBe(true)
    expect(different.every(({ flags }) => flags.includes('non_canonical_A'))).toBe(true)
  })

  it('noble’s own strict verification would accept 126 more, 14 of them under ordinary keys', () => {
    const noble = answers(nobleStrict)
    const more = cctv.filter((_, i) => noble[i] && !server[i])
    expect(more).toHaveLength(126)
    expect(more.filter(({ flags }) => !flags.some((flag) => flag.endsWith('_A')))).toHaveLength(14)
  })

  it('every key of small order may not be registered, in any spelling, and no other', () => {
    for (const { key, flags } of cctv) expect(isSmallOrder(key)).toBe(flags.includes('low_order_A'))
  })
})

describe.each([
  ['server', verifyEd25519],
  ['page', verifyEd25519InPage],
])('%s', (_, verifier) => {
  // RFC 8032 §7.1, tests 1 and 3.
  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('RFC 8032 %s', (seed, publicKey, message, signature) => {
    const signer = ed25519Signer(fromHex(seed))
    expect(signer.publicKey).toEqual(fromHex(publicKey))
    expect(signer.sign(fromHex(message))).toEqual(fromHex(signature))
    expect(verifier(signer.publicKey, fromHex(message), fromHex(signature))).toBe(true)
    expect(verifier(signer.publicKey, utf8('another'), fromHex(signature))).toBe(false)
  })

  it('answers false, and does not throw, for anything of the wrong length', () => {
    const signer = ed25519Signer(new Uint8Array(32))
    const { publicKey } = signer
    const signature = signer.sign(utf8('x'))
    expect(verifier(publicKey.slice(1), utf8('x'), signature)).toBe(false)
    expect(verifier(publicKey, utf8('x'), signature.slice(1))).toBe(false)
    expect(verifier(new Uint8Array(32).fill(0xff), utf8('x'), signature)).toBe(false)
  })
})

it('a key is named by the first eight bytes of its SHA-256', () => {
  expect(keyId(fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'))).toBe(
    'If4x36FUomE',
  )
})

import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { concat, fromHex, hex } from './bytes.ts'
import { keyId } from './key-id.ts'
import type { Signer, VerifyEd25519 } from './signer.ts'

const PKCS8 = fromHex('302e020100300506032b657004220420')
const SPKI = fromHex('302a300506032b6570032100')

/** A signer from an RFC 8032 seed (32 bytes). */
export function ed25519Signer(seed: Uint8Array, kid?: string): Signer {
  const key = createPrivateKey({ key: Buffer.from(concat(PKCS8, seed)), format: 'der', type: 'pkcs8' })
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12))
  return {
    kid: kid ?? keyId(publicKey),
    publicKey,
    sign: (message) => new Uint8Array(sign(null, message, key)),
    signAll: (messages) => Promise.all(messages.map((message) => signBeside(message, key))),
  }
}

// With a callback the signature is made on one of libuv's threads: this one pays a quarter of it.
const signBeside = (message: Uint8Array, key: KeyObject): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    sign(null, message, key, (error, signature) =>
      error ? reject(error) : resolve(new Uint8Array(signature)),
    )
  })

// Parsing a key costs as much as verifying with it, and there are few keys.
const parsed = new Map<string, KeyObject>()

function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const name = hex(publicKey)
  let key = parsed.get(name)
  if (!key) {
    key = createPublicKey({ key: Buffer.from(concat(SPKI, publicKey)), format: 'der', type: 'spki' })
    if (parsed.size >= 1024) parsed.clear()
    parsed.set(name, key)
  }
  return key
}

/** The server's verifier: agrees with Go and OpenSSL on the CCTV edge cases. */
export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    return verify(null, message, publicKeyObject(publicKey), signature)
  } catch {
    return false
  }
}

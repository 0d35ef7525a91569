import { createHmac } from 'node:crypto'
import { base64url, concat, fromBase64url, fromUtf8, hex, utf8 } from '../../src/signing/bytes.ts'
import { encodeCbor, type CborMap, type CborValue } from '../../src/signing/cbor.ts'
import { openCose } from '../../src/signing/cose.ts'
import type { Signer } from '../../src/signing/signer.ts'

// What an attacker, or a careless issuer with the genuine key in hand, can write. Nothing here keeps to the rules.

export const digitsOf = (bytes: Uint8Array): string => BigInt(`0x${hex(bytes)}`).toString()

/** The payload of a COSE_Sign1 of ours. */
export function payloadOf(cose: Uint8Array): Uint8Array {
  const envelope = openCose(cose)
  if (typeof envelope === 'string') throw new Error(envelope)
  return envelope.payload
}

export const headerOf = (kid: string, algorithm = -8, type = 61): CborMap =>
  new Map<number, CborValue>([
    [1, algorithm],
    [4, fromBase64url(kid)],
    [16, type],
  ])

export const without = (map: CborMap, key: number): CborMap => new Map([...map].filter(([k]) => k !== key))

export const withMember = (map: CborMap, key: number | string, value: CborValue): CborMap =>
  new Map([...map, [key, value]])

/** A genuine signature over any protected header. */
export function coseWith(
  signer: Signer,
  header: CborMap | Uint8Array,
  payload: Uint8Array,
  unprotected: CborMap = new Map(),
): Uint8Array {
  const protectedHeader = header instanceof Uint8Array ? header : encodeCbor(header)
  const signature = signer.sign(encodeCbor(['Signature1', protectedHeader, new Uint8Array(), payload]))
  return encodeCbor({ tag: 18, value: [protectedHeader, unprotected, payload, signature] })
}

/** Replaces the first run of bytes by another; both in hex. */
export function spliced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const whole = Buffer.from(bytes)
  const at = whole.indexOf(Buffer.from(from, 'hex'))
  if (at < 0) throw new Error('no such bytes')
  return concat(bytes.slice(0, at), Buffer.from(to, 'hex'), bytes.slice(at + from.length / 2))
}

/** s + L for s: the same point equation, another 64 bytes (RFC 8032 §8.4). */
export function plusOrder(cose: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const s = BigInt(`0x${hex(cose.slice(-32).toReversed())}`) + order
  return concat(cose.slice(0, -32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').toReversed())
}

/** A genuine signature over any texts as header and payload. */
export function jwsWith(signer: Signer, headerText: string, payloadText: string): string {
  const signed = `${base64url(utf8(headerText))}.${base64url(utf8(payloadText))}`
  return `${signed}.${base64url(signer.sign(utf8(signed)))}`
}

export function macWith(secret: string | Uint8Array, headerText: string, payloadText: string): string {
  const signed = `${base64url(utf8(headerText))}.${base64url(utf8(payloadText))}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

export interface Taken {
  readonly header: string
  readonly payload: string
  readonly signature: string
  readonly disclosures: readonly string[]
}

/** An SD-JWT in its parts: header and payload as texts, the rest as it stands. */
export function takeApart(token: string): Taken {
  const [jws = '', ...disclosures] = token.slice(0, -1).split('~')
  const [first = '', second = '', signature = ''] = jws.split('.')
  const read = (part: string) => fromUtf8(fromBase64url(part))
  return { header: read(first), payload: read(second), signature, disclosures }
}

export const part = (value: unknown): string => base64url(utf8(JSON.stringify(value)))

// Bundled into pages: no node modules here.
import { base64url, concat, fromBase64url } from './bytes.ts'
import { decodeCbor, encodeCbor, type CborMap, type CborValue } from './cbor.ts'
import type { Envelope, EnvelopeFault } from './envelope.ts'
import { signNow, type Signer, type Unsigned } from './signer.ts'
import { ED25519, suiteOfCose } from './suite.ts'

// RFC 9052 §3.1, RFC 9596 §2: algorithm, key id, type; 61 is application/cwt.
const ALGORITHM = 1
const KEY_ID = 4
const TYPE = 16
const CWT = 61
const SIGN1 = 18

// The encodings around the byte strings, which message and Sig_structure (§4.4) share.
const TAG_AND_ARRAY = Uint8Array.of(0xd2, 0x84)
const EMPTY_MAP = Uint8Array.of(0xa0)
const SIGNATURE_HEAD = Uint8Array.of(0x58, 64)
const CONTEXT = concat(Uint8Array.of(0x84), encodeCbor('Signature1'))
const NO_EXTERNAL_DATA = Uint8Array.of(0x40)

/** A tagged COSE_Sign1 (RFC 9052 §4.2) over a CWT payload. The signer's kid must be eight bytes as `keyId` makes it. */
export const signCose = (signer: Signer, payload: Uint8Array): Uint8Array =>
  signNow(signer, unsignedCose(signer, payload))

export function unsignedCose(signer: Signer, payload: Uint8Array): Unsigned<Uint8Array> {
  const protectedPart = protectedHeader(signer.kid)
  const payloadPart = encodeCbor(payload)
  return {
    signed: concat(CONTEXT, protectedPart, NO_EXTERNAL_DATA, payloadPart),
    complete: (signature) =>
      concat(TAG_AND_ARRAY, protectedPart, EMPTY_MAP, payloadPart, SIGNATURE_HEAD, signature),
  }
}

// One signer signs thousands in a row.
let written = { kid: '', part: new Uint8Array(0) }

function protectedHeader(kid: string): Uint8Array {
  if (written.kid === kid) return written.part
  const id = fromBase64url(kid)
  if (id.length !== 8) throw new RangeError('a kid is eight bytes')
  const header = new Map<number, CborValue>([
    [ALGORITHM, ED25519.cose],
    [KEY_ID, id],
    [TYPE, CWT],
  ])
  written = { kid, part: Uint8Array.from(encodeCbor(encodeCbor(header))) }
  return written.part
}

/** Takes a COSE_Sign1 apart; nothing is verified. Only what `signCose` writes is accepted, in that one spelling. */
export function openCose(bytes: Uint8Array): Envelope<Uint8Array> | EnvelopeFault {
  try {
    return open(decodeCbor(bytes), bytes)
  } catch {
    return 'malformed'
  }
}

function open(value: CborValue, bytes: Uint8Array): Envelope<Uint8Array> | EnvelopeFault {
  const parts = isTagged(value) && value.tag === SIGN1 ? value.value : null
  if (!Array.isArray(parts) || parts.length !== 4) return 'malformed'
  const [protectedHeader, unprotected, payload, signature] = parts as CborValue[]
  if (!isBytes(protectedHeader) || !isBytes(payload) || !isBytes(signature)) return 'malformed'
  // A header outside the signature could name another key or algorithm: there is none.
  if (!isMap(unprotected) || unprotected.size !== 0) return 'malformed'
  const header = decodeCbor(protectedHeader)
  if (!isMap(header)) return 'malformed'
  const suite = suiteOfCose(header.get(ALGORITHM))
  if (!suite) return 'algorithm'
  if (header.get(TYPE) !== CWT) return 'type'
  const kid = header.get(KEY_ID)
  if (header.size !== 3 || !isBytes(kid) || kid.length !== 8) return 'malformed'
  if (signature.length !== suite.signatureBytes) return 'malformed'
  // Both byte strings as they stand in the message: 2 bytes before, 17 of header, 1 between, 66 of signature after.
  const signed = concat(CONTEXT, bytes.subarray(2, 19), NO_EXTERNAL_DATA, bytes.subarray(20, -66))
  return { kid: base64url(kid), suite, payload, signed, signature }
}

const isBytes = (value: CborValue | undefined): value is Uint8Array => value instanceof Uint8Array

const isMap = (value: CborValue | undefined): value is CborMap => value instanceof Map

const isTagged = (value: CborValue): value is { tag: number; value: CborValue } =>
  typeof value === 'object' && value !== null && 'tag' in value

// Bundled into pages: no node modules here.
import { base64url, concat, fromBase64url } from './bytes.ts'
import { decodeCbor, encodeCbor, type CborMap, type CborValue } from './cbor.ts'
import type { Envelope, EnvelopeFault } from './envelope.ts'
import { signNow, type Signer, type Unsigned } from './signer.ts'
import { ED25519, suiteOfCose } from './suite.ts'

// RFC 9052 §3.1, RFC 9596 §2: algorithm, key id, type.
const ALGORITHM = 1
const KEY_ID = 4
const TYPE = 16
const SIGN1 = 18

// The encodings around the byte strings, which message and Sig_structure (§4.4) share.
const TAG_AND_ARRAY = Uint8Array.of(0xd2, 0x84)
const EMPTY_MAP = Uint8Array.of(0xa0)
const SIGNATURE_HEAD = Uint8Array.of(0x58, 64)
const CONTEXT = concat(Uint8Array.of(0x84), encodeCbor('Signature1'))
const NO_EXTERNAL_DATA = Uint8Array.of(0x40)

/** What a message is (RFC 9596): a content format, or a media type. One made as another is never taken. */
export type CoseType = number | string

/** application/cwt */
export const CWT = 61

/** A tagged COSE_Sign1 (RFC 9052 §4.2) over a CWT payload. The signer's kid must be eight bytes as `keyId` makes it. */
export const signCose = (signer: Signer, payload: Uint8Array, type: CoseType = CWT): Uint8Array =>
  signNow(signer, unsignedCose(signer, payload, type))

export function unsignedCose(
  signer: Signer,
  payload: Uint8Array,
  type: CoseType = CWT,
): Unsigned<Uint8Array> {
  const protectedPart = protectedHeader(signer.kid, type)
  const payloadPart = encodeCbor(payload)
  return {
    signed: concat(CONTEXT, protectedPart, NO_EXTERNAL_DATA, payloadPart),
    complete: (signature) =>
      concat(TAG_AND_ARRAY, protectedPart, EMPTY_MAP, payloadPart, SIGNATURE_HEAD, signature),
  }
}

// One signer signs thousands in a row.
let written: { kid: string; type: CoseType; part: Uint8Array } = {
  kid: '',
  type: CWT,
  part: new Uint8Array(0),
}

function protectedHeader(kid: string, type: CoseType): Uint8Array {
  if (written.kid === kid && written.type === type) return written.part
  const id = fromBase64url(kid)
  if (id.length !== 8) throw new RangeError('a kid is eight bytes')
  const header = new Map<number, CborValue>([
    [ALGORITHM, ED25519.cose],
    [KEY_ID, id],
    [TYPE, type],
  ])
  written = { kid, type, part: Uint8Array.from(encodeCbor(encodeCbor(header))) }
  return written.part
}

/** Takes a COSE_Sign1 apart; nothing is verified. Only what `signCose` writes is accepted, in that one spelling. */
export function openCose(bytes: Uint8Array, type: CoseType = CWT): Envelope<Uint8Array> | EnvelopeFault {
  try {
    return open(decodeCbor(bytes), bytes, type)
  } catch {
    return 'malformed'
  }
}

function open(value: CborValue, bytes: Uint8Array, type: CoseType): Envelope<Uint8Array> | EnvelopeFault {
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
  if (header.get(TYPE) !== type) return 'type'
  const kid = header.get(KEY_ID)
  if (header.size !== 3 || !isBytes(kid) || kid.length !== 8) return 'malformed'
  if (signature.length !== suite.signatureBytes) return 'malformed'
  // Both byte strings as they stand in the message: 2 bytes before, the header with its head, 1 between, 66 after.
  const end = 2 + (protectedHeader.length < 24 ? 1 : 2) + protectedHeader.length
  const signed = concat(CONTEXT, bytes.subarray(2, end), NO_EXTERNAL_DATA, bytes.subarray(end + 1, -66))
  return { kid: base64url(kid), suite, payload, signed, signature }
}

const isBytes = (value: CborValue | undefined): value is Uint8Array => value instanceof Uint8Array

const isMap = (value: CborValue | undefined): value is CborMap => value instanceof Map

const isTagged = (value: CborValue): value is { tag: number; value: CborValue } =>
  typeof value === 'object' && value !== null && 'tag' in value

import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { utf8 } from '../../src/signing/bytes.ts'
import { decodeCbor, encodeCbor, type CborMap, type CborValue } from '../../src/signing/cbor.ts'
import { signCose } from '../../src/signing/cose.ts'
import * as f from './fixtures.ts'
import { coseWith, digitsOf, headerOf, payloadOf, plusOrder, spliced, without, withMember } from './forge.ts'
import { fromRow, type Altered, type Row } from './vector-case.ts'

const { signer, attacker, record, origin, code } = f
const cwt = signCwt(signer, record)
const payload = payloadOf(cwt)
const url = qrText(origin, code, cwt)
const digits = digitsOf(cwt)
const header = headerOf(signer.kid)
const protectedHeader = encodeCbor(header)
const CERTIFICATE = -65537
const claims = decodeCbor(payload) as CborMap
const certificate = claims.get(CERTIFICATE) as CborMap

const raw = (...members: CborValue[]) => digitsOf(encodeCbor({ tag: 18, value: members }))
const signed = (header: CborMap | Uint8Array, unprotected?: CborMap) =>
  digitsOf(coseWith(signer, header, payload, unprotected))
const carrying = (payload: Uint8Array) => digitsOf(signCose(signer, payload))
const saying = (key: number, value: CborValue) =>
  carrying(encodeCbor(withMember(claims, CERTIFICATE, withMember(certificate, key, value))))

const CODES: readonly Row[] = [
  [
    'digit-altered',
    'one digit is another',
    url.replace(/.$/, (d) => String((Number(d) + 1) % 10)),
    'signature',
  ],
  ['digits-cut', 'the last ten digits are missing', url.slice(0, -10), 'malformed'],
  ['digits-appended', 'one digit too many', `${url}0`, 'malformed'],
  ['digits-leading-zero', 'a second spelling of the same number', url.replace('#', '#0'), 'malformed'],
  ['digits-with-sign', 'a number with a plus', url.replace('#', '#+'), 'malformed'],
  ['digits-full-width', 'digits of another script', digits.replaceAll('1', '１'), 'malformed'],
  ['digits-untagged', 'the tag is left out', digitsOf(cwt.slice(1)), 'malformed'],
  ['digits-too-many', 'more than 2,000 digits', `2${'0'.repeat(2000)}`, 'malformed'],
  ['digits-empty', 'the signed part is missing', `${origin}/v/${code}#`, 'code-only'],
  ['host-other', 'genuine digits behind another address', url.replace('zc.yn', 'zc-yn'), 'other-host'],
  [
    'host-other-port',
    'genuine digits behind another port',
    url.replace('.example', '.example:8443'),
    'other-host',
  ],
  ['host-without-tls', 'genuine digits behind http', url.replace('https', 'http'), 'other-host'],
  [
    'host-before-at-sign',
    'the real host stands before an @',
    url.replace('.example', '.example@evil.example'),
    'not-a-certificate',
  ],
  [
    'address-of-another-kind',
    'a link that is no certificate',
    'https://zc.yn-rsj.example/pay?to=1',
    'not-a-certificate',
  ],
]

const ENVELOPES: readonly Row[] = [
  [
    'cose-signature-altered',
    'the last bit is another',
    digitsOf(spliced(cwt, lastByte(cwt, 0), lastByte(cwt, 1))),
    'signature',
  ],
  [
    'cose-signature-empty',
    'no signature',
    raw(protectedHeader, new Map(), payload, new Uint8Array()),
    'malformed',
  ],
  [
    'cose-signature-zero',
    '64 zero bytes',
    raw(protectedHeader, new Map(), payload, new Uint8Array(64)),
    'signature',
  ],
  [
    'cose-signature-plus-order',
    's + L, the same signature spelled again',
    digitsOf(plusOrder(cwt)),
    'signature',
  ],
  ['cose-algorithm-es256', 'the header says ES256', signed(headerOf(signer.kid, -7)), 'algorithm'],
  ['cose-algorithm-hmac', 'the header says HMAC 256', signed(headerOf(signer.kid, 5)), 'algorithm'],
  ['cose-algorithm-missing', 'no algorithm', signed(without(header, 1)), 'algorithm'],
  [
    'cose-algorithm-unprotected',
    'the algorithm a second time, outside the signature',
    signed(header, new Map([[1, -8]])),
    'malformed',
  ],
  [
    'cose-key-embedded',
    'the attacker’s key in the header',
    digitsOf(coseWith(attacker, withMember(headerOf(attacker.kid), -1, attacker.publicKey), payload)),
    'malformed',
  ],
  [
    'cose-key-unknown',
    'signed by a stranger in his own name',
    digitsOf(signCwt(attacker, record)),
    'unknown-key',
  ],
  [
    'cose-key-forged',
    'signed by a stranger in the name of our key',
    digitsOf(coseWith(attacker, header, payload)),
    'signature',
  ],
  [
    'cose-key-exchanged',
    'signed by one of our keys in the name of another',
    signed(headerOf(f.retiredSigner.kid)),
    'signature',
  ],
  [
    'cose-key-id-short',
    'a key id of four bytes',
    signed(withMember(header, 4, new Uint8Array(4))),
    'malformed',
  ],
  [
    'cose-critical-header',
    'a header that must be understood',
    signed(withMember(header, 2, [99])),
    'malformed',
  ],
  ['cose-header-extra', 'a header nobody asked for', signed(withMember(header, 3, 0)), 'malformed'],
  [
    'cose-header-unsorted',
    'the header’s members out of order',
    signed(spliced(protectedHeader, 'a30127', 'a310183d')),
    'malformed',
  ],
  [
    'cose-type-status-list',
    'the type of a status list',
    signed(headerOf(signer.kid, -8, 263)),
    'not-a-certificate',
  ],
  ['cose-type-missing', 'no type', signed(without(header, 16)), 'not-a-certificate'],
  ['cose-several-signers', 'tag 98, COSE_Sign', digitsOf(spliced(cwt, 'd284', 'd2d86284')), 'malformed'],
  [
    'cose-payload-detached',
    'the payload is elsewhere',
    raw(protectedHeader, new Map(), null, new Uint8Array(64)),
    'malformed',
  ],
  [
    'cose-fifth-member',
    'one member too many',
    raw(protectedHeader, new Map(), payload, cwt.slice(-64), 0),
    'malformed',
  ],
  [
    'cose-indefinite-array',
    'an array without a length',
    digitsOf(Uint8Array.from([0xd2, 0x9f, ...cwt.slice(2), 0xff])),
    'malformed',
  ],
  [
    'cose-indefinite-bytes',
    'the signature in one chunk',
    digitsOf(Uint8Array.from([...cwt.slice(0, -66), 0x5f, ...cwt.slice(-66), 0xff])),
    'malformed',
  ],
  [
    'cose-long-length',
    'a length in two bytes where one would do',
    digitsOf(spliced(cwt, 'd28450', 'd2845810')),
    'malformed',
  ],
  ['cose-trailing-byte', 'a byte after the end', digitsOf(Uint8Array.from([...cwt, 0])), 'malformed'],
  ['cose-cut', 'the last byte is missing', digitsOf(cwt.slice(0, -1)), 'malformed'],
  [
    'cose-length-beyond-input',
    'a payload of 4 GB, it says',
    digitsOf(Uint8Array.from([0xd2, 0x84, 0x40, 0xa0, 0x5a, 255, 255, 255, 255])),
    'malformed',
  ],
  [
    'cose-nested-deeply',
    'four hundred arrays, one in another',
    digitsOf(Uint8Array.from([0xd2, ...new Uint8Array(400).fill(0x81)])),
    'malformed',
  ],
]

// Everything here bears the genuine key's genuine signature: only strictness refuses it.
const CLAIMS: readonly Row[] = [
  [
    'cwt-another-purpose',
    'a CWT of ours without a certificate',
    carrying(encodeCbor(new Map([[1, 'x']]))),
    'not-a-certificate',
  ],
  [
    'cwt-checkpoint',
    'a ledger checkpoint as payload',
    carrying(utf8('zc.yn-rsj.example/ledger\n1\nAAAA\n')),
    'malformed',
  ],
  ['cwt-trailing-byte', 'a byte after the claims', carrying(Uint8Array.from([...payload, 0])), 'malformed'],
  ['cwt-claim-extra', 'a claim beside ours', carrying(encodeCbor(withMember(claims, 4, 1))), 'malformed'],
  ['cwt-claims-unsorted', 'ours before the issuer', carrying(unsorted()), 'malformed'],
  ['cwt-member-extra', 'a member nobody asked for', saying(13, 'x'), 'malformed'],
  [
    'cwt-member-repeated',
    'the level twice',
    carrying(spliced(spliced(payload, 'ac0001', 'ad0001'), '0619019c', '0619019c0619019b')),
    'malformed',
  ],
  [
    'cwt-integer-long',
    'the level in four bytes',
    carrying(spliced(payload, '0619019c', '061a0000019c')),
    'malformed',
  ],
  ['cwt-float', 'the level as a float', carrying(spliced(payload, '0619019c', '06fa43ce0000')), 'malformed'],
  [
    'cwt-text-not-utf8',
    'a name that is no text',
    carrying(spliced(payload, 'e998bf', 'e998ff')),
    'malformed',
  ],
  ['cwt-text-control', 'a line break in the name', saying(2, '张\n三'), 'malformed'],
  ['cwt-name-empty', 'nobody’s certificate', saying(2, ''), 'malformed'],
  ['cwt-name-number', 'a name that is a number', saying(2, 5), 'malformed'],
  ['cwt-series-unknown', 'a series the table lacks', saying(3, 28), 'malformed'],
  ['cwt-series-spelled-out', 'a series of the table as text', saying(3, '工程技术'), 'malformed'],
  ['cwt-level-unknown', 'a level that does not exist', saying(6, 413), 'malformed'],
  ['cwt-route-unknown', 'a route that does not exist', saying(7, 4), 'malformed'],
  ['cwt-day-absurd', 'a day in the year 5000', saying(10, 1_106_705), 'malformed'],
  ['cwt-scope-everywhere', 'everywhere spelled out', saying(12, 0), 'malformed'],
  ['cwt-scope-nowhere', 'targeted at no place', saying(12, []), 'malformed'],
  ['cwt-status-negative', 'a place before the list', saying(11, [1, -1]), 'malformed'],
  ['cwt-status-third', 'three numbers for a place', saying(11, [1, 2, 3]), 'malformed'],
  ['cwt-version-newer', 'a newer table of codes', saying(0, 2), 'version-unknown'],
  ['cwt-version-zero', 'a version there never was', saying(0, 0), 'malformed'],
  [
    'key-window-after',
    'issued after the key retired',
    digitsOf(signCwt(f.retiredSigner, record)),
    'key-window',
  ],
  [
    'key-window-before',
    'issued before the key began',
    digitsOf(signCwt(signer, { ...record, issuedOn: '2022-12-31' })),
    'key-window',
  ],
  [
    'key-compromised',
    'signed by a key that was stolen',
    digitsOf(signCwt(f.compromisedSigner, record)),
    'key-compromised',
  ],
]

export const alteredCwts: readonly Altered[] = [...CODES, ...ENVELOPES, ...CLAIMS].map(fromRow)

function lastByte(bytes: Uint8Array, flip: number): string {
  const tail = Buffer.from(bytes.slice(-4))
  tail[3] = (tail[3] as number) ^ flip
  return tail.toString('hex')
}

function unsorted(): Uint8Array {
  const issuer = encodeCbor(new Map([[1, claims.get(1) as string]])).slice(1)
  const ours = encodeCbor(new Map([[CERTIFICATE, certificate]])).slice(1)
  return Uint8Array.from([0xa2, ...ours, ...issuer])
}

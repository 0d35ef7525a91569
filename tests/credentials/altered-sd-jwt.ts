import { createHash } from 'node:crypto'
import { signSdJwt } from '../../src/credentials/sd-jwt.ts'
import { base64url, utf8 } from '../../src/signing/bytes.ts'
import { signJws } from '../../src/signing/jws.ts'
import * as f from './fixtures.ts'
import { jwsWith, macWith, part, takeApart } from './forge.ts'
import { fromRow, type Altered, type Row } from './vector-case.ts'

const { signer, attacker, record, origin, salts } = f
const token = signSdJwt(signer, record, { origin, salts })
const { header, payload, signature, disclosures } = takeApart(token)
const [name = '', number = ''] = disclosures
const tail = `~${name}~${number}~`
const jws = token.slice(0, -tail.length)
const unsigned = (head: object, sig = signature) => `${part(head)}.${base64url(utf8(payload))}.${sig}${tail}`
/** Genuine signature over an altered header or payload. */
const signed = (head: string, body: string, end = tail) => jwsWith(signer, head, body) + end
const headed = (members: object) =>
  signed(JSON.stringify({ ...(JSON.parse(header) as object), ...members }), payload)
const claiming = (members: object, end = tail) =>
  signed(header, JSON.stringify({ ...(JSON.parse(payload) as object), ...members }), end)
const hmac = (secret: string | Uint8Array) =>
  macWith(secret, JSON.stringify({ alg: 'HS256', kid: signer.kid, typ: 'dc+sd-jwt' }), payload) + tail

const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64url(signer.publicKey), kid: signer.kid }
const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), signer.publicKey])
const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`
const strangerJwk = { ...jwk, x: base64url(attacker.publicKey), kid: attacker.kid }
const embedding = (members: object) =>
  jwsWith(attacker, JSON.stringify({ ...(JSON.parse(header) as object), ...members }), payload) + tail

const ALGORITHMS: readonly Row[] = [
  ...['none', 'None', 'nOnE', 'NONE'].map((alg, i): Row => [
    `jws-algorithm-none-${i + 1}`,
    `"alg":"${alg}" with an empty signature`,
    unsigned({ alg, kid: signer.kid, typ: 'dc+sd-jwt' }, ''),
    'algorithm',
  ]),
  [
    'jws-algorithm-none-signed',
    '"alg":"none" with the old signature',
    unsigned({ alg: 'none', kid: signer.kid, typ: 'dc+sd-jwt' }),
    'algorithm',
  ],
  ['jws-algorithm-hs256-raw-key', 'HMAC with the public key’s 32 bytes', hmac(signer.publicKey), 'algorithm'],
  ['jws-algorithm-hs256-spki', 'HMAC with the public key as DER', hmac(spki), 'algorithm'],
  ['jws-algorithm-hs256-pem', 'HMAC with the public key as PEM', hmac(pem), 'algorithm'],
  ['jws-algorithm-hs256-jwk', 'HMAC with the public key as JWK', hmac(JSON.stringify(jwk)), 'algorithm'],
  [
    'jws-algorithm-hs256-jwks',
    'HMAC with the published key set',
    hmac(JSON.stringify({ keys: [jwk] })),
    'algorithm',
  ],
  ['jws-algorithm-ed25519', 'the newer name of the same algorithm', headed({ alg: 'Ed25519' }), 'algorithm'],
  ['jws-algorithm-list', 'a list of algorithms', headed({ alg: ['EdDSA'] }), 'algorithm'],
  ['jws-signature-empty', 'no signature', `${jws.slice(0, jws.lastIndexOf('.') + 1)}${tail}`, 'malformed'],
]

const HEADERS: readonly Row[] = [
  ['jws-key-embedded', 'the attacker’s key as jwk', embedding({ jwk: strangerJwk }), 'malformed'],
  [
    'jws-key-address',
    'a jku to the attacker’s keys',
    embedding({ jku: 'https://evil.example/jwks.json' }),
    'malformed',
  ],
  [
    'jws-x5u',
    'an x5u to the attacker’s chain',
    embedding({ x5u: 'https://evil.example/chain.pem' }),
    'malformed',
  ],
  ['jws-x5c', 'the attacker’s chain as x5c', embedding({ x5c: ['MAA='] }), 'malformed'],
  [
    'jws-key-unknown',
    'signed by a stranger in his own name',
    embedding({ kid: attacker.kid }),
    'unknown-key',
  ],
  ['jws-key-forged', 'signed by a stranger in the name of our key', embedding({}), 'signature'],
  ['jws-key-id-path', 'a key id that is a path', headed({ kid: '../../keys/x' }), 'unknown-key'],
  ['jws-key-id-prototype', 'a key id every object has', headed({ kid: '__proto__' }), 'unknown-key'],
  ['jws-critical', 'a header that must be understood', headed({ crit: ['exp'], exp: 1 }), 'malformed'],
  ['jws-payload-unencoded', '"b64":false', headed({ b64: false, crit: ['b64'] }), 'malformed'],
  [
    'jws-header-repeated',
    'the algorithm twice',
    signed(header.replace('{', '{"alg":"none",'), payload),
    'malformed',
  ],
  ['jws-header-blank', 'a blank in the header', signed(header.replace('{', '{ '), payload), 'malformed'],
  [
    'jws-header-escaped',
    'the algorithm spelled with an escape',
    signed(header.replace('EdDSA', '\\u0045dDSA'), payload),
    'malformed',
  ],
  [
    'jws-type-missing',
    'no type',
    signed(JSON.stringify({ alg: 'EdDSA', kid: signer.kid }), payload),
    'not-a-certificate',
  ],
  [
    'jws-type-session',
    'a session token',
    `${signJws(signer, 'JWT', { sub: 'u1', exp: 9999999999 })}~`,
    'not-a-certificate',
  ],
  [
    'jws-type-session-as-certificate',
    'a session token under our type',
    `${signJws(signer, 'dc+sd-jwt', { sub: 'u1' })}~`,
    'not-a-certificate',
  ],
  ['jws-type-older', 'the draft’s type vc+sd-jwt', headed({ typ: 'vc+sd-jwt' }), 'not-a-certificate'],
]

const SPELLINGS: readonly Row[] = [
  ['jws-padding', 'base64url with padding', `${jws}==${tail}`, 'malformed'],
  ['jws-trailing-bits', 'the last character says other bits', `${nextChar(jws)}${tail}`, 'malformed'],
  ['jws-alphabet', 'base64 instead of base64url', `${jws.slice(0, -6)}+/+/+/${tail}`, 'malformed'],
  ['jws-blank', 'a line break inside', token.replace('.', '.\n'), 'malformed'],
  ['jws-segment-extra', 'a fourth segment', `${jws}.AAAA${tail}`, 'malformed'],
  [
    'jws-json-form',
    'the JSON serialisation with two signatures',
    JSON.stringify({ payload: part(payload), signatures: [{}, {}] }),
    'malformed',
  ],
  [
    'jws-payload-repeated',
    'a claim twice',
    signed(header, payload.replace('{', '{"level":"411",')),
    'malformed',
  ],
  [
    'jws-payload-altered',
    'another title',
    token.replace(base64url(utf8(payload)), base64url(utf8(payload.replace('高级工程师', '正高级工程师')))),
    'signature',
  ],
]

const CLAIMS: readonly Row[] = [
  [
    'sd-jwt-vct-other',
    'a credential of another kind',
    claiming({ vct: 'urn:zhengxin:misconduct:1' }),
    'not-a-certificate',
  ],
  ['sd-jwt-claim-extra', 'a claim nobody asked for', claiming({ admin: true }), 'malformed'],
  ['sd-jwt-claim-in-the-open', 'the name beside its digest', claiming({ name: '张三' }), 'malformed'],
  ['sd-jwt-time-other', 'signed at another time than the day of issue', claiming({ iat: 1 }), 'malformed'],
  ['sd-jwt-status-missing', 'no place in a status list', claiming({ status: {} }), 'malformed'],
  [
    'sd-jwt-status-address-other',
    'a status list that is not the issuer’s',
    claiming({ status: { status_list: { idx: 1, uri: 'https://evil.example/status/1' } } }),
    'malformed',
  ],
  ['sd-jwt-key-bound', 'a confirmation key', claiming({ cnf: { jwk: strangerJwk } }), 'malformed'],
  ['sd-jwt-hash-other', 'sha-512', claiming({ _sd_alg: 'sha-512' }), 'malformed'],
  [
    'sd-jwt-hash-missing',
    'the hash is left to guess',
    signed(header, payload.replace(',"_sd_alg":"sha-256"', '')),
    'malformed',
  ],
  [
    'sd-jwt-digest-repeated',
    'one digest twice',
    claiming({ _sd: [digest(name), digest(name)] }),
    'malformed',
  ],
  [
    'sd-jwt-digest-third',
    'a digest of nothing',
    claiming({ _sd: [digest(name), digest(number), digest('')] }),
    'malformed',
  ],
]

const DISCLOSURES: readonly Row[] = [
  ['sd-jwt-disclosure-withheld', 'the name is withheld', `${jws}~${number}~`, 'withheld'],
  ['sd-jwt-disclosures-none', 'everything is withheld', `${jws}~`, 'withheld'],
  [
    'sd-jwt-disclosure-altered',
    'another name',
    token.replace(name, part([base64url(salts.name), 'name', '张三'])),
    'malformed',
  ],
  [
    'sd-jwt-disclosure-unreferenced',
    'a disclosure too many',
    `${token}${part([base64url(salts.name), 'name', '张三'])}~`,
    'malformed',
  ],
  ['sd-jwt-disclosure-repeated', 'the name twice', `${jws}~${name}~${name}~${number}~`, 'malformed'],
  [
    'sd-jwt-disclosures-out-of-order',
    'number before name: a second spelling',
    `${jws}~${number}~${name}~`,
    'malformed',
  ],
  ['sd-jwt-disclosure-empty', 'an empty disclosure', `${jws}~~${name}~${number}~`, 'malformed'],
  [
    'sd-jwt-disclosure-of-array-element',
    'two members instead of three',
    disclosing([base64url(salts.name), record.name]),
    'malformed',
  ],
  [
    'sd-jwt-disclosure-of-open-claim',
    'a disclosure over a claim in the open',
    disclosing([base64url(salts.name), 'level', '411']),
    'malformed',
  ],
  [
    'sd-jwt-disclosure-of-sd',
    'a disclosure named _sd',
    disclosing([base64url(salts.name), '_sd', 'x']),
    'malformed',
  ],
  [
    'sd-jwt-disclosure-not-text',
    'a name that is an object',
    disclosing([base64url(salts.name), 'name', {}]),
    'malformed',
  ],
  ['sd-jwt-salt-short', 'a salt of one byte', disclosing(['AA', 'name', record.name]), 'malformed'],
  [
    'sd-jwt-key-binding',
    'a key-binding JWT at the end',
    `${token}${jwsWith(attacker, '{"alg":"EdDSA","typ":"kb+jwt"}', '{}')}`,
    'malformed',
  ],
  ['sd-jwt-final-tilde-missing', 'without the last ~', token.slice(0, -1), 'malformed'],
  ['status-list-as-certificate', 'a status list', f.statusList(0), 'not-a-certificate'],
  ['status-list-as-sd-jwt', 'a status list with a ~', `${f.statusList(0)}~`, 'not-a-certificate'],
  [
    'checkpoint-as-certificate',
    'a ledger checkpoint',
    `${f.bundle.ledger.origin}\n1\nAAAA\n\n— ${f.bundle.ledger.vkey} AAAA\n`,
    'malformed',
  ],
]

export const alteredSdJwts: readonly Altered[] = [
  ...ALGORITHMS,
  ...HEADERS,
  ...SPELLINGS,
  ...CLAIMS,
  ...DISCLOSURES,
].map(fromRow)

function digest(disclosure: string): string {
  return createHash('sha256').update(disclosure).digest('base64url')
}

/** Genuinely signed, the name's disclosure replaced and its digest with it. */
function disclosing(content: unknown): string {
  const other = part(content)
  return claiming({ _sd: [digest(other), digest(number)].sort() }, `~${other}~${number}~`)
}

/** The same bytes but for bits that decode to nothing. */
function nextChar(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1) ?? '') + 1]
}

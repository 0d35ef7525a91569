import { deflateSync } from 'node:zlib'
import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { signSdJwt } from '../../src/credentials/sd-jwt.ts'
import { signStatusList } from '../../src/credentials/sign-status-list.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { signJws, type JsonObject } from '../../src/signing/jws.ts'
import * as f from './fixtures.ts'
import type { ReasonCode } from '../../src/credentials/reason.ts'
import type { Altered } from './vector-case.ts'

const { signer, record, origin, code, salts, listUri, listTimes } = f
const credential = qrText(origin, code, signCwt(signer, record))
const packed = new Uint8Array(32_768)
const fine = {
  sub: listUri,
  iat: 1701705600,
  exp: 1701792000,
  ttl: 3600,
  status_list: { bits: 2, lst: lst(packed) },
}

function lst(bytes: Uint8Array): string {
  return base64url(deflateSync(bytes))
}

const withList = (rule: string, what: string, list: string | null, reason: ReasonCode): Altered => ({
  rule,
  what,
  credential,
  statusLists: list === null ? {} : { [listUri]: list },
  reason,
})
const listing = (rule: string, what: string, members: JsonObject, reason: ReasonCode) =>
  withList(rule, what, signJws(signer, 'statuslist+jwt', { ...fine, ...members }), reason)
const at = (rule: string, what: string, now: string): Altered => ({
  rule,
  what,
  credential,
  now,
  reason: 'status-not-fresh',
})

export const alteredStatuses: readonly Altered[] = [
  withList('status-revoked', 'revoked', f.statusList(1), 'revoked'),
  withList('status-suspended', 'suspended', f.statusList(2), 'suspended'),
  withList('status-ended', 'closed, lapsed or superseded', f.statusList(3), 'ended'),
  withList('status-list-missing', 'no list', null, 'status-not-fresh'),
  at('status-list-expired', 'the second the list expires', '2023-12-06T00:00:00+08:00'),
  at('status-list-from-the-future', 'a list of two minutes from now', '2023-12-04T23:58:00+08:00'),
  withList(
    'status-list-of-a-stranger',
    'signed by a stranger',
    signStatusList(f.attacker, listUri, packed, listTimes),
    'status-foreign',
  ),
  withList(
    'status-list-of-another-place',
    'the issuer’s list, but another',
    signStatusList(signer, `${origin}/status/2`, packed, listTimes),
    'status-foreign',
  ),
  withList(
    'status-list-by-retired-key',
    'signed with a key that had retired',
    signStatusList(f.retiredSigner, listUri, packed, listTimes),
    'status-foreign',
  ),
  withList(
    'status-list-by-compromised-key',
    'signed with a stolen key',
    signStatusList(f.compromisedSigner, listUri, packed, listTimes),
    'status-foreign',
  ),
  withList(
    'status-list-altered',
    'one character of the signature is another',
    f.statusList(0).replace(/.{4}$/, 'AAAA'),
    'status-malformed',
  ),
  withList(
    'status-list-type-other',
    'signed as something else',
    signJws(signer, 'JWT', fine),
    'status-malformed',
  ),
  withList(
    'status-list-short',
    'the place is beyond the end',
    signStatusList(signer, listUri, new Uint8Array(77_776), listTimes),
    'status-malformed',
  ),
  listing(
    'status-list-bomb',
    'more than 2^20 places when inflated',
    { status_list: { bits: 2, lst: lst(new Uint8Array(300_000)) } },
    'status-malformed',
  ),
  listing(
    'status-list-not-zlib',
    'not compressed',
    { status_list: { bits: 2, lst: base64url(packed) } },
    'status-malformed',
  ),
  listing(
    'status-list-trailing-bytes',
    'bytes after the compressed ones',
    { status_list: { bits: 2, lst: `${lst(packed)}AAAA` } },
    'status-malformed',
  ),
  listing(
    'status-list-one-bit',
    'a list of one bit a place',
    { status_list: { bits: 1, lst: lst(packed) } },
    'status-malformed',
  ),
  listing('status-list-without-expiry', 'no exp', { exp: null }, 'status-malformed'),
]

const valid = (rule: string, what: string, credential: string): Altered => ({
  rule,
  what,
  credential,
  reason: null,
})
const token = signSdJwt(signer, record, { origin, salts })

export const genuine: readonly Altered[] = [
  valid('qr-usual', 'the code of a usual certificate', credential),
  valid(
    'qr-longest',
    'the code of the longest certificate',
    qrText(origin, code, signCwt(signer, f.longestRecord)),
  ),
  valid(
    'qr-grassroots',
    'valid at grass-roots units only',
    qrText(origin, code, signCwt(signer, { ...record, scope: { kind: 'grassroots' } })),
  ),
  valid(
    'qr-history',
    'obtained before 1970, series without a code',
    qrText(
      origin,
      code,
      signCwt(signer, { ...record, obtainedOn: '1961-05-01', series: '律师', level: '410' }),
    ),
  ),
  valid('qr-digits-alone', 'the digits without an address', credential.split('#')[1] ?? ''),
  valid('qr-blanks-around', 'a line break after the address, as scanners add', `${credential}\n`),
  valid('sd-jwt-usual', 'both claims disclosed', token),
  valid(
    'sd-jwt-no-committee',
    'no committee, a targeted scope',
    signSdJwt(signer, { ...f.longestRecord, committee: null }, { origin, salts }),
  ),
]

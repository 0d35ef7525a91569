import { jwkOf, writeTrustBundle, type TrustBundle } from '../../src/credentials/trust-bundle.ts'
import { encodeVkey, noteKey } from '../../src/signing/note.ts'
import * as f from './fixtures.ts'

/** One rule of trust bundles: the file's text, and why it is refused; null: it is sound. */
export interface AlteredBundle {
  readonly rule: string
  readonly text: string
  readonly problem: RegExp | null
}

type Members = Readonly<Record<string, unknown>>

const text = writeTrustBundle(f.bundle, f.signers)
const json = JSON.parse(text) as Members
const altered = (rule: string, members: Members, problem: RegExp): AlteredBundle => ({
  rule,
  text: JSON.stringify({ ...json, ...members }),
  problem,
})
const signed = (
  rule: string,
  bundle: Partial<TrustBundle>,
  problem: RegExp | null,
  signers = f.signers,
): AlteredBundle => ({ rule, text: writeTrustBundle({ ...f.bundle, ...bundle }, signers), problem })

const mismatch = /签名与内容不符/
const [byCertificates = '', byLedger = ''] = json['signatures'] as string[]
const privateJwk = { ...jwkOf(f.key), d: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' }
const strangerVkey = encodeVkey(noteKey(f.ledgerOrigin, f.attacker.publicKey))

export const alteredBundles: readonly AlteredBundle[] = [
  signed('usual', {}, null),
  { rule: 'members-in-another-order', text: reversed(json), problem: null },
  {
    rule: 'status-lists-left-out',
    text: JSON.stringify({ ...json, statusLists: {} }),
    problem: null,
  },
  { rule: 'checkpoint-left-out', text: JSON.stringify({ ...json, checkpoint: null }), problem: null },
  altered('version-lowered', { version: 4095 }, mismatch),
  altered('made-later', { made: '2023-12-06T00:00:00+08:00' }, mismatch),
  altered('origin-added', { origins: [f.origin, 'https://evil.example'] }, mismatch),
  altered('issuer-renamed', { issuers: [{ ...f.issuer, name: '某地某单位' }] }, mismatch),
  altered(
    'issuer-added',
    { issuers: [f.issuer, { ...f.issuer, creditCode: '11530100015109999X' }] },
    mismatch,
  ),
  altered(
    'key-added',
    { jwks: { keys: [...keysOf(), jwkOf({ ...f.key, ...ownKey(f.attacker) })] } },
    mismatch,
  ),
  altered(
    'key-window-widened',
    { jwks: { keys: [jwkOf({ ...f.key, until: null }), ...keysOf().slice(1)] } },
    mismatch,
  ),
  altered('key-no-longer-compromised', { jwks: { keys: keysOf().map(active) } }, mismatch),
  altered('root-added', { pdf: { roots: ['MAA='] } }, mismatch),
  altered('member-added', { note: 'trust me' }, mismatch),
  altered('ledger-renamed', { ledger: { ...f.bundle.ledger, origin: 'other.example/ledger' } }, mismatch),
  altered(
    'ledger-key-exchanged',
    { ledger: { ...f.bundle.ledger, vkey: strangerVkey } },
    /不是由存证密钥签名/,
  ),
  altered('signatures-none', { signatures: undefined }, /没有两个签名/),
  altered('signatures-one', { signatures: [byCertificates] }, /没有两个签名/),
  altered('signatures-three', { signatures: [byCertificates, byLedger, byLedger] }, /没有两个签名/),
  altered('signatures-exchanged', { signatures: [byLedger, byCertificates] }, /不是由可用的签发密钥签名/),
  altered('signature-twice', { signatures: [byCertificates, byCertificates] }, /不是由存证密钥签名/),
  altered(
    'signature-with-payload',
    { signatures: [byCertificates.replace('..', '.e30.'), byLedger] },
    /签名格式有误/,
  ),
  altered('signature-cut', { signatures: [byCertificates.slice(0, -4), byLedger] }, /签名格式有误/),
  altered('signature-altered', { signatures: [byCertificates.replace(/.{4}$/, 'AAAA'), byLedger] }, mismatch),
  signed('signed-by-a-stranger', {}, /不是由可用的签发密钥签名/, { ...f.signers, certificates: f.attacker }),
  signed('signed-by-a-compromised-key', {}, /不是由可用的签发密钥签名/, {
    ...f.signers,
    certificates: f.compromisedSigner,
  }),
  signed('signed-after-the-keys-days', { made: '2026-01-01T00:00:00+08:00' }, /不是由可用的签发密钥签名/),
  signed('signed-by-another-ledger-key', {}, /不是由存证密钥签名/, { ...f.signers, ledger: f.attacker }),
  altered('format-newer', { v: 2 }, /版本不是 1/),
  altered('version-fraction', { version: 1.5 }, /version 不是序号/),
  altered('version-missing', { version: undefined }, /version 不是序号/),
  altered('origin-not-first', { origins: ['https://old.yn-rsj.example', f.origin] }, /origins 不是网站地址/),
  altered('origin-with-path', { origins: [f.origin, 'https://a.example/v'] }, /origins 不是网站地址/),
  altered('origins-missing', { origins: undefined }, /缺少 origins/),
  altered('private-key-inside', { jwks: { keys: [privateJwk] } }, /私钥/),
  altered('key-twice', { jwks: { keys: [jwkOf(f.key), jwkOf(f.key)] } }, /密钥重复/),
  { rule: 'cut', text: text.slice(0, -40), problem: /不是 JSON 对象/ },
  { rule: 'empty', text: '', problem: /不是 JSON 对象/ },
  { rule: 'list', text: '[]', problem: /不是 JSON 对象/ },
]

function keysOf() {
  return (json['jwks'] as { keys: Members[] }).keys
}

function active(jwk: Members): Members {
  return { ...jwk, state: 'active' }
}

function ownKey({ kid, publicKey }: typeof f.attacker) {
  return { kid, publicKey }
}

/** RFC 8785 fixes the order that is signed, not the one of the file. */
function reversed(value: Members): string {
  return JSON.stringify(Object.fromEntries(Object.entries(value).toReversed()), null, 2)
}

import {
  RECEIPT_TYPE,
  receiptFile,
  rowDigest,
  type Receipt,
  type ReceiptFault,
  type ReceiptRow,
} from '../../src/credentials/receipt.ts'
import { base64url, utf8 } from '../../src/signing/bytes.ts'
import { signJws } from '../../src/signing/jws.ts'
import * as f from './fixtures.ts'

/** One rule of receipts: the file's text, and why it is not to be relied on; null: it is genuine. */
export interface AlteredReceipt {
  readonly rule: string
  readonly what: string
  readonly text: string
  readonly reason: ReceiptFault | null
}

const row = (n: number, more: Partial<ReceiptRow> = {}): ReceiptRow => ({
  salt: base64url(Uint8Array.from({ length: 16 }, (_, i) => n * 16 + i)),
  row: n + 1,
  number: f.record.number,
  name: f.record.name,
  idNumberGiven: false,
  verdict: 'valid',
  status: 'in-force',
  since: null,
  reasons: [],
  found: {
    number: f.record.number,
    name: f.record.name,
    title: f.record.title,
    level: '副高级',
    series: f.record.series,
    obtainedOn: f.record.obtainedOn,
  },
  ...more,
})

const rows = [
  row(1),
  row(2, { verdict: 'not-valid', status: 'revoked', since: '2023-12-02', reasons: ['revoked'] }),
  row(3, { verdict: 'cannot-tell', status: 'unknown', reasons: ['not-found'], found: null }),
]

const receipt: Receipt = {
  v: 1,
  iss: f.origin,
  jti: 'AAECAwQFBgcICQoLDA0ODw',
  iat: f.now.getTime() / 1000,
  office: { name: '某大学', creditCode: '12530000431201098A' },
  checkpoint: f.bundle.checkpoint,
  counts: { valid: 1, 'not-valid': 1, 'cannot-tell': 1 },
  digests: rows.map(rowDigest),
}

const signed = (
  more: Partial<Record<keyof Receipt | 'extra', unknown>> = {},
  by = f.signer,
  typ = RECEIPT_TYPE,
) => signJws(by, typ, { ...receipt, ...more })

const jws = signed()
const [header = '', payload = '', signature = ''] = jws.split('.')
const headed = (members: object) => `${base64url(utf8(JSON.stringify(members)))}.${payload}.${signature}`
const sound = { alg: 'EdDSA', kid: f.signer.kid, typ: RECEIPT_TYPE }
const fileOf = (token: string, some: readonly object[]) =>
  receiptFile(
    token,
    some.map((row) => JSON.stringify(row)),
  )
const text = fileOf(jws, rows)
const withRows = (changed: readonly object[]) => fileOf(jws, changed)
const file = (token: string) => fileOf(token, rows)

const of = (rule: string, what: string, reason: ReceiptFault | null, text: string): AlteredReceipt => ({
  rule,
  what,
  text,
  reason,
})

export const alteredReceipts: readonly AlteredReceipt[] = [
  of('usual', 'three rows, one of each verdict', null, text),
  of('one-row-of-three', 'the rows of others taken out', null, withRows(rows.slice(1, 2))),
  of('rows-in-another-order', 'what is proved is each row', null, withRows(rows.toReversed())),
  of('blanks-between-members', 'printed for reading', null, JSON.stringify(JSON.parse(text), null, 2)),
  of(
    'signed-by-a-retired-key',
    'on a day it could sign',
    null,
    file(signed({ iat: Date.parse('2022-06-01T10:00:00+08:00') / 1000 }, f.retiredSigner)),
  ),
  of(
    'row-verdict-altered',
    'a refused row told as valid',
    'row-altered',
    withRows([{ ...rows[1], verdict: 'valid' }]),
  ),
  of('row-name-altered', 'somebody else’s name', 'row-altered', withRows([{ ...rows[0], name: '别人' }])),
  of('row-salt-altered', 'another salt', 'row-altered', withRows([{ ...rows[0], salt: rows[1]?.salt }])),
  of('row-added', 'a fourth row', 'row-altered', withRows([...rows, row(4)])),
  of('row-twice', 'the good row counted twice', 'row-altered', withRows([rows[0]!, rows[0]!])),
  of('row-member-added', 'a remark in a row', 'row-altered', withRows([{ ...rows[0], remark: '优秀' }])),
  of(
    'row-not-an-object',
    'a text for a row',
    'malformed',
    JSON.stringify({ v: 1, receipt: jws, rows: ['x'] }),
  ),
  of('rows-missing', 'no rows at all', 'malformed', JSON.stringify({ v: 1, receipt: jws })),
  of(
    'member-added',
    'a member beside the three',
    'malformed',
    JSON.stringify({ v: 1, receipt: jws, rows, note: 'x' }),
  ),
  of(
    'member-twice',
    'two lists of rows: which one counts?',
    'malformed',
    text.replace(/\}$/, `,"rows":${JSON.stringify(rows.slice(0, 1))}}`),
  ),
  of('cut', 'the end is missing', 'malformed', text.slice(0, -20)),
  of('empty', 'nothing', 'malformed', ''),
  of(
    'format-newer',
    'the file says version 2',
    'version-unknown',
    JSON.stringify({ v: 2, receipt: jws, rows }),
  ),
  of('format-newer-signed', 'the signature says version 2', 'version-unknown', file(signed({ v: 2 }))),
  of('signature-altered', 'other bytes', 'signature', file(jws.replace(/.{4}$/, 'AAAA'))),
  of('signature-empty', 'none', 'malformed', file(`${header}.${payload}.`)),
  of(
    'payload-altered',
    'another office',
    'signature',
    file(`${header}.${base64url(utf8(JSON.stringify({ ...receipt, iat: receipt.iat + 1 })))}.${signature}`),
  ),
  of('payload-padded', 'base64 padding', 'malformed', file(`${header}.${payload}=.${signature}`)),
  of('segment-extra', 'a fourth part', 'malformed', file(`${jws}.AAAA`)),
  of('algorithm-none', 'no algorithm', 'malformed', file(headed({ ...sound, alg: 'none' }))),
  of('algorithm-hs256', 'a secret for a key', 'malformed', file(headed({ ...sound, alg: 'HS256' }))),
  of('key-embedded', 'brings its own key', 'malformed', file(headed({ ...sound, jwk: {} }))),
  of(
    'type-status-list',
    'made for another purpose',
    'malformed',
    file(signed({}, f.signer, 'statuslist+jwt')),
  ),
  of(
    'type-trust-bundle',
    'made for another purpose',
    'malformed',
    file(signed({}, f.signer, 'zhengxin-trust+jws')),
  ),
  of('status-list-as-receipt', 'a genuine status list', 'malformed', file(f.statusList(0))),
  of('key-unknown', 'a stranger’s key', 'unknown-key', file(signed({}, f.attacker))),
  of(
    'key-forged',
    'a stranger’s signature under our key’s name',
    'signature',
    file(signed({}, { ...f.attacker, kid: f.signer.kid })),
  ),
  of(
    'key-compromised',
    'nothing shows when it was signed',
    'key-compromised',
    file(signed({ iat: Date.parse('2023-06-01T10:00:00+08:00') / 1000 }, f.compromisedSigner)),
  ),
  of('key-window-after', 'signed after the key’s last day', 'key-window', file(signed({}, f.retiredSigner))),
  of('issuer-other', 'another issuer’s address', 'other-host', file(signed({ iss: 'https://evil.example' }))),
  of('digests-missing', 'nothing of the rows is signed', 'malformed', file(signed({ digests: undefined }))),
]

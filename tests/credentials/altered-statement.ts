import { toDigits } from '../../src/credentials/digits.ts'
import {
  signStatement,
  STATEMENT_TYPE,
  statementText,
  type Statement,
  type StatementFault,
} from '../../src/credentials/statement.ts'
import { decodeCbor, encodeCbor, type CborMap, type CborValue } from '../../src/signing/cbor.ts'
import { openCose, signCose } from '../../src/signing/cose.ts'
import * as f from './fixtures.ts'

/** One rule of statements: the text of the code, and why it is not to be relied on; null: it is genuine. */
export interface AlteredStatement {
  readonly rule: string
  readonly what: string
  readonly text: string
  readonly reason: StatementFault | null
}

const said: Statement = {
  issuer: f.origin,
  code: f.code,
  name: f.record.name,
  idTail: '123X',
  asOf: '2023-12-05',
  madeAt: f.now.getTime() / 1000,
  recordedUntil: null,
  recipient: '昆明市第一人民医院',
  purpose: '应聘主治医师岗位',
}

const made = (more: Partial<Statement> = {}, by = f.signer): string =>
  statementText(said, signStatement(by, { ...said, ...more }))

const bytes = signStatement(f.signer, said)
const text = statementText(said, bytes)
const [address = '', digits = ''] = text.split('#')
const at = (signed: Uint8Array): string => `${address}#${toDigits(signed)}`

/** The same claims, changed and signed by our own key: only the rules of the format stand in the way. */
function claimed(change: (claims: Map<number, CborValue>) => void, typ: string | number = STATEMENT_TYPE) {
  const envelope = openCose(bytes, STATEMENT_TYPE)
  if (typeof envelope === 'string') throw new Error(envelope)
  const outer = new Map(decodeCbor(envelope.payload) as CborMap) as Map<number, CborValue>
  const inner = new Map(outer.get(-65538) as CborMap) as Map<number, CborValue>
  change(inner)
  outer.set(-65538, inner)
  return at(signCose(f.signer, encodeCbor(outer), typ))
}

const altered = Uint8Array.from(bytes)
altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1

const of = (rule: string, what: string, reason: StatementFault | null, of: string): AlteredStatement => ({
  rule,
  what,
  text: of,
  reason,
})

export const alteredStatements: readonly AlteredStatement[] = [
  of('no-record', 'No record runs on the day.', null, text),
  of('recorded', 'A record runs to a day.', null, made({ recordedUntil: '2026-12-01' })),
  of('recorded-that-day', 'It runs that day for the last time.', null, made({ recordedUntil: '2023-12-05' })),
  of(
    'longest',
    'Thirty rare characters each.',
    null,
    made({ recipient: '㐀'.repeat(30), purpose: '㐀'.repeat(30) }),
  ),
  of('retired-key', 'A retired key signed within its days.', null, retired('2022-06-01')),

  of('address-alone', 'Nothing signed came along.', 'code-only', address),
  of('other-host', 'Its address is another site’s.', 'other-host', text.replace('zc.yn-rsj', 'zc-yn-rsj')),
  of(
    'other-host-within',
    'What is signed names another site.',
    'other-host',
    made({ issuer: 'https://a.example' }),
  ),
  of(
    'other-code',
    'The address of one around what another says.',
    'malformed',
    text.replace(f.code, `${'A'.repeat(21)}Q`),
  ),
  of('digits-cut', 'The last digit is missing.', 'malformed', text.slice(0, -1)),
  of('digits-leading-zero', 'A zero before the number.', 'malformed', `${address}#0${digits}`),
  of('signature-altered', 'One bit of the signature.', 'signature', at(altered)),
  of('key-unknown', 'A key of nobody’s.', 'unknown-key', made({}, f.attacker)),
  of('key-compromised', 'A key somebody else had.', 'key-compromised', made({}, f.compromisedSigner)),
  of('key-window', 'A retired key signed after its days.', 'key-window', made({}, f.retiredSigner)),
  of(
    'typ-of-a-certificate',
    'Signed as a certificate is.',
    'malformed',
    claimed(() => {}, 61),
  ),
  of(
    'typ-of-another',
    'Signed as something else.',
    'malformed',
    claimed(() => {}, 'application/cwt'),
  ),
  of(
    'format-newer',
    'Version 2.',
    'version-unknown',
    claimed((claims) => claims.set(0, 2)),
  ),
  of(
    'member-more',
    'A claim nobody writes.',
    'malformed',
    claimed((claims) => claims.set(9, 1)),
  ),
  of(
    'member-less',
    'No purpose.',
    'malformed',
    claimed((claims) => claims.delete(8)),
  ),
  of(
    'purpose-empty',
    'For anything.',
    'malformed',
    claimed((claims) => claims.set(8, '')),
  ),
  of(
    'id-tail-long',
    'More of the number than four.',
    'malformed',
    claimed((claims) => claims.set(3, '0123X')),
  ),
  of(
    'day-not-made-on',
    'It speaks of another day than it was made on.',
    'malformed',
    claimed((claims) => claims.set(4, 19_000)),
  ),
  of(
    'ended-before',
    'A term that was over.',
    'malformed',
    claimed((claims) => claims.set(6, 19_000)),
  ),
]

function retired(day: string): string {
  const then = { asOf: day, madeAt: Date.parse(`${day}T10:00:00+08:00`) / 1000 }
  return made(then, f.retiredSigner)
}

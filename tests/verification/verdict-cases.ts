import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { signSdJwt } from '../../src/credentials/sd-jwt.ts'
import { writeTrustBundle, type TrustBundle } from '../../src/credentials/trust-bundle.ts'
import type { ReasonCode, Status, Verdict } from '../../src/credentials/reason.ts'
import * as f from '../credentials/fixtures.ts'

/** A file under tests/vectors/verdicts: what is held, what is trusted, what is asked, and the answer. */
export interface VerdictVector {
  readonly what: string
  readonly credential: string
  /** The trust bundle as its text. */
  readonly bundle: string
  /** The instant of asking. */
  readonly at: string
  readonly asOf?: string
  readonly expect: {
    readonly verdict: Verdict
    readonly status: Status
    /** The first reason's code; null when there is none. */
    readonly reason: ReasonCode | null
  }
}

export interface VerdictCase extends VerdictVector {
  /** The rule, and the file's name. */
  readonly rule: string
}

const AT = '2023-12-05T10:00:00+08:00'
const qr = qrText(f.origin, f.code, signCwt(f.signer, f.record))
const sdJwt = signSdJwt(f.signer, f.record, { origin: f.origin, salts: f.salts })
const listing = (state: number): TrustBundle => ({
  ...f.bundle,
  statusLists: new Map([[f.listUri, f.statusList(state)]]),
})

interface Given {
  readonly credential?: string
  readonly bundle?: TrustBundle
  readonly at?: string
  readonly asOf?: string
}

const saying =
  (verdict: Verdict) =>
  (
    rule: string,
    what: string,
    status: Status,
    reason: ReasonCode | null,
    given: Given = {},
  ): VerdictCase => ({
    rule,
    what,
    credential: given.credential ?? qr,
    bundle: writeTrustBundle(given.bundle ?? f.bundle, f.signers),
    at: given.at ?? AT,
    ...(given.asOf === undefined ? {} : { asOf: given.asOf }),
    expect: { verdict, status, reason },
  })

const valid = (rule: string, what: string, given?: Given) =>
  saying('valid')(rule, what, 'in-force', null, given)
const no = saying('not-valid')
const unclear = saying('cannot-tell')

const under = (signer: typeof f.signer, issuedOn: string) =>
  qrText(f.origin, f.code, signCwt(signer, { ...f.record, issuedOn }))
const cutOff = {
  ...f.bundle,
  keys: f.bundle.keys.map((key) => (key.state === 'compromised' ? { ...key, cutOff: 100 } : key)),
}

export const VERDICT_CASES: readonly VerdictCase[] = [
  valid('in-force', 'in force now'),
  valid('in-force-sd-jwt', 'the same certificate as SD-JWT VC', { credential: sdJwt }),
  valid('as-of-today', 'asked for today: the list of today is enough', { asOf: '2023-12-05' }),
  valid('retired-key', 'signed while the key, retired since, could sign', {
    credential: under(f.retiredSigner, '2022-12-31'),
  }),

  no('revoked', 'revoked (撤销)', 'revoked', 'revoked', { bundle: listing(1) }),
  no('suspended', 'suspended (暂停)', 'suspended', 'suspended', { bundle: listing(2) }),
  no('ended', 'closed, lapsed or superseded: never told as revoked', 'ended', 'ended', {
    bundle: listing(3),
  }),
  no('as-of-before-revocation', 'revoked later: never green, whatever day is asked', 'revoked', 'revoked', {
    bundle: listing(1),
    asOf: '2023-12-02',
  }),
  no('as-of-today-suspended', 'asked for today while suspended', 'suspended', 'suspended', {
    bundle: listing(2),
    asOf: '2023-12-05',
  }),
  no('retired-key-later', 'signed after the key’s last day', 'unknown', 'key-window', {
    credential: under(f.retiredSigner, '2023-01-01'),
  }),

  unclear('as-of-past', 'in force now; a list says nothing of the past', 'unknown', 'as-of-needs-issuer', {
    asOf: '2023-12-02',
  }),
  unclear('as-of-past-suspended', 'suspended now, asked for before', 'unknown', 'as-of-needs-issuer', {
    bundle: listing(2),
    asOf: '2023-12-02',
  }),
  unclear('as-of-past-ended', 'ended now, asked for before', 'unknown', 'as-of-needs-issuer', {
    bundle: listing(3),
    asOf: '2023-12-02',
  }),
  unclear(
    'as-of-before-issue',
    'asked for before its issue: an earlier version may have stood',
    'unknown',
    'as-of-needs-issuer',
    { asOf: '2023-11-30' },
  ),
  unclear('as-of-tomorrow', 'asked for a day that has not come', 'unknown', 'as-of-future', {
    asOf: '2023-12-06',
  }),
  unclear(
    'as-of-tomorrow-by-utc',
    'still the fourth in London, the fifth in China',
    'unknown',
    'as-of-future',
    {
      at: '2023-12-05T00:30:00+08:00',
      asOf: '2023-12-06',
    },
  ),
  unclear('compromised-key', 'signed with a key compromised since', 'unknown', 'key-compromised', {
    credential: under(f.compromisedSigner, '2023-06-01'),
  }),
  unclear(
    'compromised-key-without-proof',
    'the key has a cut-off, but nothing proves the place on the ledger',
    'unknown',
    'key-compromised',
    { credential: under(f.compromisedSigner, '2023-06-01'), bundle: cutOff },
  ),
  unclear('status-list-stale', 'the list expired this second', 'unknown', 'status-not-fresh', {
    at: '2023-12-06T00:00:00+08:00',
  }),
  unclear('status-list-missing', 'no list at all', 'unknown', 'status-not-fresh', {
    bundle: { ...f.bundle, statusLists: new Map() },
  }),
  unclear('status-list-stale-as-of', 'a day asked under an expired list', 'unknown', 'status-not-fresh', {
    at: '2023-12-06T00:00:00+08:00',
    asOf: '2023-12-02',
  }),
]

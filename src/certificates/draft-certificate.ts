import type { Day } from '../calendar/day.ts'
import { unsignedCwt } from '../credentials/cwt.ts'
import type { CertificateRecord } from '../credentials/record.ts'
import { unsignedSdJwt } from '../credentials/sd-jwt.ts'
import type { Authority } from '../identity/authority.ts'
import { entryRecord, type EntryDraft } from '../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../ledger/seal.ts'
import { NONCE_LENGTH, protect, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import { signNow, type Unsigned } from '../signing/signer.ts'
import { base64url } from '../signing/bytes.ts'
import { credentialCommitments } from './credential-commitment.ts'
import { sealedCertificates, type certificates } from './schema.ts'
import { packCredentials, type Credentials } from './stored-credentials.ts'
import type { StatusPlace } from './take-status-places.ts'
import { TEMPLATE_VERSION } from './template.ts'

/** All that a new certificate stands on; nothing else goes into it. */
export interface CertificateBasis {
  readonly authority: Authority
  readonly document: { readonly id: string; readonly number: string }
  readonly holder: { readonly name: string; readonly key: PersonKey }
  readonly title: Pick<
    CertificateRecord,
    'series' | 'specialty' | 'title' | 'level' | 'route' | 'obtainedOn' | 'committee' | 'scope'
  > & { readonly id: string }
  readonly number: string
  readonly place: StatusPlace
  readonly version: number
  /** The certificate it takes the place of. */
  readonly replaces: string | null
}

export interface CertificateDraft {
  readonly id: string
  readonly issuedOn: Day
  readonly row: typeof certificates.$inferInsert
  readonly entry: EntryDraft
}

/** What a certificate says, in both envelopes, still without signatures. */
export interface UnsignedCertificate {
  readonly basis: CertificateBasis
  readonly issuedOn: Day
  readonly cwt: Unsigned<Uint8Array>
  readonly sdJwt: Unsigned<string>
}

/** Signs a certificate and makes its row and ledger entry; the caller stores both in one transaction. */
export function draftCertificate(ctx: Context, basis: CertificateBasis): CertificateDraft {
  const { certificates: signer } = ctx.keyring
  const { cwt, sdJwt, ...unsigned } = unsignedCertificate(ctx, basis)
  return completeCertificate(ctx, unsigned, { cwt: signNow(signer, cwt), sdJwt: signNow(signer, sdJwt) })
}

export function unsignedCertificate(ctx: Context, basis: CertificateBasis): UnsignedCertificate {
  const { document, authority, title, holder, number, place } = basis
  const issuedOn = ctx.today()
  const certificate: CertificateRecord = {
    number,
    name: holder.name,
    series: title.series,
    specialty: title.specialty,
    title: title.title,
    level: title.level,
    route: title.route,
    obtainedOn: title.obtainedOn,
    committee: title.committee,
    document: document.number,
    scope: title.scope,
    issuer: { name: authority.name, creditCode: authority.creditCode },
    issuedOn,
    status: place,
  }
  const signer = ctx.keyring.certificates
  const salts = { name: ctx.random(16), number: ctx.random(16) }
  const sdJwt = unsignedSdJwt(signer, certificate, { origin: ctx.config.publicOrigin, salts })
  return { basis, issuedOn, cwt: unsignedCwt(signer, certificate), sdJwt }
}

/** The row and the entry of a certificate whose envelopes are signed. */
export function completeCertificate(
  ctx: Context,
  { basis, issuedOn }: Pick<UnsignedCertificate, 'basis' | 'issuedOn'>,
  credentials: Credentials,
): CertificateDraft {
  const { document, authority, title, holder, number, place } = basis
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  const commitmentSalts = ctx.random(64)
  const stored: UnsealedRow<typeof certificates> = {
    id,
    number,
    code: base64url(ctx.random(16)),
    origin: ctx.config.publicOrigin,
    titleId: title.id,
    version: basis.version,
    replaces: basis.replaces,
    personId: holder.key.personId,
    authorityId: authority.id,
    documentId: document.id,
    issuedOn,
    credentials: protect(
      holder.key,
      { column: 'certificates.credentials', row: id },
      packCredentials(credentials),
      ctx.random(NONCE_LENGTH),
    ),
    commitmentSalts,
    statusList: place.list,
    statusIndex: place.index,
    template: TEMPLATE_VERSION,
  }
  const { rows, sealRoot } = sealRows(sealedCertificates, record, [stored], ctx.random(32))
  const commitments = credentialCommitments(record, commitmentSalts, credentials)
  const entry: EntryDraft = {
    type: 'certificate.issued',
    record,
    day: issuedOn,
    commitments: { cwt: base64url(commitments.cwt), sdJwt: base64url(commitments.sdJwt) },
    seals: { certificates: sealRoot },
  }
  return { id, issuedOn, row: rows[0]!, entry }
}

import { count, eq } from 'drizzle-orm'
import { signCwt } from '../credentials/cwt.ts'
import type { CertificateRecord } from '../credentials/record.ts'
import { signSdJwt } from '../credentials/sd-jwt.ts'
import type { Authority } from '../identity/authority.ts'
import { authorityById } from '../identity/find-authority.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord, type EntryDraft } from '../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../ledger/seal.ts'
import { NONCE_LENGTH, protect } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import { copyIn, type Transaction } from '../platform/database.ts'
import { lockDocument, type QualificationDocument } from '../results/find-document.ts'
import { base64url } from '../signing/bytes.ts'
import { titlesOfDocument, type NamedTitle } from '../titles/titles-of.ts'
import { formatNumber } from './certificate-number.ts'
import { credentialCommitments } from './credential-commitment.ts'
import { notAnIssuer } from './refusals.ts'
import { certificates, sealedCertificates } from './schema.ts'
import { packCredentials } from './stored-credentials.ts'
import { takeSerials } from './take-numbers.ts'
import { takeStatusPlaces, type StatusPlace } from './take-status-places.ts'
import { TEMPLATE_VERSION } from './template.ts'

export interface IssuedCertificates {
  readonly document: string
  readonly issued: number
  /** Already issued by an earlier call: nothing is issued twice. */
  readonly already: number
}

/**
 * Issues a certificate for every title a qualification document confers, all or none: number, envelopes, ledger
 * entry and row commit together. Again: issues nothing and says so.
 */
export async function issueCertificates(
  ctx: Context,
  input: { readonly document: string },
  progress: (done: number, total: number) => void = () => {},
): Promise<IssuedCertificates> {
  return ctx.database.transaction(async (tx) => {
    // 1. Gather the facts, and hold them: a second issuer of this document waits here.
    const document = await lockDocument(tx, input.document)
    const already = await countIssued(tx, document.id)
    if (already > 0) return { document: document.number, issued: 0, already }
    const authority = await authorityById(tx, document.authorityId)
    const titles = await titlesOfDocument(ctx, tx, document.id)

    // 2. Give each its number and its place in a status list.
    const numbers = await takeNumbers(ctx, tx, authority, titles.length)
    const places = await takeStatusPlaces(ctx, tx, titles.length)

    // 3. Say what each certificate says, sign it, and store it under the entry that will vouch for it. Each is
    //    signed while the database takes in the one before.
    const entries: EntryDraft[] = []
    await copyIn(
      tx,
      certificates,
      (function* () {
        for (const [i, title] of titles.entries()) {
          const { row, entry } = draft(ctx, {
            document,
            authority,
            title,
            number: numbers[i]!,
            place: places[i]!,
          })
          entries.push(entry)
          if (i % 100 === 0) progress(i, titles.length)
          yield row
        }
      })(),
    )

    // 4. Log them. The ledger's lock comes last, and commit follows at once.
    await appendEntries(tx, entries)
    progress(titles.length, titles.length)
    return { document: document.number, issued: titles.length, already: 0 }
  })
}

interface Draft {
  readonly row: typeof certificates.$inferInsert
  readonly entry: EntryDraft
}

function draft(
  ctx: Context,
  of: {
    readonly document: QualificationDocument
    readonly authority: Authority
    readonly title: NamedTitle
    readonly number: string
    readonly place: StatusPlace
  },
): Draft {
  const { document, authority, title, number, place } = of
  const id = base64url(ctx.random(16))
  const certificate: CertificateRecord = {
    number,
    name: title.holder.name,
    series: title.record.series,
    specialty: title.record.specialty,
    title: title.record.title,
    level: title.record.level,
    route: title.record.route,
    obtainedOn: title.record.obtainedOn,
    committee: title.record.committee,
    document: document.number,
    scope: title.record.scope,
    issuer: { name: authority.name, creditCode: authority.creditCode },
    issuedOn: ctx.today(),
    status: place,
  }
  const signer = ctx.keyring.certificates
  const cwt = signCwt(signer, certificate)
  const salts = { name: ctx.random(16), number: ctx.random(16) }
  const origin = ctx.config.publicOrigin
  const sdJwt = signSdJwt(signer, certificate, { origin, salts })

  const record = entryRecord(ctx.random(16))
  const commitmentSalts = ctx.random(64)
  const stored: UnsealedRow<typeof certificates> = {
    id,
    number,
    code: base64url(ctx.random(16)),
    origin,
    titleId: title.record.id,
    personId: title.record.personId,
    authorityId: authority.id,
    documentId: document.id,
    issuedOn: certificate.issuedOn,
    credentials: protect(
      title.holder.key,
      { column: 'certificates.credentials', row: id },
      packCredentials({ cwt, sdJwt }),
      ctx.random(NONCE_LENGTH),
    ),
    commitmentSalts,
    statusList: place.list,
    statusIndex: place.index,
    template: TEMPLATE_VERSION,
  }
  const { rows, sealRoot } = sealRows(sealedCertificates, record, [stored], ctx.random(32))
  const commitments = credentialCommitments(record, commitmentSalts, { cwt, sdJwt })
  const entry: EntryDraft = {
    type: 'certificate.issued',
    record,
    day: certificate.issuedOn,
    commitments: { cwt: base64url(commitments.cwt), sdJwt: base64url(commitments.sdJwt) },
    seals: { certificates: sealRoot },
  }
  return { row: rows[0]!, entry }
}

async function countIssued(tx: Transaction, documentId: string): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(certificates)
    .where(eq(certificates.documentId, documentId))
  return row?.n ?? 0
}

async function takeNumbers(ctx: Context, tx: Transaction, authority: Authority, many: number) {
  const prefix = authority.numberPrefix
  if (prefix === null) throw notAnIssuer(authority.name)
  const year = Number(ctx.today().slice(0, 4))
  const first = await takeSerials(tx, authority.id, year, many)
  return Array.from({ length: many }, (_, i) => formatNumber(prefix, year, first + i))
}

import type { CertificateRecord } from '../../credentials/record.ts'
import { verifySdJwt } from '../../credentials/sd-jwt.ts'
import type { Verified } from '../../credentials/trusted-key.ts'
import type { Context } from '../../platform/context.ts'
import { verifyEd25519 } from '../../signing/ed25519.ts'
import { trustedKeys } from '../publishing/trusted-keys.ts'
import { recordUnreadable } from '../refusals.ts'
import type { FoundCertificate } from './find.ts'

/**
 * What the issuer signed, read back from the envelope: a file is drawn from signed content only. What stands in our own
 * books was signed by us, whoever had the key since; what it is worth to others, verification/signed-content.ts tells.
 * Refuses `certificates/record-unreadable`.
 */
export function signedRecord(ctx: Context, found: FoundCertificate): CertificateRecord {
  const verified = verifiedAlone(ctx, found)
  const signed = verified.ok ? verified : verified.suspect
  if (!signed || signed.record.issuer.name === null) throw recordUnreadable(found.row.number)
  return { ...signed.record, issuer: { ...signed.record.issuer, name: signed.record.issuer.name } }
}

/** Has the key that signed it been in other hands since? */
export function isKeyCompromised(ctx: Context, found: FoundCertificate): boolean {
  const verified = verifiedAlone(ctx, found)
  return !verified.ok && verified.suspect !== undefined
}

const verifiedAlone = (ctx: Context, { credentials }: FoundCertificate): Verified =>
  verifySdJwt(credentials.sdJwt, trustedKeys(ctx.keyring.history), verifyEd25519)

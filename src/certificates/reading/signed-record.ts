import type { CertificateRecord } from '../../credentials/record.ts'
import { verifySdJwt } from '../../credentials/sd-jwt.ts'
import { settle } from '../../credentials/trusted-key.ts'
import type { Context } from '../../platform/context.ts'
import { verifyEd25519 } from '../../signing/ed25519.ts'
import { trustedKeys } from '../publishing/trusted-keys.ts'
import { recordUnreadable } from '../refusals.ts'
import type { FoundCertificate } from './find.ts'

/** What the issuer signed, read back from the envelope: a file is drawn from signed content only. */
export function signedRecord(ctx: Context, found: FoundCertificate): CertificateRecord {
  const alone = verifySdJwt(found.credentials.sdJwt, trustedKeys(ctx.keyring.history), verifyEd25519)
  const verified = settle(alone, Number(found.ledgerIndex))
  if (!verified.ok || verified.record.issuer.name === null) throw recordUnreadable(found.row.number)
  return { ...verified.record, issuer: { ...verified.record.issuer, name: verified.record.issuer.name } }
}

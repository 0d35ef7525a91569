import { createHash } from 'node:crypto'
import { listAuthorities } from './identity/find-authority.ts'
import type { Context } from './platform/context.ts'
import { hex } from './signing/bytes.ts'
import type { AssetPaths, Site } from './web/site.ts'

/** What the pages say of this deployment: the topmost office that issues certificates speaks for it. */
export async function siteOf(ctx: Context, assets: AssetPaths): Promise<Site> {
  const issuers = (await listAuthorities(ctx.database.read)).filter(
    ({ numberPrefix }) => numberPrefix !== null,
  )
  const top = issuers.find(({ kind }) => kind === 'province') ?? issuers[0]
  return {
    organisation: top?.name ?? '证信',
    organisationEn: null,
    origin: ctx.config.publicOrigin,
    fingerprint: hex(
      new Uint8Array(createHash('sha256').update(ctx.keyring.certificates.publicKey).digest()),
    ),
    assets,
  }
}

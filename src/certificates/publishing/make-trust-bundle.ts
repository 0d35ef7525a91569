import { shanghaiInstant } from '../../calendar/day.ts'
import { namedKeys } from '../../credentials/ledger-keys-of.ts'
import { statusUri } from '../../credentials/record.ts'
import type { TrustBundle } from '../../credentials/trust-bundle.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import { ledgerOrigin } from '../../ledger/begin.ts'
import { ledgerKeys } from '../../ledger/ledger-keys.ts'
import { latestCheckpoint } from '../../ledger/refuse-if-behind.ts'
import type { Context } from '../../platform/context.ts'
import { ledgerSuccessions } from './ledger-successions.ts'
import { publishStatusList, statusListIds } from './publish-status-list.ts'
import { printedOrigins } from './printed-origins.ts'
import { compromisedPdfRoots, pdfRoots, trustedKeys } from './trusted-keys.ts'

/** What an offline verifier needs of this issuer, as of now. */
export async function makeTrustBundle(ctx: Context): Promise<TrustBundle> {
  const { read } = ctx.database
  const origin = await ledgerOrigin(read)
  const statusLists = new Map<string, string>()
  for (const id of await statusListIds(ctx)) {
    const token = await publishStatusList(ctx, id)
    if (token) statusLists.set(statusUri(ctx.config.publicOrigin, id), token)
  }
  const authorities = await listAuthorities(read)
  const latest = await latestCheckpoint(read)
  const successions = await ledgerSuccessions(ctx, origin)
  const current = ctx.config.publicOrigin
  const printed = await printedOrigins(read)
  return {
    version: Number(latest?.size ?? 0),
    origin: current,
    origins: [current, ...printed.filter((origin) => origin !== current)],
    issuers: authorities
      .filter(({ numberPrefix }) => numberPrefix !== null)
      .map(({ name, creditCode }) => ({ name, creditCode })),
    keys: [...trustedKeys(ctx.keyring.history).values()],
    pdfRoots: pdfRoots(ctx.keyring.history),
    pdfCompromised: compromisedPdfRoots(ctx.keyring.history),
    ledger: {
      origin,
      ...namedKeys(ledgerKeys(origin, ctx.keyring)),
      ...(successions.length === 0 ? {} : { successions }),
    },
    checkpoint: latest?.note ?? null,
    statusLists,
    made: shanghaiInstant(ctx.now()),
  }
}

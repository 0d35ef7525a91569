import { createHash } from 'node:crypto'
import { asc, sql } from 'drizzle-orm'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { base64url } from '../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../signing/canonical-json.ts'
import type { PlacePolicy } from './place-policy.ts'
import { POLICIES } from './places.ts'
import { policyVersions, sealedPolicyVersions } from './schema.ts'

// Two processes starting at once publish once.
const PUBLISH_LOCK = 7_301_012

/**
 * Puts the rules this program works by on the ledger: one entry for all places whose text is new here, none when
 * nothing changed. Called when the service starts; answers how many places were new.
 */
export async function publishPolicies(
  ctx: Context,
  policies: readonly PlacePolicy[] = POLICIES,
): Promise<number> {
  const texts = policies.map((policy) => {
    const rules = canonicalJson(policy as unknown as JsonValue)
    return { place: policy.id, rules, digest: createHash('sha256').update(rules).digest('base64url') }
  })
  return ctx.database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PUBLISH_LOCK})`)
    const known = await tx
      .select({
        place: policyVersions.place,
        position: policyVersions.position,
        digest: policyVersions.digest,
      })
      .from(policyVersions)
      .orderBy(asc(policyVersions.position))
    const newest = new Map(known.map((version) => [version.place, version]))
    const changed = texts.filter(({ place, digest }) => newest.get(place)?.digest !== digest)
    if (changed.length === 0) return 0
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedPolicyVersions,
      record,
      changed.map((text) => ({
        ...text,
        id: base64url(ctx.random(16)),
        position: (newest.get(text.place)?.position ?? 0) + 1,
        publishedOn: ctx.today(),
      })),
      ctx.random(32 * changed.length),
    )
    await tx.insert(policyVersions).values([...rows])
    await appendEntries(tx, [
      {
        type: 'policy.published',
        record,
        day: ctx.today(),
        seals: { policy_versions: sealRoot },
        facts: {
          places: changed.map(({ place }) => place),
          digests: changed.map(({ digest }) => digest),
        },
      },
    ])
    return changed.length
  })
}

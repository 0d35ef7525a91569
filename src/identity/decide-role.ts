import { and, desc, eq } from 'drizzle-orm'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import type { Authority } from './authority.ts'
import { authorise } from './authorise.ts'
import { findAuthority } from './find-authority.ts'
import { findGrantee, type Grantee } from './find-grantee.ts'
import { holdGrants } from './hold-grants.ts'
import { isActor } from './is-actor.ts'
import { granteeNotFound, officeNotFound, ownRole, unknownRole } from './refusals.ts'
import { ROLES, type Role } from './role.ts'
import { roleGrants, sealedRoleGrants } from './schema.ts'

export interface RoleOfSomebody {
  /** An account's or an API client's id. */
  readonly grantee: string
  readonly role: Role
  readonly officeId: string
}

interface Held {
  readonly office: Authority
  readonly holder: Grantee
}

/**
 * Step: who may decide over this role, and holds the grantee's grants until commit. Both the office and the
 * grantee's own must be in reach: nobody learns of accounts elsewhere.
 */
export async function holdRole(ctx: Context, tx: Transaction, of: RoleOfSomebody): Promise<Held> {
  const { grantee, role, officeId } = of
  if (!Object.hasOwn(ROLES, role)) throw unknownRole(role)
  if (grantee === ctx.actor.accountId) throw ownRole()
  await holdGrants(tx, { shared: ctx.actor.accountId, alone: grantee })
  const office = await findAuthority(tx, officeId)
  if (!office) throw officeNotFound(officeId)
  await authorise(ctx, tx, 'accounts.manage', officeId, officeNotFound(officeId))
  const holder = await findGrantee(tx, grantee)
  if (!holder) throw granteeNotFound()
  await authorise(ctx, tx, 'accounts.manage', holder.officeId, granteeNotFound())
  // One's other account is oneself.
  if (await isActor(ctx, tx, holder.personId)) throw ownRole()
  return { office, holder }
}

/** Step: the newest decision over it, if any. */
export async function lastDecision(tx: Transaction, { grantee, role, officeId }: RoleOfSomebody) {
  const [last] = await tx
    .select({ position: roleGrants.position, state: roleGrants.state })
    .from(roleGrants)
    .where(
      and(eq(roleGrants.grantee, grantee), eq(roleGrants.role, role), eq(roleGrants.authorityId, officeId)),
    )
    .orderBy(desc(roleGrants.position))
    .limit(1)
  return last
}

/** Step: stores, records and logs the decision. Last in its transaction. */
export async function storeDecision(
  ctx: Context,
  tx: Transaction,
  decision: Held & {
    readonly of: RoleOfSomebody
    readonly position: number
    readonly state: 'granted' | 'withdrawn'
  },
): Promise<void> {
  const { of, office, holder, position, state } = decision
  const { grantee, role, officeId } = of
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  const { rows, sealRoot } = sealRows(
    sealedRoleGrants,
    record,
    [
      {
        id,
        grantee,
        role,
        authorityId: officeId,
        position,
        state,
        decidedOn: ctx.today(),
        decidedBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(roleGrants).values([...rows])
  await recordAct(ctx, tx, {
    act: 'accounts.manage',
    officeId,
    about: grantee,
    subjects: holder.personId === null ? [] : [holder.personId],
    facts: { role, state },
  })
  await appendEntries(tx, [
    {
      type: state === 'granted' ? 'role.granted' : 'role.withdrawn',
      record,
      day: ctx.today(),
      seals: { role_grants: sealRoot },
      facts: { role, authority: office.creditCode },
    },
  ])
}

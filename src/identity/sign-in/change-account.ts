import { desc, eq } from 'drizzle-orm'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord, type EntryDraft } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { checkName } from '../../people/name.ts'
import { NONCE_LENGTH, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import type { Authority } from '../authority.ts'
import { authorise } from '../authorise.ts'
import { authorityById, findAuthority } from '../find-authority.ts'
import { holdGrants } from '../hold-grants.ts'
import { isActor } from '../is-actor.ts'
import { officeClosed, officeNotFound } from '../refusals.ts'
import { withdrawAll } from '../withdraw-all.ts'
import { openAccountName, sealAccountName } from './account-name.ts'
import { accountById, lockOpenAccount, type Account } from './find-account.ts'
import { accountNotFound, alreadyThere, badPerson, ownAccount, sameName } from './refusals.ts'
import { accountChanges, currentAccounts, sealedAccountChanges } from './schema.ts'

/**
 * Gives an account another display name; whose it is stays. Refuses `identity/account-not-found`,
 * `identity/account-closed`, `identity/own-account`, `identity/bad-person`, `identity/same-name`.
 */
export async function renameAccount(
  ctx: Context,
  input: { readonly accountId: string; readonly name: string },
): Promise<void> {
  const checked = checkName(input.name)
  if ('fault' in checked) throw badPerson('name', '姓名为空、过长，或含有不能使用的字符')
  await ctx.database.transaction(async (tx) => {
    const account = await holdAccount(ctx, tx, input.accountId)
    const { name, key } = await nameNow(ctx, tx, account)
    if (name === checked.name) throw sameName()
    const entry = await storeChange(ctx, tx, account, { key, name: checked.name, officeId: account.officeId })
    await recordAct(ctx, tx, { ...told(account, account.officeId), facts: { what: 'renamed' } })
    await appendEntries(tx, [entry])
  })
}

/**
 * Moves an account to another office. Roles are for offices, so every one of them is withdrawn and the new office grants
 * its own. Both offices must be in reach. Refuses as `renameAccount` and `identity/office-not-found`,
 * `identity/office-closed`, `identity/already-there`.
 */
export async function moveAccount(
  ctx: Context,
  { accountId, officeId }: { readonly accountId: string; readonly officeId: string },
): Promise<{ readonly withdrawn: number }> {
  return ctx.database.transaction(async (tx) => {
    const account = await holdAccount(ctx, tx, accountId)
    await authorise(ctx, tx, 'accounts.manage', officeId, officeNotFound(officeId))
    const office = await findAuthority(tx, officeId)
    if (!office) throw officeNotFound(officeId)
    if (office.state === 'closed') throw officeClosed(office.name)
    if (officeId === account.officeId) throw alreadyThere(office.name)
    const { name, key } = await nameNow(ctx, tx, account)
    const entry = await storeChange(ctx, tx, account, { key, name, officeId })
    const withdrawals = await withdrawAll(ctx, tx, { accountId, personId: account.personId })
    await recordAct(ctx, tx, { ...told(account, account.officeId), facts: { what: 'moved-away' } })
    await recordAct(ctx, tx, { ...told(account, officeId), facts: { what: 'moved-in' } })
    await appendEntries(tx, [...withdrawals, entry])
    return { withdrawn: withdrawals.length }
  })
}

/** Step: the account, open and held with its grants until commit, of somebody else in the actor's reach. */
async function holdAccount(ctx: Context, tx: Transaction, accountId: string): Promise<Account> {
  await holdGrants(tx, { shared: ctx.actor.accountId, alone: accountId })
  const before = await accountById(tx, accountId)
  await authorise(ctx, tx, 'accounts.manage', before.officeId, accountNotFound(accountId))
  if (await isActor(ctx, tx, before.personId)) throw ownAccount()
  await lockOpenAccount(tx, accountId)
  // Whoever moved it while we waited has settled whose it is to change.
  const account = await accountById(tx, accountId)
  await authorise(ctx, tx, 'accounts.manage', account.officeId, accountNotFound(accountId))
  return account
}

async function nameNow(
  ctx: Context,
  tx: Transaction,
  { id, personId }: Account,
): Promise<{ readonly name: string; readonly key: PersonKey }> {
  const key = (await personKeys(ctx, tx, [personId])).get(personId) as PersonKey
  const [row] = await tx
    .select({ name: currentAccounts.name })
    .from(currentAccounts)
    .where(eq(currentAccounts.id, id))
  return { name: openAccountName(key, id, row!.name), key }
}

async function storeChange(
  ctx: Context,
  tx: Transaction,
  account: Account,
  now: { readonly key: PersonKey; readonly name: string; readonly officeId: string },
): Promise<EntryDraft> {
  const record = entryRecord(ctx.random(16))
  const [last] = await tx
    .select({ position: accountChanges.position })
    .from(accountChanges)
    .where(eq(accountChanges.accountId, account.id))
    .orderBy(desc(accountChanges.position))
    .limit(1)
  const row = {
    id: base64url(ctx.random(16)),
    accountId: account.id,
    position: (last?.position ?? 0) + 1,
    name: sealAccountName(now.key, account.id, now.name, ctx.random(NONCE_LENGTH)),
    officeId: now.officeId,
    changedOn: ctx.today(),
    changedBy: ctx.actor.name,
  }
  const { rows, sealRoot } = sealRows(sealedAccountChanges, record, [row], ctx.random(32))
  await tx.insert(accountChanges).values([...rows])
  const from: Authority = await authorityById(tx, account.officeId)
  const to = await authorityById(tx, now.officeId)
  return {
    type: 'account.changed',
    record,
    day: ctx.today(),
    seals: { account_changes: sealRoot },
    facts: { authority: to.creditCode, ...(from.id === to.id ? {} : { from: from.creditCode }) },
  }
}

const told = (account: Account, officeId: string) => ({
  act: 'accounts.manage',
  officeId,
  subjects: [account.personId],
  about: account.id,
})

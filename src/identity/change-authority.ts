import { and, count, eq } from 'drizzle-orm'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import type { Authority } from './authority.ts'
import { authorise } from './authorise.ts'
import { checkedGround, checkedName, checkedSealName, checkedWord } from './checked.ts'
import { findAuthority, officesAbove } from './find-authority.ts'
import { holdTree } from './hold-grants.ts'
import {
  nothingChanged,
  officeClosed,
  officeNotFound,
  officesBelow,
  parentNotFound,
  ringOfOffices,
} from './refusals.ts'
import { refuseBadParent } from './register-authority.ts'
import { authorityChanges, currentAuthorities, sealedAuthorityChanges } from './schema.ts'

/** What shall be different; what is left out stays. Kind, place, credit code and prefix never change. */
export interface AuthorityChange {
  readonly authorityId: string
  readonly name?: string | undefined
  readonly parentId?: string | null | undefined
  readonly documentWord?: string | null | undefined
  readonly sealName?: string | null | undefined
  /** Closing is for good. */
  readonly close?: boolean | undefined
  /** The deciding document. */
  readonly ground: string
}

/**
 * Renames, moves or closes an office, as those above it decide: nobody changes the office they are themselves under.
 * Certificates keep what they say. Refuses `identity/office-not-found`, `identity/office-closed`,
 * `identity/office-ring`, `identity/parent-not-found`, `identity/bad-parent`, `identity/offices-below`,
 * `identity/nothing-changed`, `identity/bad-authority`, `identity/bad-ground`.
 */
export async function changeAuthority(ctx: Context, input: AuthorityChange): Promise<Authority> {
  const ground = checkedGround(input.ground)
  return ctx.database.transaction(async (tx) => {
    const found = await findAuthority(tx, input.authorityId)
    if (!found) throw officeNotFound(input.authorityId)
    await authorise(ctx, tx, 'offices.manage', found.parentId ?? '', officeNotFound(found.id))
    await holdTree(tx)
    // Somebody else may have changed it while we waited for the tree.
    const before = (await findAuthority(tx, input.authorityId)) as Authority
    if (before.parentId !== found.parentId)
      await authorise(ctx, tx, 'offices.manage', before.parentId ?? '', officeNotFound(before.id))
    if (before.state === 'closed') throw officeClosed(before.name)
    const after = changed(before, input)
    if (after.parentId !== before.parentId) await refuseMove(ctx, tx, after)
    if (after.state === 'closed') await refuseIfNotAlone(tx, after)
    await store(ctx, tx, after, ground)
    return after
  })
}

function changed(before: Authority, input: AuthorityChange): Authority {
  const after: Authority = {
    ...before,
    name: input.name === undefined ? before.name : checkedName(input.name),
    parentId: input.parentId === undefined ? before.parentId : input.parentId,
    documentWord: input.documentWord === undefined ? before.documentWord : checkedWord(input.documentWord),
    sealName: input.sealName === undefined ? before.sealName : checkedSealName(input.sealName),
    state: input.close === true ? 'closed' : before.state,
  }
  const same = (['name', 'parentId', 'documentWord', 'sealName', 'state'] as const).every(
    (key) => after[key] === before[key],
  )
  if (same) throw nothingChanged()
  return after
}

async function refuseMove(ctx: Context, tx: Transaction, { id, kind, name, parentId }: Authority) {
  const missing = parentId === null ? undefined : parentNotFound(parentId)
  await authorise(ctx, tx, 'offices.manage', parentId ?? '', missing)
  if (parentId === null) return
  if ((await officesAbove(tx, parentId)).includes(id)) throw ringOfOffices(name)
  await refuseBadParent(tx, kind, parentId)
}

async function refuseIfNotAlone(tx: Transaction, { id, name }: Authority): Promise<void> {
  const [below] = await tx
    .select({ open: count() })
    .from(currentAuthorities)
    .where(and(eq(currentAuthorities.parentId, id), eq(currentAuthorities.state, 'open')))
  if ((below?.open ?? 0) > 0) throw officesBelow(name)
}

async function store(ctx: Context, tx: Transaction, after: Authority, ground: string): Promise<void> {
  const [earlier] = await tx
    .select({ changes: count() })
    .from(authorityChanges)
    .where(eq(authorityChanges.authorityId, after.id))
  const { id: authorityId, name, parentId, documentWord, sealName, state } = after
  const record = entryRecord(ctx.random(16))
  const { rows, sealRoot } = sealRows(
    sealedAuthorityChanges,
    record,
    [
      {
        id: base64url(ctx.random(16)),
        authorityId,
        position: (earlier?.changes ?? 0) + 1,
        parentId,
        name,
        documentWord,
        sealName,
        state,
        ground,
        changedOn: ctx.today(),
        changedBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(authorityChanges).values([...rows])
  await recordAct(ctx, tx, { act: 'offices.manage', officeId: authorityId, facts: { state } })
  await appendEntries(tx, [
    {
      type: 'authority.changed',
      record,
      day: ctx.today(),
      seals: { authority_changes: sealRoot },
      facts: { name, creditCode: after.creditCode, state },
    },
  ])
}

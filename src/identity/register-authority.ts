import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation, type Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import { AUTHORITY_KINDS, mayStandUnder, type Authority } from './authority.ts'
import { authorise } from './authorise.ts'
import { checkedName, checkedSealName, checkedWord } from './checked.ts'
import { readCreditCode } from './credit-code.ts'
import { findAuthority } from './find-authority.ts'
import { holdTree } from './hold-grants.ts'
import { authorityExists, badAuthority, badParent, officeClosed, parentNotFound } from './refusals.ts'
import { authorities, sealedAuthorities } from './schema.ts'

export type NewAuthority = Omit<Authority, 'id' | 'state' | 'sealName'> & {
  /** Left out, a kind that speaks for the state holds a seal with its own name. */
  readonly sealName?: string | null
}

/**
 * Enters an office into the tree, under one the actor runs; only the console begins a tree of its own. Refuses
 * `identity/bad-authority`, `identity/authority-exists`, `identity/parent-not-found`, `identity/bad-parent`,
 * `identity/office-closed`.
 */
export async function registerAuthority(ctx: Context, input: NewAuthority): Promise<Authority> {
  const registered = { ...checked(input), id: base64url(ctx.random(16)) }
  const record = entryRecord(ctx.random(16))
  const { rows, sealRoot } = sealRows(sealedAuthorities, record, [registered], ctx.random(32))
  try {
    await ctx.database.transaction(async (tx) => {
      const missing = registered.parentId === null ? undefined : parentNotFound(registered.parentId)
      await authorise(ctx, tx, 'offices.manage', registered.parentId ?? '', missing)
      await holdTree(tx)
      await refuseBadParent(tx, registered.kind, registered.parentId)
      await tx.insert(authorities).values([...rows])
      await recordAct(ctx, tx, { act: 'offices.manage', officeId: registered.id })
      await appendEntries(tx, [
        {
          type: 'authority.registered',
          record,
          day: ctx.today(),
          seals: { authorities: sealRoot },
          facts: { name: registered.name, creditCode: registered.creditCode, kind: registered.kind },
        },
      ])
    })
  } catch (error) {
    const constraint = uniqueViolation(error)
    if (constraint === 'authorities_credit_code') throw authorityExists(registered.creditCode)
    if (constraint === 'authorities_number_prefix') throw badAuthority('证书编号前缀', '已被别的机构使用')
    throw error
  }
  return { ...registered, state: 'open' }
}

/** Step: refuses a parent that does not exist, is closed, or is of a kind nothing like this stands under. */
export async function refuseBadParent(
  tx: Transaction,
  kind: Authority['kind'],
  parentId: string | null,
): Promise<void> {
  if (parentId === null) return
  const parent = await findAuthority(tx, parentId)
  if (!parent) throw parentNotFound(parentId)
  if (parent.state === 'closed') throw officeClosed(parent.name)
  if (!mayStandUnder(kind, parent.kind)) throw badParent(kind, parent.kind)
}

function checked(input: NewAuthority): Omit<Authority, 'id' | 'state'> {
  const creditCode = readCreditCode(input.creditCode)
  if ('fault' in creditCode) throw badAuthority('统一社会信用代码', '的校验不对')
  if (!AUTHORITY_KINDS.includes(input.kind)) throw badAuthority('机构类型', '不在机构树里')
  if (!/^\d{6}$/.test(input.place)) throw badAuthority('行政区划代码', '应为 6 位数字')
  if (input.numberPrefix !== null && !/^[A-Z0-9]{2,8}$/.test(input.numberPrefix))
    throw badAuthority('证书编号前缀', '应为 2 到 8 个大写字母或数字')
  const name = checkedName(input.name)
  const ownSeal = input.kind === 'convening-body' || input.kind === 'employer' ? null : name
  return {
    parentId: input.parentId,
    kind: input.kind,
    name,
    creditCode: creditCode.code,
    place: input.place,
    documentWord: checkedWord(input.documentWord),
    numberPrefix: input.numberPrefix,
    sealName: input.sealName === undefined ? ownSeal : checkedSealName(input.sealName),
  }
}

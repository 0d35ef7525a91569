import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import { readCreditCode } from './credit-code.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { AUTHORITY_KINDS, type Authority } from './authority.ts'
import { authorityExists, badAuthority } from './refusals.ts'
import { authorities, sealedAuthorities } from './schema.ts'

export type NewAuthority = Omit<Authority, 'id'>

/** Enters an office into the tree. Until sign-in exists only the operator's console reaches this act. */
export async function registerAuthority(ctx: Context, input: NewAuthority): Promise<Authority> {
  const authority = { ...checked(input), id: base64url(ctx.random(16)) }
  const record = entryRecord(ctx.random(16))
  const { rows, sealRoot } = sealRows(sealedAuthorities, record, [authority], ctx.random(32))
  try {
    await ctx.database.transaction(async (tx) => {
      await tx.insert(authorities).values([...rows])
      await appendEntries(tx, [
        {
          type: 'authority.registered',
          record,
          day: ctx.today(),
          seals: { authorities: sealRoot },
          facts: { name: authority.name, creditCode: authority.creditCode, kind: authority.kind },
        },
      ])
    })
  } catch (error) {
    const constraint = uniqueViolation(error)
    if (constraint === 'authorities_credit_code') throw authorityExists(authority.creditCode)
    if (constraint === 'authorities_number_prefix') throw badAuthority('证书编号前缀', '已被别的机构使用')
    throw error
  }
  return authority
}

function checked(input: NewAuthority): NewAuthority {
  const creditCode = readCreditCode(input.creditCode)
  if ('fault' in creditCode) throw badAuthority('统一社会信用代码', '的校验不对')
  if (!AUTHORITY_KINDS.includes(input.kind)) throw badAuthority('机构类型', '不在机构树里')
  if (!/^\d{6}$/.test(input.place)) throw badAuthority('行政区划代码', '应为 6 位数字')
  if (input.name.trim() === '' || Array.from(input.name).length > 40)
    throw badAuthority('机构名称', '应为 1 到 40 个字')
  if (input.numberPrefix !== null && !/^[A-Z0-9]{2,8}$/.test(input.numberPrefix))
    throw badAuthority('证书编号前缀', '应为 2 到 8 个大写字母或数字')
  return { ...input, creditCode: creditCode.code, name: input.name.trim() }
}

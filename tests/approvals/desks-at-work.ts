import { approve } from '../../src/approvals/approve.ts'
import { requestApproval, type NewRequest } from '../../src/approvals/request-approval.ts'
import type { AuthorityKind } from '../../src/identity/authority.ts'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { grantRole } from '../../src/identity/grant-role.ts'
import { registerAuthority } from '../../src/identity/register-authority.ts'
import type { Role } from '../../src/identity/role.ts'
import { openAccount } from '../../src/identity/sign-in/open-account.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import { checkDigit } from '../../src/people/id-number.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { testContext } from '../support/context.ts'

/** Sixty-four hex digits nobody confuses. */
export const digestOf = (letter: string): string => letter.repeat(64)

/** Offices with people at their desks, on the test's database. */
export interface Desks {
  /** The machine's console. */
  readonly ctx: Context
  /** The province, and an office under it. */
  readonly province: string
  readonly prefecture: string
  /** Somebody new with a role, signed in; `sameAs`: another account of that person. */
  someone(role: Role, officeId: string, sameAs?: Context): Promise<Context>
  /** The clerk who prepares; the same one each time. */
  readonly clerk: Context
  request(input?: Partial<NewRequest>, by?: Context): Promise<string>
}

export async function desksAtWork(database: Database): Promise<Desks> {
  const ctx = testContext(database)
  await beginLedger(ctx, 'rcps.example.gov.cn/ledger')
  const office = async (kind: AuthorityKind, name: string, body: string, parentId: string | null) =>
    (
      await registerAuthority(ctx, {
        parentId,
        kind,
        name,
        creditCode: body + creditCodeCheck(body),
        place: body.slice(2, 8),
        documentWord: null,
        numberPrefix: null,
      })
    ).id
  const province = await office('province', '云南省人力资源和社会保障厅', '11530000015100001', null)
  const prefecture = await office('prefecture', '昆明市人力资源和社会保障局', '11530100015100002', province)

  let people = 0
  const numberOf = new Map<string, number>()
  const someone: Desks['someone'] = async (role, officeId, sameAs) => {
    const nth = (sameAs && numberOf.get(sameAs.actor.personId ?? '')) ?? people++
    const digits = `51990119900101${String(nth).padStart(3, '0')}`
    const { accountId, personId } = await openAccount(ctx, {
      login: `desk-${people}-${numberOf.size}-${Number(sameAs !== undefined)}`,
      name: `韦${'一二三四五六七八九十'[nth % 10]}`,
      idType: 'resident-identity-card',
      idNumber: digits + checkDigit(digits),
      officeId,
    })
    numberOf.set(personId, nth)
    await grantRole(ctx, { grantee: accountId, role, officeId })
    return {
      ...ctx,
      actor: {
        kind: 'account',
        name: `account:${accountId}`,
        personId,
        accountId,
        sessionId: 's',
        purpose: null,
      },
    }
  }
  const clerk = await someone('clerk', province)
  const request: Desks['request'] = (input = {}, by = clerk) =>
    by.database.transaction((tx) =>
      requestApproval(by, tx, {
        kind: 'list',
        subjectId: 'list-1',
        digest: digestOf('a'),
        officeId: province,
        steps: [{ role: 'reviewer', officeId: province, people: 1 }],
        snapshot: [{ key: 'row-1', label: '韦娟', fields: { 级别: '副高级' } }],
        ...input,
      }),
    )
  return { ctx, province, prefecture, someone, clerk, request }
}

export const agree = (by: Context, requestId: string, digest = digestOf('a')) =>
  approve(by, { requestId, digest })

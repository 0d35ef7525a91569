import { registerOffices } from '../../src/demo/offices.ts'
import { grantRole } from '../../src/identity/grant-role.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import type { Role } from '../../src/identity/role.ts'
import { accountActor } from '../../src/identity/sign-in/account.ts'
import { openAccount } from '../../src/identity/sign-in/open-account.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import { checkDigit } from '../../src/people/id-number.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { testContext } from './context.ts'

/** The demonstration's offices, as tests speak of them. */
export const OFFICES = {
  province: '云南省人力资源和社会保障厅',
  kunming: '昆明市人力资源和社会保障局',
  dali: '大理白族自治州人力资源和社会保障局',
  eryuan: '洱源县人力资源和社会保障局',
  committee: '云南省工程等系列高级职称评审委员会',
} as const
export type OfficeName = keyof typeof OFFICES

/** The demonstration's offices with their powers, before any list; and their ids. */
export async function officesAlone(database: Database) {
  const ctx = testContext(database)
  await beginLedger(ctx, 'rcps.example.gov.cn/ledger')
  await registerOffices(ctx)
  return { ctx, ids: await officeIds(ctx) }
}

/** The offices' ids. */
export async function officeIds(ctx: Context): Promise<Readonly<Record<OfficeName, string>>> {
  const all = await listAuthorities(ctx.database.read)
  const idOf = (name: string) => all.find((office) => office.name === name)?.id ?? ''
  return Object.fromEntries(Object.entries(OFFICES).map(([key, name]) => [key, idOf(name)])) as Record<
    OfficeName,
    string
  >
}

/** Nobody's number: area 539901 exists nowhere. The same `person` is the same human. */
export function madeUpNumber(person: number): string {
  const body = `53990119900101${String(person).padStart(3, '0')}`
  return body + checkDigit(body)
}

/**
 * Somebody at work: the context of an account at that office with these roles there. Two calls with one `person` are
 * two accounts of one human.
 */
export async function somebody(
  ctx: Context,
  { officeId, roles, person }: { officeId: string; roles: readonly Role[]; person: number },
): Promise<Context & { readonly actor: { readonly accountId: string; readonly personId: string } }> {
  const opened = await openAccount(ctx, {
    login: `p${person}.${Buffer.from(ctx.random(6)).toString('hex')}`,
    name: '测试人员',
    idType: 'resident-identity-card',
    idNumber: madeUpNumber(person),
    officeId,
  })
  for (const role of roles) await grantRole(ctx, { grantee: opened.accountId, role, officeId })
  return { ...ctx, actor: accountActor({ id: opened.accountId, personId: opened.personId }, 'session') }
}

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { shanghaiInstant } from '../../calendar/day.ts'
import { EXIT, textOption, usage, type Arguments, type DeskCommand } from '../../platform/command.ts'
import type { Authority } from '../authority.ts'
import { authorityByCreditCode } from '../find-authority.ts'
import { grantRole } from '../grant-role.ts'
import { roleForPeople, roleNotHeldHere, unknownRole } from '../refusals.ts'
import { ALL_ROLES, isForPeople, roleRow, type Role } from '../role.ts'
import { closeAccount } from './close-account.ts'
import { tokenUrl } from './exchange-assertion.ts'
import { accountByLogin } from './find-account.ts'
import { listAccounts } from './list-accounts.ts'
import { readLogin } from './login.ts'
import { openAccount } from './open-account.ts'
import { accountNotFound, badClientKey } from './refusals.ts'
import { registerClient } from './register-client.ts'

const text = { type: 'string' } as const

export const accountsAdd: DeskCommand = {
  name: 'accounts add',
  usage:
    '--login 登录名 --name 姓名 --id-number 证件号码 [--id-type resident-identity-card] --office 统一社会信用代码 [--role operator,supervisor]',
  summary: '开通账号并给出岗位；一次性启用码只显示这一次',
  options: { login: text, name: text, 'id-number': text, 'id-type': text, office: text, role: text },
  takes: [0, 0],
  needs: 'service',
  async run(args, terminal, ctx) {
    const office = await authorityByCreditCode(ctx.database.read, textOption(this, args, 'office'))
    const roles = rolesIn(args, office)
    const login = textOption(this, args, 'login')
    const { accountId, secret, expiresAt } = await openAccount(ctx, {
      login,
      name: textOption(this, args, 'name'),
      idType:
        args.values['id-type'] === undefined ? 'resident-identity-card' : textOption(this, args, 'id-type'),
      idNumber: textOption(this, args, 'id-number'),
      officeId: office.id,
    })
    terminal.out(`已开通账号 ${readLogin(login)}（${office.name}）`)
    terminal.out(`一次性启用码：${secret}`)
    terminal.out(`请在 ${shanghaiInstant(expiresAt)} 前打开 ${ctx.config.publicOrigin}/desk/enrol 设置口令。`)
    for (const role of roles) {
      await grantRole(ctx, { grantee: accountId, role, officeId: office.id })
      terminal.out(`岗位：${roleRow(role).zh}`)
    }
    return EXIT.done
  },
}

export const accountsList: DeskCommand = {
  name: 'accounts list',
  usage: '',
  summary: '列出账号和岗位',
  takes: [0, 0],
  needs: 'service',
  async run(_, terminal, ctx) {
    let after: string | undefined
    do {
      const page = await listAccounts(ctx, { after, limit: 200 })
      for (const { login, name, office, roles, state } of page.items)
        terminal.out(
          [login, STATES[state], name, office, roles.map(({ role }) => roleRow(role).zh).join('、')].join(
            '  ',
          ),
        )
      after = page.next ?? undefined
    } while (after !== undefined)
    return EXIT.done
  },
}

const STATES = { open: '可用', waiting: '待启用', closed: '已注销' } as const

export const accountsClose: DeskCommand = {
  name: 'accounts close',
  usage: '登录名',
  summary: '注销账号；它的登录立即全部结束',
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const typed = args.positionals[0] ?? ''
    const account = await accountByLogin(ctx.database.read, readLogin(typed) ?? '')
    if (!account) throw accountNotFound(typed)
    await closeAccount(ctx, { accountId: account.id })
    terminal.out(`已注销账号 ${account.login}`)
    return EXIT.done
  },
}

export const clientsAdd: DeskCommand = {
  name: 'clients add',
  usage: '--name 系统名称 --office 统一社会信用代码 --key 公钥.jwk [--role employer]',
  summary: '登记一个接口系统（Ed25519 或 P-256 公钥）',
  options: { name: text, office: text, key: text, role: text },
  takes: [0, 0],
  needs: 'service',
  async run(args, terminal, ctx) {
    const office = await authorityByCreditCode(ctx.database.read, textOption(this, args, 'office'))
    const roles = rolesIn(args, office)
    for (const role of roles) if (isForPeople(role)) throw roleForPeople(role)
    const { clientId } = await registerClient(ctx, {
      name: textOption(this, args, 'name'),
      officeId: office.id,
      jwk: readJwk(resolve(terminal.cwd, textOption(this, args, 'key')), this),
    })
    terminal.out(`已登记接口系统，编号（iss 和 sub）：${clientId}`)
    terminal.out(`换取令牌的地址（aud）：${tokenUrl(ctx.config)}`)
    for (const role of roles) {
      await grantRole(ctx, { grantee: clientId, role, officeId: office.id })
      terminal.out(`岗位：${roleRow(role).zh}`)
    }
    return EXIT.done
  },
}

function readJwk(file: string, command: DeskCommand): Readonly<Record<string, unknown>> {
  let bytes: string
  try {
    bytes = readFileSync(file, 'utf8')
  } catch {
    throw usage(command)
  }
  try {
    const value: unknown = JSON.parse(bytes)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Not JSON: the same as a key of no kind we know.
  }
  throw badClientKey('unknown-kind')
}

/** Judged before anything is done: an account without the role it was meant for is no use. */
function rolesIn(args: Arguments, office: Authority): readonly Role[] {
  const given = args.values.role
  const names = typeof given === 'string' ? given.split(',').map((name) => name.trim()) : []
  return names.map((name) => {
    const role = ALL_ROLES.find((known) => known === name)
    if (!role) throw unknownRole(name)
    if (!roleRow(role).heldAt.includes(office.kind)) throw roleNotHeldHere(role, office.kind)
    return role
  })
}

import { EXIT, textOption, type DeskCommand, type LoneCommand } from '../platform/command.ts'
import { actRow } from './act.ts'
import { kindName, type AuthorityKind } from './authority.ts'
import { authorityByCreditCode, listAuthorities } from './find-authority.ts'
import { powersOf } from './find-powers.ts'
import { grantPower } from './grant-power.ts'
import { powerLine, type Power } from './power.ts'
import { registerAuthority } from './register-authority.ts'
import { ALL_ROLES, roleRow } from './role.ts'

const text = { type: 'string' } as const

export const authoritiesAdd: DeskCommand = {
  name: 'authorities add',
  usage:
    '--name 单位全称 --credit-code 18位代码 --kind province|prefecture|county|industry-department|convening-body|self-reviewing-employer|employer --place 6位区划代码 [--document-word 机关代字] [--number-prefix 前缀] [--parent 上级代码]',
  summary: '登记一个机构',
  options: {
    name: text,
    'credit-code': text,
    kind: text,
    place: text,
    'document-word': text,
    'number-prefix': text,
    parent: text,
  },
  takes: [0, 0],
  needs: 'service',
  async run(args, terminal, ctx) {
    const optional = (name: string) => (typeof args.values[name] === 'string' ? args.values[name] : null)
    const parent = optional('parent')
    const authority = await registerAuthority(ctx, {
      parentId: parent === null ? null : (await authorityByCreditCode(ctx.database.read, parent)).id,
      kind: textOption(this, args, 'kind') as AuthorityKind,
      name: textOption(this, args, 'name'),
      creditCode: textOption(this, args, 'credit-code'),
      place: textOption(this, args, 'place'),
      documentWord: optional('document-word'),
      numberPrefix: optional('number-prefix'),
    })
    terminal.out(`已登记：${authority.name}（${authority.creditCode}）`)
    return EXIT.done
  },
}

export const authoritiesList: DeskCommand = {
  name: 'authorities list',
  usage: '',
  summary: '列出全部机构',
  takes: [0, 0],
  needs: 'service',
  async run(_, terminal, ctx) {
    for (const { creditCode, place, numberPrefix, name } of await listAuthorities(ctx.database.read))
      terminal.out([creditCode, place, (numberPrefix ?? '-').padEnd(8), name].join('  '))
    return EXIT.done
  },
}

export const powersGrant: DeskCommand = {
  name: 'powers grant',
  usage:
    '<机构代码> --power confirm|issue|file --levels 411,412 --from 2023 --ground 依据 [--through 2025] [--series 工程技术人员,卫生技术人员]',
  summary: '授予机构确认、签发或备案的权限',
  options: { power: text, levels: text, from: text, through: text, series: text, ground: text },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const authority = await authorityByCreditCode(ctx.database.read, args.positionals[0] ?? '')
    const list = (name: string) => textOption(this, args, name).split(/[,，]/)
    await grantPower(ctx, {
      authorityId: authority.id,
      power: textOption(this, args, 'power') as Power,
      levels: list('levels').map((level) => level.trim()),
      series: typeof args.values.series === 'string' ? list('series') : null,
      fromYear: Number(textOption(this, args, 'from')),
      throughYear: typeof args.values.through === 'string' ? Number(args.values.through) : null,
      ground: textOption(this, args, 'ground'),
    })
    for (const power of await powersOf(ctx.database.read, authority.id)) terminal.out(powerLine(power))
    return EXIT.done
  },
}

export const rolesCommand: LoneCommand = {
  name: 'roles',
  usage: '',
  summary: '岗位表：每个岗位是做什么的、能做什么',
  takes: [0, 0],
  needs: 'nothing',
  run(_, terminal) {
    for (const role of ALL_ROLES) {
      const { zh, purpose, acts, reach, secondFactor, heldAt } = roleRow(role)
      terminal.out(`${zh}（${role}）：${purpose}`)
      terminal.out(`    能做：${acts.map((act) => actRow(act).zh).join('；')}`)
      terminal.out(
        `    范围：${reach === 'own' ? '本机构' : '本机构及所属机构'}；${secondFactor ? '须' : '不须'}动态码`,
      )
      terminal.out(`    设在：${heldAt.map(kindName).join('、')}`)
    }
    return Promise.resolve(EXIT.done)
  },
}

import { EXIT, textOption, type DeskCommand } from '../platform/command.ts'
import type { AuthorityKind } from './authority.ts'
import { authorityByCreditCode, listAuthorities } from './find-authority.ts'
import { registerAuthority } from './register-authority.ts'

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

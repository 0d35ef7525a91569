import { authorityByCreditCode } from '../../../identity/find-authority.ts'
import { EXIT, textOption, usage, type DeskCommand } from '../../../platform/command.ts'
import { APPROVED_LIST } from '../approved-columns.ts'
import { listHeaders } from './headers-of.ts'
import { forgetHeader, rememberHeader } from './remember-headers.ts'

/** `zhengxin lists headers`: what an office has said of its own headers. */
export const listsHeaders: DeskCommand = {
  name: 'lists headers',
  usage: '--office 报送机构代码 [--remember 列名=字段] [--forget 列名]',
  summary: '列出、指明或忘记一个机构自己的列名',
  options: { office: { type: 'string' }, remember: { type: 'string' }, forget: { type: 'string' } },
  takes: [0, 0],
  needs: 'service',
  async run(args, terminal, ctx) {
    const { id: officeId } = await authorityByCreditCode(ctx.database.read, textOption(this, args, 'office'))
    const said = { officeId, kind: APPROVED_LIST, act: 'lists.import' } as const
    if (args.values.remember !== undefined) {
      const [header, column, ...more] = textOption(this, args, 'remember').split('=')
      if (!header || !column || more.length > 0) throw usage(this)
      await rememberHeader(ctx, { ...said, header, column })
    }
    if (args.values.forget !== undefined)
      await forgetHeader(ctx, { ...said, header: textOption(this, args, 'forget') })
    const headers = await listHeaders(ctx, officeId, APPROVED_LIST, said.act)
    for (const { header, column, saidOn } of headers) terminal.out(`${header} = ${column}（${saidOn}）`)
    if (headers.length === 0) terminal.out('没有记住任何列名。')
    return EXIT.done
  },
}

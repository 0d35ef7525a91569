import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { authorityByCreditCode } from '../identity/find-authority.ts'
import { EXIT, textOption, usage, type DeskCommand } from '../platform/command.ts'
import { EXCHANGE_KINDS, exchangeName } from './sharing/exchange.ts'
import { receiveReply, sendFile } from './sharing/file-event.ts'
import { makeFile } from './sharing/make-file.ts'
import { tendArchive } from './tend-archive.ts'

/** `zhengxin integrity tend`: what the service does by itself every few minutes, now. */
export const integrityTend: DeskCommand = {
  name: 'integrity tend',
  usage: '',
  summary: '立即做诚信档案的当日快照，销毁到期的记录；服务运行时每五分钟自动做，可以重复执行',
  takes: [0, 0],
  needs: 'service',
  async run(_, terminal, ctx) {
    const failures: unknown[] = []
    const { snapshot, destroyed, kept } = await tendArchive(ctx, (error) => failures.push(error))
    terminal.out(snapshot === null ? '今日快照已有。' : `已做今日快照，共 ${snapshot.size} 个位置。`)
    terminal.out(`已销毁到期记录 ${destroyed} 条；到期而保全或待办 ${kept} 条。`)
    if (failures.length === 0) return EXIT.done
    terminal.err(`有 ${failures.length} 条没有办成：请运行 zhengxin audit 查明。`)
    return EXIT.no
  },
}

/** `zhengxin integrity share`: the next file for the credit platform, written where the operator says. */
export const integrityShare: DeskCommand = {
  name: 'integrity share',
  usage: `--office 机构代码 --kind ${EXCHANGE_KINDS.join('|')} --to 文件.jws`,
  summary: '制作并取出下一份信用信息共享文件',
  options: { office: { type: 'string' }, kind: { type: 'string' }, to: { type: 'string' } },
  takes: [0, 0],
  needs: 'service',
  async run(args, terminal, ctx) {
    const kind = EXCHANGE_KINDS.find((each) => each === textOption(this, args, 'kind'))
    const to = textOption(this, args, 'to')
    if (kind === undefined) throw usage(this)
    const office = await authorityByCreditCode(ctx.database.read, textOption(this, args, 'office'))
    const { fileId, sequence, lines } = await makeFile(ctx, { officeId: office.id, kind })
    const { text } = await sendFile(ctx, fileId)
    await writeFile(resolve(terminal.cwd, to), text, { mode: 0o600 })
    terminal.out(
      `已写入 ${to}：第 ${sequence} 份（${exchangeName(kind)}），${lines} 条。内含个人信息，请只交给平台。`,
    )
    return EXIT.done
  },
}

/** `zhengxin integrity reply`: what the platform answered. */
export const integrityReply: DeskCommand = {
  name: 'integrity reply',
  usage: '回执.jws --office 机构代码',
  summary: '登记信用信息平台签名的回执',
  options: { office: { type: 'string' } },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const office = await authorityByCreditCode(ctx.database.read, textOption(this, args, 'office'))
    const file = args.positionals[0] ?? ''
    const text = await readFile(resolve(terminal.cwd, file), 'utf8').catch(() => null)
    if (text === null) {
      terminal.err(`读不到文件 ${file}：请核对文件名。`)
      return EXIT.no
    }
    const { sequence, outcome } = await receiveReply(ctx, { officeId: office.id, text })
    terminal.out(`第 ${sequence} 份：${OUTCOMES[outcome]}。`)
    return EXIT.done
  },
}

const OUTCOMES = { sent: '已发送', accepted: '平台已收存', partly: '平台退回了部分', refused: '平台整份退回' }

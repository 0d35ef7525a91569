import { EXIT, textOption, usage, type DeskCommand } from '../platform/command.ts'
import { KEY_PURPOSES } from '../signing/keyring.ts'
import { compromiseKey } from './compromise-key.ts'
import { retireKey } from './retire-key.ts'
import { rotateKey } from './rotate-key.ts'

export const keysRotate: DeskCommand = {
  name: 'keys rotate',
  usage: '--purpose certificates|ledger|pdf|sessions',
  summary: '为一种用途换用新密钥（记入存证链；已签发的证书不必重发）',
  options: { purpose: { type: 'string' } },
  takes: [0, 0],
  needs: 'service',
  async run(args, terminal, ctx) {
    const asked = textOption(this, args, 'purpose')
    const purpose = KEY_PURPOSES.find((each) => each === asked)
    if (!purpose) throw usage(this)
    const key = await rotateKey(ctx, { purpose })
    terminal.out(`新密钥 ${key.kid} 自 ${key.from} 起使用；旧密钥在各进程换用后请 keys retire。`)
    return EXIT.done
  },
}

export const keysRetire: DeskCommand = {
  name: 'keys retire',
  usage: '<密钥编号>',
  summary: '公布一把旧密钥今天为最后一日（它签过的仍有效）',
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const key = await retireKey(ctx, { kid: args.positionals[0] ?? '' })
    terminal.out(`密钥 ${key.kid} 已退役，最后一日 ${key.until}。`)
    return EXIT.done
  },
}

export const keysCompromise: DeskCommand = {
  name: 'keys compromise',
  usage: '<密钥编号> --from-index 存证序号',
  summary: '公布一把密钥已失密：存证链上该序号之前的仍有效，其余一律无效',
  options: { 'from-index': { type: 'string' } },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const text = textOption(this, args, 'from-index')
    const fromIndex = /^\d{1,15}$/.test(text) ? Number(text) : -1
    const key = await compromiseKey(ctx, { kid: args.positionals[0] ?? '', fromIndex })
    terminal.out(`密钥 ${key.kid} 已公布失密：存证链第 ${fromIndex} 条之前的仍认作本机关所签，其余一律无效。`)
    return EXIT.done
  },
}

import { dayOf } from '../calendar/day.ts'
import { chance } from '../platform/chance.ts'
import { EXIT, type LoneCommand } from '../platform/command.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { initKeys } from './init.ts'
import { readHistory } from './key-files.ts'

const PURPOSES: Record<KeyRecord['purpose'], string> = {
  certificates: '证书签名',
  ledger: '存证链检查点',
  pdf: 'PDF 签章',
  sessions: '会话',
  fields: '个人信息加密',
  'blind-index': '证件号码盲索引',
}

const STATES: Record<KeyRecord['state'], string> = { active: '在用', retired: '退役', compromised: '泄露' }

const line = (key: KeyRecord) =>
  [key.kid, key.algorithm.padEnd(11), key.from, key.until, STATES[key.state], PURPOSES[key.purpose]].join(
    '  ',
  )

/** `zhengxin keys init`: the only act that makes keys; nothing ever makes them silently. */
export const keysInit: LoneCommand = {
  name: 'keys init',
  usage: '[--organisation 单位全称]',
  summary: '生成一套密钥（私钥加密保存，公开登记写入 history.json）',
  options: { organisation: { type: 'string' } },
  takes: [0, 0],
  needs: 'nothing',
  async run(args, terminal, config) {
    const { organisation } = args.values
    const keys = await initKeys({
      ...config,
      organisation: typeof organisation === 'string' ? organisation : '证信',
      today: dayOf(new Date()),
      random: chance(),
    })
    for (const key of keys) terminal.out(line(key))
    terminal.out(`私钥已加密存放在 ${config.keysDir}/private；解锁文件是 ${config.unlockFile}。`)
    terminal.out('正式使用前请把解锁文件移到别处（KEYS_UNLOCK_FILE），并分别备份两者。')
    return EXIT.done
  },
}

export const keysList: LoneCommand = {
  name: 'keys list',
  usage: '',
  summary: '列出全部密钥的公开登记与有效期',
  takes: [0, 0],
  needs: 'nothing',
  run(_, terminal, config) {
    for (const key of readHistory(config)) terminal.out(line(key))
    return Promise.resolve(EXIT.done)
  },
}

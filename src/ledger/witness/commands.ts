import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { serve } from '@hono/node-server'
import { chance } from '../../platform/chance.ts'
import { EXIT, textOption, type Arguments, type LoneCommand, type Terminal } from '../../platform/command.ts'
import type { Config } from '../../platform/config.ts'
import { lockFolder } from '../../platform/folder-lock.ts'
import { portTaken } from '../../platform/refusals.ts'
import type { NoteKey } from '../../signing/note.ts'
import { readPolicy } from '../read-policy.ts'
import { policyMissing } from '../refusals.ts'
import { witnessApi } from './api.ts'
import { initWitness, memoryIn, openWitness, originHash } from './witness-folder.ts'
import { witnessOf } from './witness.ts'

const folderIn = (args: Arguments, terminal: Terminal, config: Config): string =>
  typeof args.values.dir === 'string'
    ? resolve(terminal.cwd, args.values.dir)
    : join(config.dataDir, 'witness')

/** `zhengxin witness init`: the only act that makes a witness's key. */
export const witnessInit: LoneCommand = {
  name: 'witness init',
  usage: '--name 见证方名称 [--dir 目录]',
  summary: '为邻近机关的存证链作见证：生成见证密钥，输出其公钥',
  options: { name: { type: 'string' }, dir: { type: 'string' } },
  takes: [0, 0],
  needs: 'nothing',
  async run(args, terminal, config) {
    const name = textOption(this, args, 'name')
    terminal.out(await initWitness(folderIn(args, terminal, config), name, chance()))
    terminal.err('请把以上公钥交给被见证的机关，写入其见证策略；该目录丢失后不得用旧备份恢复，应另建见证方。')
    return EXIT.done
  },
}

/** `zhengxin witness`: cosigns neighbours' checkpoints until it is stopped. */
export const witnessServe: LoneCommand = {
  name: 'witness',
  usage: '--policy 策略文件 [--dir 目录]',
  summary: '运行见证服务（PORT）：策略文件以 log 行列出要见证的存证链公钥',
  options: { policy: { type: 'string' }, dir: { type: 'string' } },
  takes: [0, 0],
  needs: 'nothing',
  async run(args, terminal, config) {
    const folder = folderIn(args, terminal, config)
    const file = resolve(terminal.cwd, textOption(this, args, 'policy'))
    const policy = await readPolicy(file)
    if (!policy || policy.logs.length === 0) throw policyMissing(file)
    const { name, vkey, signer } = await openWitness(folder)
    // Two processes on one folder could each cosign another history.
    const lock = await lockFolder(folder, process.pid)
    try {
      const logs = new Map<string, NoteKey[]>()
      for (const { key } of policy.logs) logs.set(key.name, [...(logs.get(key.name) ?? []), key])
      const memoryOf = (origin: string) => memoryIn(folder, originHash(origin))
      const witness = witnessOf({ name, signer, logs, memoryOf, now: () => new Date() })
      const app = witnessApi({
        witness,
        vkey,
        read: (hash) => memoryIn(folder, hash).read(),
        log: (error) => terminal.err(error instanceof Error ? error.message : String(error)),
      })
      const { server, port } = await listen(app.fetch, config.port)
      terminal.out(
        `见证方 ${name} 已启动：http://localhost:${port}，见证 ${logs.size} 本存证链；公钥 ${vkey}`,
      )
      await stopSignal()
      await new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeIdleConnections()
      })
      return EXIT.done
    } finally {
      await lock.release()
    }
  },
}

const listen = (
  fetch: Parameters<typeof serve>[0]['fetch'],
  port: number,
): Promise<{ server: Server; port: number }> =>
  new Promise((ready, failed) => {
    const server = serve({ fetch, port }, (address: AddressInfo) =>
      ready({ server, port: address.port }),
    ) as Server
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? portTaken(port) : error),
    )
  })

const stopSignal = (): Promise<void> =>
  new Promise((stopped) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped())
  })

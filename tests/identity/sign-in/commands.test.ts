import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import {
  accountsAdd,
  accountsClose,
  accountsList,
  clientsAdd,
} from '../../../src/identity/sign-in/commands.ts'
import { enrol } from '../../../src/identity/sign-in/enrol.ts'
import { accounts, apiClients } from '../../../src/identity/sign-in/schema.ts'
import { readArguments, type DeskCommand, type Terminal } from '../../../src/platform/command.ts'
import type { Database } from '../../../src/platform/database.ts'
import { databaseTest } from '../../support/database.ts'
import { door, idNumber, PASSWORD } from './door.ts'

async function atConsole(database: Database) {
  const desk = await door(database)
  const cwd = mkdtempSync(join(tmpdir(), 'zhengxin-commands-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const run = async (command: DeskCommand, ...argv: string[]) => {
    const lines: string[] = []
    const terminal: Terminal = {
      cwd,
      out: (line) => void lines.push(line),
      err: (line) => void lines.push(line),
      progress: () => {},
      input: () => Promise.resolve(new Uint8Array()),
    }
    const exit = await command.run(readArguments(command, argv), terminal, desk.console)
    return { exit, lines }
  }
  const person = ['--name', '杨晓芸', '--id-number', idNumber(101), '--office', desk.office.creditCode]
  return { ...desk, cwd, run, person }
}

describe('the console', () => {
  databaseTest(
    'makes the first operator, tells the secret once, and closes the account',
    async ({ database }) => {
      const { ctx, run, person } = await atConsole(database)
      const added = await run(accountsAdd, '--login', 'Yang.XY', ...person, '--role', 'operator,supervisor')
      const secrets = added.lines.join('\n').match(/([0-9A-Z]{5}-){4}[0-9A-Z]{5}/g) ?? []
      expect([added.exit, secrets.length]).toEqual([0, 1])
      expect((await run(accountsList)).lines).toEqual([
        'yang.xy  待启用  杨晓芸  大理白族自治州人力资源和社会保障局  系统管理员、监督员',
      ])
      const client = { address: null, agent: '' }
      const enrolled = await enrol(ctx, { secret: secrets[0] ?? '', password: PASSWORD, client })
      expect(enrolled.needsSecondFactor).toBe(true)
      expect((await run(accountsClose, 'YANG.XY')).exit).toBe(0)
      expect((await run(accountsList)).lines[0]).toContain('已注销')
    },
  )

  databaseTest.for([
    ['a role there is not', ['--role', 'king'], 'identity/unknown-role'],
    ['a role this office does not have', ['--role', 'employer'], 'identity/role-not-held-here'],
    ['an unknown document', ['--id-type', 'library-card'], 'identity/bad-person'],
    ['no login', ['--login', ' '], 'usage'],
  ] as const)('refuses %s before anything is done', async ([, wrong, code], { database }) => {
    const { run, person } = await atConsole(database)
    await expect(run(accountsAdd, '--login', 'yang.xy', ...person, ...wrong)).rejects.toMatchObject({ code })
    expect(await database.read.select().from(accounts)).toEqual([])
  })

  databaseTest(
    'registers another system from its public key, and never takes a private one',
    async ({ database }) => {
      const { run, office, cwd } = await atConsole(database)
      const { publicKey, privateKey } = generateKeyPairSync('ed25519')
      writeFileSync(join(cwd, 'public.jwk'), JSON.stringify(publicKey.export({ format: 'jwk' })))
      writeFileSync(join(cwd, 'private.jwk'), JSON.stringify(privateKey.export({ format: 'jwk' })))
      writeFileSync(join(cwd, 'list.jwk'), '[]')
      const add = (file: string, ...more: string[]) =>
        run(clientsAdd, '--name', '系统', '--office', office.creditCode, '--key', file, ...more)
      for (const [file, code, ...more] of [
        ['private.jwk', 'identity/client-key-private-key'],
        ['list.jwk', 'identity/client-key-unknown-kind'],
        ['nowhere.jwk', 'usage'],
        ['public.jwk', 'identity/role-for-people', '--role', 'sealer'],
      ] as const)
        await expect(add(file, ...more), file).rejects.toMatchObject({ code })
      expect(await database.read.select().from(apiClients)).toEqual([])
      const added = await add('public.jwk')
      expect(added.lines.join('\n')).toContain('https://rcps.example.gov.cn/api/v1/token')
    },
  )
})

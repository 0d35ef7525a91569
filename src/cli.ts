#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  certificatesExport,
  certificatesIssue,
  certificatesReissue,
  certificatesRevoke,
  certificatesChange,
} from './certificates/commands.ts'
import { checkSpreadsheet, makeTemplate } from './collection/commands.ts'
import { cyclesList } from './cycles/commands.ts'
import { discloseCommand, disclosedCommand, personsErase } from './disclosure-commands.ts'
import { authoritiesAdd, authoritiesList, powersGrant, rolesCommand } from './identity/commands.ts'
import { accountsAdd, accountsClose, accountsList, clientsAdd } from './identity/sign-in/commands.ts'
import { integrityReply, integrityShare, integrityTend } from './integrity/commands.ts'
import { integrityWaiting } from './integrity/records/commands.ts'
import { personsJoins } from './integrity/same-person/commands.ts'
import { keysCompromise, keysRetire, keysRotate } from './keylife/commands.ts'
import { keysInit, keysList } from './keys/commands.ts'
import { auditCommand } from './ledger/commands.ts'
import { witnessInit, witnessServe } from './ledger/witness/commands.ts'
import { checkpointMemory } from './ledger/deployment-memory.ts'
import { publishCheckpoint } from './ledger/publish.ts'
import {
  EXIT,
  readArguments,
  type Arguments,
  type Command,
  type DeskCommand,
  type EitherCommand,
  type Terminal,
} from './platform/command.ts'
import { readConfig, type Config } from './platform/config.ts'
import type { Context } from './platform/context.ts'
import { askHolder, type ForwardedCommand, type Reply } from './platform/folder-lock.ts'
import { deadlineCommand, policyAnswer, policyShow } from './policy/commands.ts'
import { documentsIssue, documentsRegister } from './results/document/commands.ts'
import { listsImport } from './results/lists/commands.ts'
import { listsHeaders } from './results/lists/headers/commands.ts'
import { SEALED_TABLES } from './sealed-tables.ts'
import { openService } from './service.ts'
import { anchorTrail } from './trail/anchor.ts'
import { auditTrail } from './trail/audit.ts'
import { auditWaiting } from './trail/audit-waiting.ts'
import { verifyCommand } from './verification/commands.ts'
import { explain, forwardedTerminal, ownTerminal, readInput } from './terminal.ts'

const audit = auditCommand(SEALED_TABLES, auditTrail, auditWaiting)

const serve: Command = {
  name: 'serve',
  usage: '',
  summary: '启动服务（PORT、PUBLIC_ORIGIN、DATA_DIR、DATABASE_URL、KEYS_DIR、LEDGER_ORIGIN）',
  takes: [0, 0],
  needs: 'nothing',
  async run(_, terminal, config) {
    const { serveUntilStopped } = await import('./serve.ts')
    return serveUntilStopped(config, terminal, answerForwarded)
  },
}

// These bring every page of the service along: whoever asks for a deadline or a check need not wait for them.
const LARGE: Readonly<Record<string, () => Promise<readonly Command[]>>> = {
  demo: async () => {
    const { demoCodes, demoCommand } = await import('./demo/commands.ts')
    return [demoCommand(answerForwarded), demoCodes]
  },
  bench: async () => [(await import('./bench/commands.ts')).benchCommand],
}

/** Every other command there is. */
const COMMANDS: readonly Command[] = [
  serve,
  keysInit,
  keysList,
  keysRotate,
  keysRetire,
  keysCompromise,
  authoritiesAdd,
  authoritiesList,
  accountsAdd,
  accountsList,
  accountsClose,
  clientsAdd,
  powersGrant,
  rolesCommand,
  checkSpreadsheet,
  makeTemplate,
  cyclesList,
  listsImport,
  documentsIssue,
  documentsRegister,
  listsHeaders,
  certificatesIssue,
  certificatesExport,
  certificatesRevoke,
  certificatesChange,
  certificatesReissue,
  verifyCommand,
  audit,
  discloseCommand,
  disclosedCommand,
  personsErase,
  integrityWaiting,
  personsJoins,
  integrityTend,
  integrityShare,
  integrityReply,
  witnessInit,
  witnessServe,
  deadlineCommand,
  policyShow,
  policyAnswer,
]

async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const named = await commandIn(argv)
  if (!named) return help(terminal, argv)
  const { command, rest } = named
  const args = readArguments(command, rest)
  const config = readConfig(process.env)
  if (command.needs === 'nothing') return command.run(args, terminal, config)
  if (command.needs === 'either' && (command.standsAlone(args) || !hasDeployment(config)))
    return command.run(args, terminal, null)
  return runAtDesk(command, argv, args, terminal, config)
}

// A running service holds the folder: then the command is run by it, as if here.
async function runAtDesk(
  command: DeskCommand | EitherCommand,
  argv: readonly string[],
  args: Arguments,
  terminal: Terminal,
  config: Config,
): Promise<number> {
  if (config.databaseUrl === null && existsSync(config.dataDir)) {
    const input = argv.includes('-') ? Buffer.from(await readInput()).toString('base64') : ''
    const forwarded = await askHolder(config.dataDir, { argv, cwd: terminal.cwd, input }, (line) =>
      'out' in line ? terminal.out(line.out) : terminal.err(line.err),
    )
    if (forwarded !== null) return forwarded
    if (input !== '') return runHere(command, args, { ...terminal, input: () => bytesOf(input) }, config)
  }
  return runHere(command, args, terminal, config)
}

async function runHere(
  command: DeskCommand | EitherCommand,
  args: Arguments,
  terminal: Terminal,
  config: Config,
): Promise<number> {
  // The audit looks at what is there, however wrong; everything else works only on a ledger that is right.
  const service = await openService(config, { asFound: command === audit, rotating: command === keysRotate })
  try {
    return await finish(service.ctx, await command.run(args, terminal, service.ctx), command)
  } finally {
    await service.close()
  }
}

/** Runs a command another process sent to us, in our own context. */
async function answerForwarded(
  ctx: Context,
  { argv, cwd, input }: ForwardedCommand,
  reply: (line: Reply) => void,
): Promise<number> {
  const terminal = forwardedTerminal(cwd, await bytesOf(input), reply)
  try {
    const named = await commandIn(argv)
    if (!named || named.command.needs === 'nothing') return await help(terminal, argv)
    const { command, rest } = named
    return await finish(ctx, await command.run(readArguments(command, rest), terminal, ctx), command)
  } catch (error) {
    return explain(terminal, error, (await commandIn(argv))?.command.refused)
  }
}

/** What a command appended becomes public before its success is told. */
async function finish(ctx: Context, exit: number, command: Command): Promise<number> {
  if (command === audit || command.needs !== 'service') return exit
  await anchorTrail(ctx)
  await publishCheckpoint(ctx, checkpointMemory(ctx.config))
  return exit
}

async function commandIn(
  argv: readonly string[],
): Promise<{ command: Command; rest: readonly string[] } | null> {
  const first = argv[0] ?? ''
  const known = Object.hasOwn(LARGE, first) ? await LARGE[first]?.() : COMMANDS
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ')
    const command = known?.find((each) => each.name === name)
    if (command) return { command, rest: argv.slice(words) }
  }
  return null
}

async function help(terminal: Terminal, argv: readonly string[]): Promise<number> {
  const large = await Promise.all(Object.values(LARGE).map((load) => load()))
  const [asked] = argv
  if (asked !== undefined && asked !== 'help' && asked !== '--help') terminal.err(`没有“${asked}”这个命令。`)
  terminal.err('证信 zhengxin：职称电子证书的签发、核验与存证')
  for (const { name, usage, summary } of [...COMMANDS, ...large.flat()])
    terminal.err(`  zhengxin ${name} ${usage}\n      ${summary}`)
  return EXIT.usage
}

const hasDeployment = (config: Config): boolean =>
  config.databaseUrl !== null || existsSync(join(config.dataDir, 'database'))

const bytesOf = (text: string): Promise<Uint8Array> =>
  Promise.resolve(new Uint8Array(Buffer.from(text, 'base64')))

const terminal = ownTerminal()
try {
  process.exitCode = await run(process.argv.slice(2), terminal)
} catch (error) {
  process.exitCode = explain(terminal, error, (await commandIn(process.argv.slice(2)))?.command.refused)
}

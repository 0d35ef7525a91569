import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { dayOf } from '../calendar/day.ts'
import { certificatesOf } from '../certificates/certificates-of.ts'
import { exportFiles } from '../certificates/commands.ts'
import { issueCertificates } from '../certificates/issue.ts'
import { makeTrustBundle } from '../certificates/make-trust-bundle.ts'
import { readTrustBundle, writeTrustBundle } from '../credentials/trust-bundle.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import { initKeys } from '../keys/init.ts'
import { checkpointMemory } from '../ledger/deployment-memory.ts'
import { publishCheckpoint } from '../ledger/publish.ts'
import { chance } from '../platform/chance.ts'
import { EXIT, usage, type LoneCommand, type Terminal } from '../platform/command.ts'
import type { Config } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { rowsOf } from '../platform/database.ts'
import { databaseNotEmpty, noDemoHere, portTaken } from '../platform/refusals.ts'
import { openServerDatabase } from '../platform/server-database.ts'
import { judgeApprovedList } from '../results/approved-list.ts'
import { serveService, type ForwardedAnswer } from '../serve.ts'
import { startServer } from '../server.ts'
import { lockDataFolder, openService, type Service } from '../service.ts'
import { openSpreadsheet } from '../spreadsheets/open-spreadsheet.ts'
import { verifyOffline } from '../verification/verify-offline.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { codeOf, openDemoAccounts, type DemoAccount } from './accounts.ts'
import { clearDemoFolder, demoLogins, markDemoFolder, type DemoLogin } from './folder.ts'
import { registerOffices } from './offices.ts'
import { syntheticList } from './synthetic-list.ts'
import { walkDesks } from './walk-desks.ts'

const SAMPLE = fileURLToPath(new URL('../../templates/samples/approved-list-2023.xlsx', import.meta.url))
const SAMPLE_ROWS = 200
const PDF_LIMIT = 200
const DOCUMENT = '云人社发〔2023〕12号'
const MOST_ROWS = 100_000

/** `zhengxin demo`: from a committee's spreadsheet to certificates anybody can verify, in a folder of its own. */
export const demoCommand = (answerForwarded: ForwardedAnswer): LoneCommand => ({
  name: 'demo',
  usage: '[--rows 人数] [--exit]',
  summary: '用全新的数据和密钥走完从名单到证书的全程，然后启动服务',
  options: { rows: { type: 'string' }, exit: { type: 'boolean' } },
  takes: [0, 0],
  needs: 'nothing',
  async run(args, terminal, config) {
    const rows = args.values.rows === undefined ? SAMPLE_ROWS : Number(args.values.rows)
    if (!Number.isInteger(rows) || rows < 1 || rows > MOST_ROWS) throw usage(this)
    const stay = args.values.exit !== true
    if (stay) await refuseTakenPort(config.port)
    const service = await freshService(config)
    try {
      await walk(service.ctx, terminal, rows)
      if (!stay) return EXIT.done
      return await serveService(service, terminal, answerForwarded)
    } finally {
      await service.close()
    }
  },
})

async function freshService(config: Config): Promise<Service> {
  if (config.databaseUrl !== null) await refuseUsedDatabase(config.databaseUrl)
  const lock = await lockDataFolder(config)
  try {
    clearDemoFolder(config.dataDir)
    markDemoFolder(config.dataDir)
    await initKeys({
      ...config,
      organisation: '云南省人力资源和社会保障厅',
      today: dayOf(new Date()),
      random: chance(),
    })
    return await openService(config, { lock })
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function walk(ctx: Context, terminal: Terminal, rows: number): Promise<void> {
  const started = performance.now()
  const say = (line: string) =>
    terminal.out(`[${((performance.now() - started) / 1000).toFixed(1)} 秒] ${line}`)
  const memory = checkpointMemory(ctx.config)

  say('已生成密钥，存证链已开立')
  const authority = await registerOffices(ctx)
  const accounts = await openDemoAccounts(ctx)
  markDemoFolder(ctx.config.dataDir, [...accounts.values()].map(asLogin))
  say(
    `已登记机构：云南省、昆明市、大理州、洱源县、评审委员会和用人单位；已为各岗位开通 ${accounts.size} 个账号`,
  )
  const list = { ...(await listOf(ctx, rows)), authority, documentNumber: DOCUMENT }
  const office = (await listAuthorities(ctx.database.read)).find(({ kind }) => kind === 'convening-body')!
  const walked = await walkDesks(ctx, accounts, { ...list, office: office.creditCode })
  say(`评委会秘书已导入名单：${walked.rows} 人，逐格检查无误；${walked.reviewers} 名审核人已分别审核`)
  say(`文件签发人已由任职资格文件 ${DOCUMENT} 确认`)
  const sealer = { ...ctx, actor: accounts.get('sealer')!.actor }
  const issued = await issueCertificates(sealer, { document: DOCUMENT }, (done, total) =>
    terminal.progress('签发证书', done, total),
  )
  await publishCheckpoint(ctx, memory)
  say(`已签发 ${issued.issued} 份证书，并记入存证链`)

  const out = resolve(terminal.cwd, 'out')
  const folder = join(out, 'certificates')
  await rm(folder, { recursive: true, force: true })
  const files = await exportFiles(ctx, terminal, { document: DOCUMENT, folder, first: PDF_LIMIT })
  await publishCheckpoint(ctx, memory)
  await writeFile(join(out, 'trust.json'), writeTrustBundle(await makeTrustBundle(ctx), ctx.keyring))
  say(`已写出 ${files} 份 PDF（out/certificates）和信任包（out/trust.json）`)
  await showVerification(ctx, terminal, out)
  showAccounts(ctx, terminal, [...accounts.values()])
}

function asLogin(account: DemoAccount): DemoLogin {
  const { actor: _, ...login } = account
  return login
}

function showAccounts({ config }: Context, terminal: Terminal, accounts: readonly DemoAccount[]): void {
  terminal.out(`演示账号（工作台 ${config.publicOrigin}/desk ；动态码：npm run zhengxin -- demo codes）：`)
  for (const { login, password, roleName, office } of accounts)
    terminal.out(`  ${login.padEnd(11)} ${password}  ${roleName}，${office}`)
}

/** `zhengxin demo codes`: what the demonstration's authenticators would show now. */
export const demoCodes: LoneCommand = {
  name: 'demo codes',
  usage: '',
  summary: '显示演示账号的登录名、口令和当前动态码（只在演示目录里有）',
  takes: [0, 0],
  needs: 'nothing',
  run(_, terminal, config) {
    const logins = demoLogins(config.dataDir)
    if (logins === null) throw noDemoHere(config.dataDir)
    for (const { login, password, totp, roleName } of logins)
      terminal.out(
        `${login.padEnd(11)} ${password}  ${totp === null ? '不需要' : codeOf(totp, new Date())}  ${roleName}`,
      )
    return Promise.resolve(EXIT.done)
  },
}

/** The office's own file for 200 people; for another number, one made in the same layout. */
async function listOf(ctx: Context, rows: number): Promise<{ bytes: Uint8Array; fileName: string }> {
  const sample = new Uint8Array(await readFile(SAMPLE))
  if (rows === SAMPLE_ROWS) return { bytes: sample, fileName: 'approved-list-2023.xlsx' }
  const judged = await judgeApprovedList(openSpreadsheet(sample), { today: ctx.today(), keepRows: true })
  return { bytes: await syntheticList(judged.rows, rows), fileName: `approved-list-${rows}.xlsx` }
}

async function showVerification(ctx: Context, terminal: Terminal, out: string): Promise<void> {
  const [first] = await certificatesOf(ctx, DOCUMENT, 1)
  if (!first) return
  const file = new Uint8Array(await readFile(join(out, 'certificates', `${first.number}.pdf`)))
  const bundle = readTrustBundle(await readFile(join(out, 'trust.json'), 'utf8'), verifyEd25519)
  const offline = await verifyOffline({ file }, bundle, ctx.now())
  terminal.out(`离线核验 out/certificates/${first.number}.pdf：${WORDS[offline.verdict]}`)

  const server = await startServer(ctx, 0)
  const answer = await fetch(`http://127.0.0.1:${server.port}/v/${first.code}`, {
    headers: { Accept: 'application/json' },
  })
  const { verdict } = (await answer.json()) as { verdict: keyof typeof WORDS }
  await server.close()
  terminal.out(`在线核验 ${ctx.config.publicOrigin}/v/${first.code}：${WORDS[verdict]}`)
  terminal.out(
    `再试：npm run zhengxin -- verify out/certificates/${first.number}.pdf --trust out/trust.json --offline`,
  )
}

const WORDS = { valid: '有效', 'not-valid': '无效', 'cannot-tell': '无法判定' } as const

/** A server's database is never emptied: it may be anybody's. Asked before the keys of an earlier demo are gone. */
async function refuseUsedDatabase(url: string): Promise<void> {
  const database = await openServerDatabase(url, 1)
  try {
    const tables = await rowsOf(
      database.read,
      sql`select 1 from information_schema.tables where table_schema = 'public' limit 1`,
    )
    if (tables.length > 0) throw databaseNotEmpty()
  } finally {
    await database.close()
  }
}

/** Before any work is done. */
const refuseTakenPort = (port: number): Promise<void> =>
  new Promise((done, refuse) => {
    const probe = createServer()
    probe.once('error', () => refuse(portTaken(port)))
    probe.listen(port, () => probe.close(() => done()))
  })

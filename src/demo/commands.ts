import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { CALENDARS } from '../calendar/calendars.ts'
import { chineseDay, dayOf } from '../calendar/day.ts'
import { addWorkingDays } from '../calendar/working-days.ts'
import { certificatesOf } from '../certificates/reading/certificates-of.ts'
import { exportFiles } from '../certificates/commands.ts'
import { makeTrustBundle } from '../certificates/publishing/make-trust-bundle.ts'
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
import type { Step } from '../policy/rule.ts'
import { stepName } from '../policy/wording.ts'
import { judgeApprovedList, type ApprovedRow } from '../results/lists/approved-list.ts'
import { serveService, type ForwardedAnswer } from '../serve.ts'
import { startServer } from '../server.ts'
import { lockDataFolder, openService, type Service } from '../service.ts'
import { openSpreadsheet } from '../spreadsheets/open-spreadsheet.ts'
import { verifyOffline } from '../verification/verify-offline.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { codeOf, openDemoAccounts, type DemoAccount } from './accounts.ts'
import { clearDemoFolder, demoLogins, markDemoFolder, type DemoLogin } from './folder.ts'
import { keepDemoRecords } from './integrity-records.ts'
import { registerOffices } from './offices.ts'
import { syntheticList } from './synthetic-list.ts'
import { walkingClock, type WalkingClock } from './walking-clock.ts'
import { walkReview, type Hand } from './walk-review.ts'

const SAMPLE = fileURLToPath(new URL('../../templates/samples/approved-list-2023.xlsx', import.meta.url))
const SAMPLE_ROWS = 200
const PDF_LIMIT = 200
const PLACE = 'yunnan-2023'
const COMMITTEE = '云南省工程等系列高级职称评审委员会'
/** Working days from the committee's filing to the certificates, by the province's notice. */
const WALK_DAYS = 57
const FAILED = 6
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
    const first = addWorkingDays(CALENDARS.national, dayOf(new Date()), -WALK_DAYS).day
    const clock = walkingClock(first, () => new Date())
    const service = await freshService(config, clock)
    try {
      await walk(service.ctx, clock, terminal, rows)
      if (!stay) return EXIT.done
      return await serveService(service, terminal, answerForwarded)
    } finally {
      await service.close()
    }
  },
})

async function freshService(config: Config, clock: WalkingClock): Promise<Service> {
  if (config.databaseUrl !== null) await refuseUsedDatabase(config.databaseUrl)
  const lock = await lockDataFolder(config)
  try {
    clearDemoFolder(config.dataDir)
    markDemoFolder(config.dataDir)
    await initKeys({
      ...config,
      organisation: '云南省人力资源和社会保障厅',
      today: clock.today(),
      random: chance(),
    })
    return await openService(config, { lock, clock })
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function walk(ctx: Context, clock: WalkingClock, terminal: Terminal, rows: number): Promise<void> {
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
  const offices = await listAuthorities(ctx.database.read)
  const office = offices.find(({ kind }) => kind === 'convening-body')!
  const documentNumber = `云人社发〔${ctx.today().slice(0, 4)}〕12号`
  say(`以下按省 2023 年通知（沿用）办理；演示的日子自己走，从${chineseDay(ctx.today())}到今天`)
  const hands: Partial<Record<string, Context>> = {}
  const sample = await sampleRows(ctx)
  await walkReview(
    {
      committee: COMMITTEE,
      place: PLACE,
      year: Number(ctx.today().slice(0, 4)),
      levels: ['411', '412'],
      office: office.creditCode,
      authority,
      documentNumber,
      people: {
        candidates: rows + FAILED,
        passed: rows,
      },
      list: (stage, meetingOn) =>
        syntheticList(
          sample.map((row) => ({
            ...row,
            committee: COMMITTEE,
            obtainedOn: meetingOn,
          })),
          stage === 'candidates' ? rows + FAILED : rows,
        ),
    },
    {
      at: (hand: Hand) => (hands[hand] ??= { ...ctx, actor: accounts.get(hand)!.actor }),
      turn: (day) => clock.turn(day),
      tell: (step, day) => say(`${chineseDay(day)}　${TOLD[step] ?? stepName(step as Step).zh}`),
    },
  )
  clock.release()
  const act = (login: string): Context => ({ ...ctx, actor: accounts.get(login)!.actor })
  const bureau = offices.find(({ kind }) => kind === 'province')!
  const records = await keepDemoRecords(
    { officer: act('integrity'), reviewers: [act('reviewer2'), act('reviewer3')], officeId: bureau.id },
    PLACE,
  )
  say(`诚信档案有 ${records} 条演示记录：一条在记录期内，一条有申诉待答复，一条已撤销（登录 integrity 查看）`)
  await publishCheckpoint(ctx, memory)
  say(`已签发 ${rows} 份证书，并记入存证链；从这里起是真实的时间`)

  const out = resolve(terminal.cwd, 'out')
  const folder = join(out, 'certificates')
  await rm(folder, { recursive: true, force: true })
  const files = await exportFiles(ctx, terminal, { document: documentNumber, folder, first: PDF_LIMIT })
  await publishCheckpoint(ctx, memory)
  await writeFile(join(out, 'trust.json'), writeTrustBundle(await makeTrustBundle(ctx), ctx.keyring))
  say(`已写出 ${files} 份 PDF（out/certificates）和信任包（out/trust.json）`)
  await showVerification(ctx, terminal, out, documentNumber)
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

const TOLD: Partial<Record<string, string>> = {
  committee: '评委会核准备案，年度评审列入计划，会议日期已定',
  list: '评委会秘书导入通过名单，逐格检查；两名审核人分别审核',
  'result-publicity': '结果公示期满，无异议',
  'post-meeting-filing': '会后备案：秘书报送，省厅审核人接收',
  document: '文件签发人印发任职资格文件，当即签名、存证',
  certificate: '用印人签发证书',
}

/** Titles and employers of the office's own file; names and numbers are made up. */
async function sampleRows(ctx: Context): Promise<readonly ApprovedRow[]> {
  const judged = await judgeApprovedList(openSpreadsheet(new Uint8Array(await readFile(SAMPLE))), {
    today: ctx.today(),
    keepRows: true,
  })
  return judged.rows.filter(({ route }) => route === 'review')
}

async function showVerification(
  ctx: Context,
  terminal: Terminal,
  out: string,
  documentNumber: string,
): Promise<void> {
  const [first] = await certificatesOf(ctx, documentNumber, 1)
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

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { dayOf, shanghaiInstant } from '../calendar/day.ts'
import { printedOrigins } from '../certificates/publishing/printed-origins.ts'
import { trustedKeys } from '../certificates/publishing/trusted-keys.ts'
import { isReceipt, verifyReceipt, type ReceiptAnswer } from '../credentials/receipt.ts'
import { ledgerKeysOf } from '../credentials/ledger-keys-of.ts'
import { verifyStatementText } from '../credentials/statement.ts'
import { readTrustBundle, type TrustBundle } from '../credentials/trust-bundle.ts'
import { isAbsenceProof } from '../integrity/snapshot/absence.ts'
import { tellAbsence } from '../integrity/snapshot/tell-absence.ts'
import { ledgerOrigin } from '../ledger/begin.ts'
import { ledgerKeys } from '../ledger/ledger-keys.ts'
import { EXIT, usage, type Arguments, type EitherCommand, type Terminal } from '../platform/command.ts'
import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { encodeVkey } from '../signing/note.ts'
import { askedDay } from './asked-day.ts'
import { askIssuer } from './ask-issuer.ts'
import { openBundle } from './offline-answer.ts'
import { submissionUnreadable, trustNeeded } from './refusals.ts'
import { judgeStatement } from './statements/judge-statement.ts'
import { statementIn, withoutPicture } from './statements/statement-in.ts'
import { statementSentences } from './statements/statement-sentences.ts'
import type { Submitted } from './submitted.ts'
import { bareAnswer, type VerificationAnswer } from './verification-answer.ts'
import { verifySubmitted } from './verify.ts'
import { verifyOffline } from './verify-offline.ts'

const WORDS = { valid: '有效', 'not-valid': '无效', 'cannot-tell': '无法判定' } as const
const EXITS = { valid: EXIT.done, 'not-valid': EXIT.no, 'cannot-tell': EXIT.cannotTell } as const

/** `zhengxin verify`: from our own books, from the issuer's address, or (`--offline`) from files alone. */
export const verifyCommand: EitherCommand = {
  name: 'verify',
  usage:
    '<PDF、图片、网址、凭证、核验回执、诚信声明、不在档证明 或 -> [--trust 信任包.json] [--offline] [--on 日期] [--id-number 证件号码 [--id-type 证件类型]] [--json]',
  summary: '核验一份证书、核验回执、诚信声明或不在档证明（须本人的证件号码）',
  options: {
    trust: { type: 'string' },
    offline: { type: 'boolean' },
    on: { type: 'string' },
    'id-number': { type: 'string' },
    'id-type': { type: 'string' },
    json: { type: 'boolean' },
  },
  takes: [1, 1],
  refused: EXIT.cannotTell,
  needs: 'either',
  standsAlone: (args) => args.values.offline === true,
  async run(args, terminal, ctx) {
    try {
      return await tell(args, terminal, ctx)
    } catch (error) {
      // A program that reads our JSON finds some, whatever happened.
      if (args.values.json === true && error instanceof Refusal && error.code !== 'usage')
        terminal.out(JSON.stringify(untold(error)))
      throw error
    }
  },
}

async function tell(args: Arguments, terminal: Terminal, ctx: Context | null): Promise<number> {
  const submitted = await withoutPicture(await submittedFrom(args, terminal))
  if ('credential' in submitted && isReceipt(submitted.credential))
    return tellReceipt(args, terminal, ctx, submitted.credential)
  if ('credential' in submitted && isAbsenceProof(submitted.credential))
    return tellAbsenceTo(args, terminal, ctx, submitted.credential)
  const statement = statementIn(submitted)
  if (statement !== null) return tellStatement(args, terminal, ctx, statement)
  const answer = await verify(args, terminal, ctx, submitted)
  if (args.values.json) terminal.out(JSON.stringify(answer))
  else for (const said of sentences(answer)) terminal.out(said)
  return EXITS[answer.verdict]
}

const untold = ({ code, message }: Refusal) => ({
  ...bareAnswer('cannot-tell', [], shanghaiInstant(new Date())),
  reasons: [{ code, message }],
})

async function tellReceipt(
  args: Arguments,
  terminal: Terminal,
  ctx: Context | null,
  text: string,
): Promise<number> {
  const bundle = await bundleIn(args, terminal)
  if (!bundle && !ctx) throw trustNeeded()
  const keys = bundle ? openBundle(bundle).trust.keys : trustedKeys(ctx?.keyring.history ?? [])
  const printed = bundle || !ctx ? [] : await printedOrigins(ctx.database.read)
  const origins = bundle?.origins ?? [ctx?.config.publicOrigin ?? '', ...printed]
  const answer = verifyReceipt(text, { keys, origins: new Set(origins) }, verifyEd25519)
  if (args.values.json) terminal.out(JSON.stringify(answer))
  else for (const said of receiptSentences(answer)) terminal.out(said)
  return EXITS[answer.verdict]
}

async function tellAbsenceTo(
  args: Arguments,
  terminal: Terminal,
  ctx: Context | null,
  text: string,
): Promise<number> {
  const idNumber = args.values['id-number']
  const idType = args.values['id-type']
  if (typeof idNumber !== 'string') throw usage(verifyCommand)
  const bundle = await bundleIn(args, terminal)
  const all = bundle
    ? ledgerKeysOf(bundle.ledger)
    : ctx
      ? ledgerKeys(await ledgerOrigin(ctx.database.read), ctx.keyring)
      : null
  if (all === null) throw trustNeeded()
  // A compromised key says nothing more of anybody.
  const keys = all.filter(({ most }) => most === null)
  const today = ctx ? ctx.today() : dayOf(new Date())
  const asked = { idNumber, idType: typeof idType === 'string' ? idType : null, today }
  const { isProven, words, verdict } = tellAbsence(text, asked, keys)
  terminal.out(args.values.json ? JSON.stringify({ verdict: verdict.kind, message: words }) : words)
  return isProven ? EXIT.done : EXIT.no
}

async function tellStatement(
  args: Arguments,
  terminal: Terminal,
  ctx: Context | null,
  text: string,
): Promise<number> {
  const bundle = await bundleIn(args, terminal)
  if (!bundle && !ctx) throw trustNeeded()
  const answer =
    ctx && !bundle
      ? await judgeStatement(ctx, text)
      : verifyStatementText(text, openBundle(bundle as TrustBundle).trust, verifyEd25519)
  if (args.values.json) terminal.out(JSON.stringify(answer))
  else for (const said of statementSentences(answer)) terminal.out(said)
  return EXITS[answer.verdict]
}

function receiptSentences({ verdict, reasons, receipt }: ReceiptAnswer): readonly string[] {
  if (!receipt) return [WORDS[verdict], ...reasons.map(({ message }) => message)]
  const { office, issuer, checkedAt, counts, total, rows } = receipt
  return [
    `回执真实：${issuer} 于 ${checkedAt} 为${office.name}（${office.creditCode}）核验 ${total} 份证书。`,
    `当时有效 ${counts.valid}，无效 ${counts['not-valid']}，无法判定 ${counts['cannot-tell']}；本文件含其中 ${rows.length} 行。`,
    ...rows.map(({ row, name, number, verdict }) => `第 ${row} 行  ${name}  ${number}  ${WORDS[verdict]}`),
    '回执只说明当时的状态；现在如何，请再核验证书。',
  ]
}

async function bundleIn({ values }: Arguments, terminal: Terminal): Promise<TrustBundle | null> {
  const { trust } = values
  if (typeof trust !== 'string') return null
  const text = await readFile(resolve(terminal.cwd, trust), 'utf8').catch(() => {
    throw submissionUnreadable(trust)
  })
  return readTrustBundle(text, verifyEd25519)
}

async function verify(
  args: Arguments,
  terminal: Terminal,
  ctx: Context | null,
  submitted: Submitted,
): Promise<VerificationAnswer> {
  const asOf = askedDay(args.values.on, ctx ? ctx.today() : dayOf(new Date()))
  const bundle = await bundleIn(args, terminal)
  if (ctx && (!bundle || (await isOurs(ctx, bundle)))) return verifySubmitted(ctx, submitted, asOf)
  if (args.values.offline) {
    if (!bundle) throw trustNeeded()
    return verifyOffline(submitted, bundle, new Date(), asOf)
  }
  return askIssuer(submitted, bundle, new Date(), asOf)
}

/** Is it the bundle of the issuer whose books these are? */
async function isOurs({ database, keyring }: Context, { ledger }: TrustBundle): Promise<boolean> {
  const ours = ledgerKeys(await ledgerOrigin(database.read), keyring).map((key) => encodeVkey(key))
  return ledgerKeysOf(ledger).some((key) => ours.includes(encodeVkey(key)))
}

// A name of a file that is not there is no credential: nothing was read that could be judged.
const FILE_NAME = /[/\\]|\.[a-z]{2,5}$/i

async function submittedFrom(args: Arguments, terminal: Terminal): Promise<Submitted> {
  const what = args.positionals[0] ?? ''
  const bytes =
    what === '-' ? await terminal.input() : await readFile(resolve(terminal.cwd, what)).catch(() => null)
  if (bytes === null) {
    if (FILE_NAME.test(what) && !/^https?:/i.test(what)) throw submissionUnreadable(what)
    return { credential: what }
  }
  const head = bytes.subarray(0, 4)
  const isFile = head[0] === 0x89 || head[0] === 0xff || (head[0] === 0x25 && head[1] === 0x50)
  return isFile ? { file: new Uint8Array(bytes) } : { credential: Buffer.from(bytes).toString('utf8').trim() }
}

function sentences({
  verdict,
  reasons,
  notes,
  since,
  asOf,
  certificate,
  pastTitle,
  coverage,
  ledger,
  checkedAt,
}: VerificationAnswer): readonly string[] {
  return [
    asOf === null ? WORDS[verdict] : `${asOf}：${WORDS[verdict]}`,
    ...reasons.map(({ message }) => message),
    ...(since === null ? [] : [`自 ${since} 起。`]),
    ...notes.map(({ message }) => message),
    ...(pastTitle ? [`${pastTitle.name}  ${pastTitle.title}`, pastTitle.provenance] : []),
    ...(coverage ? [coverage.message] : []),
    ...(certificate
      ? [
          `${certificate.name}  ${certificate.title}（${certificate.level.name}）  ${certificate.series} ${certificate.specialty}`,
          ...(certificate.scope.text ? [`适用范围：${certificate.scope.text}`] : []),
          `证书编号 ${certificate.number}  ${certificate.issuer.name}  ${certificate.issuedOn} 签发  ${certificate.document}`,
        ]
      : []),
    ...(ledger ? [`存证 ${ledger.origin} 第 ${ledger.index} 条（检查点 ${ledger.size} 条）`] : []),
    `核验时间 ${checkedAt}`,
  ]
}

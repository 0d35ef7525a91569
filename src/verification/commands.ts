import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { dayOf } from '../calendar/day.ts'
import { readTrustBundle } from '../credentials/trust-bundle.ts'
import { EXIT, type Arguments, type EitherCommand, type Terminal } from '../platform/command.ts'
import type { Context } from '../platform/context.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { askedDay } from './asked-day.ts'
import { askIssuer } from './ask-issuer.ts'
import { submissionUnreadable, trustNeeded } from './refusals.ts'
import type { Submitted } from './submitted.ts'
import type { VerificationAnswer } from './verification-answer.ts'
import { verifySubmitted } from './verify.ts'
import { verifyOffline } from './verify-offline.ts'

const WORDS = { valid: '有效', 'not-valid': '无效', 'cannot-tell': '无法判定' } as const
const EXITS = { valid: EXIT.done, 'not-valid': EXIT.no, 'cannot-tell': EXIT.cannotTell } as const

/** `zhengxin verify`: from our own books, from the issuer's address, or (`--offline`) from files alone. */
export const verifyCommand: EitherCommand = {
  name: 'verify',
  usage: '<PDF、图片、网址、凭证 或 -> [--trust 信任包.json] [--offline] [--on 日期] [--json]',
  summary: '核验一份证书',
  options: {
    trust: { type: 'string' },
    offline: { type: 'boolean' },
    on: { type: 'string' },
    json: { type: 'boolean' },
  },
  takes: [1, 1],
  refused: EXIT.cannotTell,
  needs: 'either',
  standsAlone: (args) => args.values.offline === true || args.values.trust !== undefined,
  async run(args, terminal, ctx) {
    const submitted = await submittedFrom(args, terminal)
    const answer = await verify(args, terminal, ctx, submitted)
    if (args.values.json) terminal.out(JSON.stringify(answer))
    else for (const said of sentences(answer)) terminal.out(said)
    return EXITS[answer.verdict]
  },
}

async function verify(
  args: Arguments,
  terminal: Terminal,
  ctx: Context | null,
  submitted: Submitted,
): Promise<VerificationAnswer> {
  const asOf = askedDay(args.values.on, ctx ? ctx.today() : dayOf(new Date()))
  if (ctx) return verifySubmitted(ctx, submitted, asOf)
  const trust = args.values.trust
  const bundle =
    typeof trust === 'string'
      ? readTrustBundle(await readFile(resolve(terminal.cwd, trust), 'utf8').catch(() => ''), verifyEd25519)
      : null
  if (args.values.offline) {
    if (!bundle) throw trustNeeded()
    return verifyOffline(submitted, bundle, new Date(), asOf)
  }
  return askIssuer(submitted, bundle, asOf)
}

async function submittedFrom(args: Arguments, terminal: Terminal): Promise<Submitted> {
  const what = args.positionals[0] ?? ''
  const bytes =
    what === '-' ? await terminal.input() : await readFile(resolve(terminal.cwd, what)).catch(() => null)
  if (bytes === null) {
    if (/\.(pdf|png|jpe?g)$/i.test(what) && !/^https?:/.test(what)) throw submissionUnreadable(what)
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

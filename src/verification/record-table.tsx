import type { Child } from 'hono/jsx'
import { chineseDay } from '../calendar/day.ts'
import type { Day } from '../calendar/day.ts'
import { say } from '../web/language.ts'
import type { Language, Say } from '../web/language.ts'
import { FactTable } from '../web/table.tsx'
import type { Fact } from '../web/table.tsx'
import type { ShownCertificate, VerificationAnswer } from './verification-answer.ts'

/** Whose key signed and since when, where it stands on the public ledger, and when this was looked up. */
export function RecordTable({ answer, language }: { answer: VerificationAnswer; language: Language }) {
  const t = say(language)
  const { ledger, signedBy, certificate } = answer
  const facts: Fact[] = []
  if (certificate && signedBy)
    facts.push({
      label: t('签名密钥', 'Signing key'),
      value: keyValue(certificate.issuer, signedBy.kid, keySpan(signedBy, t)),
    })
  if (ledger)
    facts.push({ label: t('存证编号', 'Ledger entry'), value: <LedgerPlace ledger={ledger} t={t} /> })
  facts.push({ label: t('查验时间', 'Checked at'), value: instant(answer.checkedAt, t) })
  const caption = facts.length > 1 ? t('签名与存证', 'Signature and record') : t('本次查验', 'This check')
  return <FactTable caption={caption} facts={facts} />
}

function keySpan({ from, until }: { from: Day; until: Day | null }, t: Say): string {
  if (until === null) return t(`自${chineseDay(from)}起使用`, `in use since ${from}`)
  return t(`使用期 ${chineseDay(from)}至${chineseDay(until)}`, `in use ${from} to ${until}`)
}

const keyValue = (issuer: ShownCertificate['issuer'], kid: string, span: string): Child => (
  <>
    <span lang="zh-CN">{issuer.name ?? issuer.creditCode}</span> <span class="mono">{kid}</span>
    <br />
    <span class="soft small">{span}</span>
  </>
)

const LedgerPlace = ({ ledger, t }: { ledger: NonNullable<VerificationAnswer['ledger']>; t: Say }) => (
  <>
    <a class="mono" href={`/ledger/proof/${ledger.index}`}>
      {ledger.index}
    </a>
    <br />
    <span class="soft small">
      {t(
        `公开账本 ${ledger.origin}，现有 ${ledger.size} 条`,
        `public ledger ${ledger.origin}, ${ledger.size} entries`,
      )}
    </span>
  </>
)

/** 2026-11-21T10:05:33+08:00 as people read it. */
function instant(iso: string, t: Say): string {
  const [on, at] = [iso.slice(0, 10), iso.slice(11, 19)]
  return t(`北京时间 ${chineseDay(on)} ${at}`, `${on} ${at} Beijing time`)
}

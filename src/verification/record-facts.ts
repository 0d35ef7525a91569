// Bundled into pages: no node modules here.
import { chineseDay } from '../calendar/day.ts'
import { draw, type Html } from '../web/draw.ts'
import { say } from '../web/language.ts'
import type { Language, Say } from '../web/language.ts'
import { factTable, type Fact } from './fact-table.ts'
import type { VerificationAnswer } from './verification-answer.ts'

/** Whose key signed and from when to when, where it stands on the public ledger, and when this was looked up. */
export function recordFacts(answer: VerificationAnswer, language: Language): Html {
  const t = say(language)
  const { ledger, signedBy, certificate } = answer
  const facts: Fact[] = []
  if (certificate && signedBy)
    facts.push([
      t('签名密钥', 'Signing key'),
      draw`<span lang="zh-CN">${certificate.issuer.name ?? certificate.issuer.creditCode}</span> <span class="mono">${signedBy.kid}</span><br /><span class="soft small">${keySpan(signedBy, t)}</span>`,
    ])
  if (ledger)
    facts.push([
      t('存证编号', 'Ledger entry'),
      draw`<a class="mono" href="/ledger/proof/${ledger.index}">${ledger.index}</a><br /><span class="soft small">${t(
        `存证链 ${ledger.origin} 现有 ${ledger.size} 条`,
        `public ledger ${ledger.origin}, ${ledger.size} entries`,
      )}</span>`,
    ])
  facts.push([t('查验时间', 'Checked at'), instant(answer.checkedAt, t)])
  return factTable(
    facts.length > 1 ? t('签名与存证', 'Signature and record') : t('本次查验', 'This check'),
    facts,
  )
}

function keySpan({ from, until }: NonNullable<VerificationAnswer['signedBy']>, t: Say): string {
  if (until === null) return t(`自${chineseDay(from)}起使用`, `in use since ${from}`)
  return t(`使用期 ${chineseDay(from)}至${chineseDay(until)}`, `in use ${from} to ${until}`)
}

/** 2026-11-21T10:05:33+08:00 as people read it. */
function instant(iso: string, t: Say): string {
  const [on, at] = [iso.slice(0, 10), iso.slice(11, 19)]
  return t(`北京时间 ${chineseDay(on)} ${at}`, `${on} ${at} Beijing time`)
}

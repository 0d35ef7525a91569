import { document } from '../web/layout.tsx'
import { localHref, say, type Language, type Say } from '../web/language.ts'
import type { Site } from '../web/site.ts'
import { FactTable, RowTable, type Fact } from '../web/table.tsx'
import { levelGroupName, levelGroupNameEn } from './level-group.ts'
import type { PlacePolicy, Quote } from './place-policy.ts'
import { POLICIES } from './places.ts'
import { chainOf, type Answer, type LocalAnswer, type Unspecified } from './policy-of.ts'
import { policyTable, type PolicyLine } from './policy-table.ts'
import { calendarNote, citation, localAnswerText, periodName, precedentText } from './policy-text.ts'
import type { RuleName, Rules } from './rule.ts'

interface Props {
  readonly site: Site
  readonly language: Language
}

/** Every place and year whose rules are kept here. */
export function policiesPage({ site, language }: Props): string {
  const t = say(language)
  const title = t('各地职称评审规定', 'Rules of each place')
  return document({
    site,
    language,
    title,
    indexable: true,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">
          {t(
            '本系统按这些通知办事。每一项规定都写明条款和原文；通知没有写的，标为“未规定”。',
            'This service follows these notices. Every rule is shown with its clause and its words; what no notice says is marked as not specified.',
          )}
        </p>
        <RowTable
          caption={t('通知', 'Notices')}
          columns={[t('地区和年度', 'Place and year'), t('文件', 'Document')]}
          rows={POLICIES.map((policy) => [
            <a href={localHref(language, `/policies/${policy.id}`)}>{placeName(policy, t)}</a>,
            <span lang="zh-CN">{citation(policy)}</span>,
          ])}
        />
      </>
    ),
  })
}

/** One place's rules, each with the words that set it; refuses an unknown place. */
export function policyPage({
  site,
  language,
  place,
  answers,
}: Props & { readonly place: string; readonly answers: readonly LocalAnswer[] }): string {
  const t = say(language)
  const chain = chainOf(place)
  const title = t(`${placeName(chain[0], t)}职称评审规定`, `Rules of ${placeName(chain[0], t)}`)
  return document({
    site,
    language,
    title,
    indexable: true,
    children: (
      <>
        <h1>{title}</h1>
        <FactTable caption={t('依据', 'Source')} facts={sourceFacts(chain, language)} />
        {policyTable(place, null, answers).map((section) => (
          <RowTable
            caption={t(section.title.zh, section.title.en)}
            columns={[t('事项', 'Matter'), t('规定', 'Rule'), t('条款和原文', 'Clause')]}
            rows={section.lines.map((line) => [
              lineName(line, t),
              <Rule line={line} t={t} />,
              <Source answer={line.answer} t={t} />,
            ])}
          />
        ))}
        <p>
          <a href={localHref(language, '/policies')}>{t('其他地区和年度', 'Other places and years')}</a>
        </p>
      </>
    ),
  })
}

function placeName(policy: PlacePolicy, t: Say): string {
  const period = policy.kind === 'annual' ? `${policy.year}` : `since ${policy.year}`
  return t(`${policy.name}${periodName(policy)}`, `${policy.nameEn}, ${period}`)
}

function sourceFacts(chain: ReturnType<typeof chainOf>, language: Language): Fact[] {
  const t = say(language)
  const [own, ...above] = chain
  const zh = (text: string) => <span lang="zh-CN">{text}</span>
  return [
    { label: t('文件', 'Document'), value: zh(own.notice.title) },
    ...(own.notice.number === null ? [] : [{ label: t('文号', 'Number'), value: zh(own.notice.number) }]),
    ...(above.length === 0
      ? []
      : [
          {
            label: t('未写的依次看', 'Where silent, see'),
            value: <Above above={above} language={language} />,
          },
        ]),
    { label: t('未收录的依据', 'Not held here'), value: zh(own.notHeld.join('、')) },
    { label: t('工作日历', 'Working days'), value: t(calendarNote(own).zh, calendarNote(own).en) },
  ]
}

const Above = ({ above, language }: { above: readonly PlacePolicy[]; language: Language }) => (
  <>
    {above.map((policy, i) => (
      <>
        {i > 0 && ' → '}
        <a href={localHref(language, `/policies/${policy.id}`)}>{placeName(policy, say(language))}</a>
      </>
    ))}
  </>
)

function lineName({ label, levels }: PolicyLine, t: Say): string {
  const name = t(label.zh, label.en)
  if (levels.length === 0) return name
  return t(
    `${name}（${levels.map(levelGroupName).join('、')}）`,
    `${name} (${levels.map(levelGroupNameEn).join(', ')})`,
  )
}

function Rule({ line, t }: { line: PolicyLine; t: Say }) {
  if (line.answer.kind === 'unspecified') return <Asked rule={line.rule} answer={line.answer} t={t} />
  const { zh, en } = line.words ?? { zh: '', en: '' }
  return (
    <>
      <b lang={zh === en ? 'zh-CN' : undefined}>{t(zh, en)}</b>
      {line.answer.kind === 'stated' && line.answer.note !== undefined && (
        <span class="soft small" lang="zh-CN">
          <br />
          {line.answer.note}
        </span>
      )}
    </>
  )
}

type AnyUnspecified = Unspecified<Rules[RuleName]>

function Asked({ rule, answer, t }: { rule: RuleName; answer: AnyUnspecified; t: Say }) {
  return (
    <>
      <b>{t('未规定', 'Not specified')}</b>
      <span class="soft small">
        <br />
        {t(answer.question.zh, answer.question.en)}
        {answer.precedents.map((each) => (
          <span lang="zh-CN">
            <br />
            参考：{precedentText(rule, each)}
          </span>
        ))}
      </span>
    </>
  )
}

function Source({ answer, t }: { answer: Answer<Rules[RuleName]>; t: Say }) {
  if (answer.kind === 'unspecified') return <>—</>
  if (answer.kind === 'answered') {
    const { zh, en } = localAnswerText(answer)
    return <span class="small">{t(zh, en)}</span>
  }
  return (
    <span class="small" lang="zh-CN">
      {answer.quotes.map(({ clause, text }: Quote, i) => (
        <>
          {i > 0 && <br />}
          {`${citation(answer.policy)} ${clause}：「${text}」`}
        </>
      ))}
    </span>
  )
}

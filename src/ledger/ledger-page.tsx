import { chineseDay, dayOf } from '../calendar/day.ts'
import { base64 } from '../signing/bytes.ts'
import { say, type Language, type Say } from '../web/language.ts'
import { document, organisationName } from '../web/layout.tsx'
import type { Site } from '../web/site.ts'
import { FactTable, RowTable } from '../web/table.tsx'
import type { AuditReport } from './audit-report.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Witnessed } from './witnessed.ts'

interface Props {
  readonly site: Site
  readonly language: Language
  /** Of the key in use. */
  readonly vkey: string
  /** null: nothing has been published yet. */
  readonly checkpoint: Checkpoint | null
  /** null: the policy cannot be read. */
  readonly witnessed: Witnessed | null
  /** Code of why nothing is appended or signed; null: all is well. */
  readonly problem: string | null
  /** What the service's own audit last found; null: it has not looked yet. */
  readonly report: AuditReport | null
}

export function ledgerPage({ site, language, vkey, checkpoint, witnessed, problem, report }: Props): string {
  const t = say(language)
  return document({
    site,
    language,
    title: t('存证链', 'Ledger'),
    indexable: true,
    children: (
      <>
        <h1>{t('存证链', 'Ledger')}</h1>
        <p class="lead">
          {t(
            `${organisationName(site, language)}的每一次签发、撤销和登记都按先后记入一本只能追加的公开账本。任何人都可以下载、复算和保存；事后改动会被发现。`,
            `Every issuance, revocation and registration of ${organisationName(site, language)} is appended to this public ledger. Anyone can download it, recompute it and keep a copy; a later change is found out.`,
          )}
        </p>
        <Latest t={t} vkey={vkey} checkpoint={checkpoint} witnessed={witnessed} />
        <State t={t} problem={problem} report={report} />
        <Witnesses t={t} witnessed={witnessed} />
        <Contents t={t} />
        <HowToAudit t={t} site={site} vkey={vkey} />
      </>
    ),
  })
}

type Part = Pick<Props, 'vkey' | 'checkpoint' | 'witnessed'> & { readonly t: Say }

const Latest = ({ t, vkey, checkpoint, witnessed }: Part) =>
  checkpoint === null ? (
    <div class="note">{t('还没有发布过检查点。', 'No checkpoint has been published yet.')}</div>
  ) : (
    <FactTable
      caption={t('最新检查点', 'Latest checkpoint')}
      facts={[
        { label: t('名称', 'Name'), value: <span class="mono">{checkpoint.origin}</span> },
        { label: t('条数', 'Entries'), value: String(checkpoint.size) },
        { label: t('根', 'Root'), value: <span class="mono">{base64(checkpoint.root)}</span> },
        { label: t('公钥', 'Key'), value: <span class="mono">{vkey}</span> },
        { label: t('见证', 'Witnessed'), value: witnessedLine(t, witnessed) },
        {
          label: t('原文', 'As signed'),
          value: (
            <a class="mono" href="/ledger/checkpoint">
              /ledger/checkpoint
            </a>
          ),
        },
      ]}
    />
  )

/** Both states, good or bad: whether it goes on, and whether it is still what it was. */
const State = ({ t, problem, report }: Pick<Props, 'problem' | 'report'> & { readonly t: Say }) => (
  <FactTable
    caption={t('现状', 'State')}
    facts={[
      {
        label: t('写入与签发', 'Appending'),
        value:
          problem === null
            ? t('正常。', 'Going on.')
            : t(
                `已暂停（${problem}）：在解决之前不写入新的内容，也不签发证书；核验照常。`,
                `Halted (${problem}): nothing is appended and no certificate signed until this is settled; verification goes on.`,
              ),
      },
      { label: t('本站自查', 'Own audit'), value: auditLine(t, report) },
    ]}
  />
)

/** What we found when we last looked ourselves; nobody need believe it. */
export function auditLine(t: Say, report: AuditReport | null): string {
  if (!report) return t('尚未自查。', 'Not yet.')
  const at = report.lookedAt.slice(0, 16).replace('T', ' ')
  const [first] = report.defects
  if (!first)
    return t(
      `${at} 复算 ${report.entries} 条，全部相符。`,
      `${at}: ${report.entries} entries recomputed, all agree.`,
    )
  return t(
    `${at} 发现不一致（${first.code}）：${first.message}`,
    `${at}: something was altered (${first.code}).`,
  )
}

/** One sentence, whatever the state: "witnessed by k of n" is never left out. */
export function witnessedLine(t: Say, witnessed: Witnessed | null): string {
  if (!witnessed)
    return t('见证策略文件有误，无法显示。', 'The witness policy cannot be read; nothing can be said.')
  const { count, witnesses, isQuorum } = witnessed
  const counted = t(
    `${witnesses.length} 个见证方中已有 ${count} 个见证`,
    `witnessed by ${count} of ${witnesses.length}`,
  )
  if (witnesses.length === 0)
    return t(`${counted}：尚未约定外部见证方。`, `${counted}: no outside witness has been appointed yet.`)
  if (isQuorum === null)
    return t(`${counted}；策略没有规定最低数。`, `${counted}; the policy sets no minimum.`)
  return isQuorum
    ? t(`${counted}，达到规定。`, `${counted}: the required number.`)
    : t(`${counted}，未达到规定。`, `${counted}: fewer than required.`)
}

const Witnesses = ({ t, witnessed }: Pick<Part, 't' | 'witnessed'>) =>
  witnessed && witnessed.witnesses.length > 0 ? (
    <RowTable
      caption={t('见证方', 'Witnesses')}
      columns={[t('名称', 'Name'), t('对最新检查点', 'Latest checkpoint')]}
      rows={witnessed.witnesses.map(({ name, at }) => [
        <span class="mono">{name}</span>,
        at
          ? t(`${chineseDay(dayOf(at))}已见证`, `cosigned on ${dayOf(at)}`)
          : t('尚未见证', 'not cosigned yet'),
      ])}
    />
  ) : null

const Contents = ({ t }: Pick<Part, 't'>) => (
  <div class="card">
    <h2>{t('里面有什么', 'What is in it')}</h2>
    <ul>
      <li>{t('做了什么、哪一天、由哪个机关。', 'What was done, on which day, by which office.')}</li>
      <li>
        {t(
          '有关个人的内容只有加盐的承诺值：没有姓名、证件号码，也没有它们的哈希。',
          'Of persons only salted commitments: no name, no number, nor any hash of them.',
        )}
      </li>
      <li>
        {t(
          '每份证书的文件里附有它的存证证明，可以脱离本站核对。',
          'Each certificate’s file carries its proof of inclusion, which can be checked without this site.',
        )}
      </li>
    </ul>
  </div>
)

const HowToAudit = ({ t, site, vkey }: Pick<Part, 't' | 'vkey'> & { readonly site: Site }) => (
  <div class="card">
    <h2>{t('怎样审计', 'How to audit')}</h2>
    <p>
      {t(
        '在自己的机器上运行；保留 history 目录，以后每次审计都与它比对。退出码 0 一致，1 不一致并指出第一处，2 无法判定。',
        'Run it on a machine of your own and keep the folder history: each later audit compares with it. Exit code 0 consistent, 1 not, naming the first place, 2 cannot tell.',
      )}
    </p>
    <pre class="mono">
      <code>{auditCommands(site.origin, vkey)}</code>
    </pre>
    <p class="soft">
      {t(
        '公钥请与发证机关另行公布的比对。存证链采用 C2SP tlog-tiles 格式，其他通用工具也能核对。',
        'Compare the key with the one the authority has published elsewhere. The ledger is in C2SP tlog-tiles format, so other tools can check it too.',
      )}
    </p>
  </div>
)

/** What an auditor types. */
export const auditCommands = (origin: string, vkey: string): string =>
  [
    'npm ci',
    `npm run zhengxin -- audit --url ${origin} --vkey '${vkey}' --history history`,
    `curl ${origin}/ledger/checkpoint`,
  ].join('\n')

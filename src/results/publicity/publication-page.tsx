import { sourceText, type Source } from '../../cycles/source.ts'
import { hex } from '../../signing/bytes.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { objectionCountsLine, type ObjectionCounts } from '../objections/counts.ts'
import { channelName, type NamedChannel } from './channels.ts'
import type { Publication } from './find-publication.ts'
import { DayField, FileField, publicityDeskPage, PUBLICITY_PATH, State } from './publicity-frame.tsx'
import type { PublicFrame } from './read-public.ts'
import type { RecordedChannel } from './refuse-if-not-shown.ts'
import type { PublicityRules } from './rules-of.ts'
import { ENDING_GROUNDS, PUBLICITY_NAMES, type PublicityState } from './state.ts'

const Rule = ({ source, none }: { readonly source: Source | null; readonly none: string }) =>
  source === null ? (
    <span class="state wait">未规定：{none}</span>
  ) : (
    <span class="soft small">{sourceText(source)}</span>
  )

/** One publication: what the rules ask of it, what is shown, and what may be done now. */
export function publicationPage(
  frame: Frame,
  page: {
    readonly publication: Publication
    readonly about: PublicFrame
    readonly state: PublicityState
    readonly rules: PublicityRules
    readonly shown: readonly RecordedChannel[]
    readonly missing: readonly NamedChannel[]
    readonly objections: ObjectionCounts
    readonly mayManage: boolean
    readonly today: string
    readonly returned: Returned | null
  },
): string {
  const { publication, about, state, rules, shown, missing } = page
  return publicityDeskPage(
    frame,
    about.title,
    <>
      <p class="crumbs">
        <a href={PUBLICITY_PATH}>公示</a> ›
      </p>
      <h1>
        {about.title} <State kind={state.kind} />
      </h1>
      <Refused returned={page.returned} />
      <FactTable
        caption={PUBLICITY_NAMES[publication.kind]}
        facts={[
          {
            label: '公示期',
            value: (
              <>
                {publication.opensOn} 至 {publication.closesOn}
                {publication.provisional && ' （暂定：放假安排尚未公布）'}
                {rules.leastDays !== null && `，不少于 ${rules.leastDays} 个工作日，首日不计`}
                <br />
                <Rule source={rules.daysSource} none="公示多少个工作日" />
              </>
            ),
          },
          {
            label: '公示渠道',
            value: (
              <>
                {rules.channels.map(channelName).join('；')}
                {rules.channels.length > 0 && <br />}
                <Rule source={rules.channelsSource} none="在哪里公示" />
              </>
            ),
          },
          { label: '人数', value: String(publication.rowCount) },
          {
            label: '异议',
            value: <a href="/desk/objections">{objectionCountsLine(page.objections)}</a>,
          },
          {
            label: '公开网页',
            value: (
              <a href={`/publicity/${publication.publicationId}`}>/publicity/{publication.publicationId}</a>
            ),
          },
          {
            label: '原文摘要',
            value: <span class="mono small">{hex(publication.contentDigest)}</span>,
          },
        ]}
      />
      {state.kind === 'open' && (
        <div class="actions">
          <a class="button quiet" href={`/publicity/${publication.publicationId}/notice`}>
            打印公示
          </a>
          <a class="button quiet" href={`/publicity/${publication.publicationId}/notice.pdf`}>
            下载 PDF
          </a>
        </div>
      )}
      {shown.length > 0 && (
        <RowTable
          caption="已登记的渠道"
          columns={['渠道', '网址或地点', '能看到的第一天', '证明']}
          rows={shown.map(({ channel, address, upOn, fileDigest }) => [
            channel,
            address,
            upOn,
            fileDigest === null ? '网址' : <span class="mono small">{hex(fileDigest).slice(0, 16)}…</span>,
          ])}
        />
      )}
      {missing.length > 0 && (
        <div class="note">
          <p>还缺：{missing.map(channelName).join('；')}。渠道不全的，公示期满也不能办结。</p>
        </div>
      )}
      {page.mayManage && <Forms {...page} />}
    </>,
  )
}

type Page = Parameters<typeof publicationPage>[1]

const Forms = ({ publication, state, missing, rules, today, returned }: Page) => {
  const typedIn = (form: string) => (returned?.typed.form === form ? returned.typed : {})
  const channel = typedIn('channels')
  const path = `${PUBLICITY_PATH}/${publication.publicationId}`
  const isLive = state.kind === 'announced' || state.kind === 'open'
  const names = [...missing, ...rules.channels].flatMap(({ names: all }) => all)
  return (
    <>
      {(isLive || state.kind === 'over') && (
        <form class="card" method="post" action={`${path}/channels`} enctype="multipart/form-data">
          <h2>登记公示渠道</h2>
          <div class="row">
            {names.length > 0 ? (
              <Choice
                name="channel"
                label="渠道"
                options={[...new Set(names)].map((name) => ({ value: name, label: name }))}
                chosen={channel.channel}
              />
            ) : (
              <Field
                language="zh"
                name="channel"
                label="渠道"
                required
                value={channel.channel}
                maxLength={100}
              />
            )}
            <Field
              language="zh"
              name="address"
              label="网址或张贴地点"
              required
              value={channel.address}
              maxLength={300}
            />
            <DayField name="upOn" label="能看到的第一天" value={channel.upOn ?? today} />
          </div>
          <FileField label="截图、照片或证明" hint="只留存摘要，文件由本单位存档；有网址的可以不附" />
          <button type="submit">登记</button>
        </form>
      )}
      {state.kind === 'over' && (
        <form class="card" method="post" action={`${path}/closing`}>
          <h2>办结公示</h2>
          <p>公示已经期满，网页已不再显示名单。渠道登记齐全后办结，才能进入下一环节。</p>
          <button type="submit">办结</button>
        </form>
      )}
      {isLive && (
        <form class="card" method="post" action={`${path}/extension`}>
          <h2>延长公示</h2>
          <div class="row">
            <DayField name="closesOn" label="新的结束日期" value={typedIn('extension').closesOn ?? ''} />
            <button type="submit">延长</button>
          </div>
          <p class="soft small">名单有变动的，不要延长：上传更正后的名单，重新公示，公示期重新计算。</p>
        </form>
      )}
      {(isLive || state.kind === 'over') && (
        <form class="card" method="post" action={`${path}/withdrawal`}>
          <h2>撤下公示</h2>
          <p>立即不再显示名单；这次公示不算数，要重新公示。</p>
          <div class="row">
            <Choice
              name="ground"
              label="原因"
              options={Object.entries(ENDING_GROUNDS).map(([value, label]) => ({ value, label }))}
            />
            <button type="submit" class="danger">
              撤下
            </button>
          </div>
        </form>
      )}
    </>
  )
}

import { chineseDay } from '../../calendar/day.ts'
import { hex } from '../../signing/bytes.ts'
import { escapeHtml } from '../../web/draw.ts'
import { document, documentAround } from '../../web/layout.tsx'
import { markup } from '../../web/markup.ts'
import type { Site } from '../../web/site.ts'
import { EmptyState } from '../../web/states.tsx'
import { FactTable } from '../../web/table.tsx'
import type { PublicRow } from './content.ts'
import type { Publication } from './find-publication.ts'
import type { PublicFrame } from './read-public.ts'
import { ENDING_GROUNDS, type PublicityState } from './state.ts'

/** Names on one page: a phone of 2016 still scrolls so many, and few lists are longer. */
export const NAMES_A_PAGE = 5_000

/** What is public now. */
export const indexPage = (
  site: Site,
  open: readonly { readonly publication: Publication; readonly frame: PublicFrame }[],
): string =>
  document({
    site,
    language: 'zh',
    title: '正在公示',
    children: (
      <>
        <h1>正在公示</h1>
        {open.length === 0 ? (
          <EmptyState>现在没有正在公示的名单。</EmptyState>
        ) : (
          <ul class="ways">
            {open.map(({ publication, frame }) => (
              <li>
                <a href={`/publicity/${publication.publicationId}`}>
                  <b>{frame.title}</b>
                </a>
                <br />
                <span class="soft">
                  {frame.office}，{publication.rowCount} 人，到{chineseDay(publication.closesOn)}
                </span>
              </li>
            ))}
          </ul>
        )}
        <p class="soft small">
          已经提出异议的，<a href="/objections">凭受理编号和查询码查看办理情况</a>。
        </p>
      </>
    ),
  })

export interface NamesShown {
  readonly rows: readonly PublicRow[]
  /** 1, 2, … */
  readonly page: number
  readonly pages: number
  /** What was searched for; empty: everybody. */
  readonly search: string
}

/** The names themselves, in the list's order; a row that somebody objected to looks like every other. */
export function namesPage(
  site: Site,
  publication: Publication,
  frame: PublicFrame,
  { rows, page, pages, search }: NamesShown,
): string {
  const path = `/publicity/${publication.publicationId}`
  const head = markup(
    <>
      <h1>{frame.title}</h1>
      <Period publication={publication} frame={frame} />
      <p class="actions">
        <a class="button" href={`${path}/objections`}>
          提出异议
        </a>
        <a class="button plain" href={`${path}/notice`}>
          打印公示
        </a>
      </p>
      <form method="get" action={path}>
        <div class="field">
          <label for="q">在名单中查找姓名或单位</label>
          <input id="q" name="q" type="text" value={search} maxlength={50} autocomplete="off" />
        </div>
        <button type="submit">查找</button>
      </form>
      {search !== '' && (
        <p>
          查到 {rows.length} 人。<a href={path}>查看全部 {publication.rowCount} 人</a>
        </p>
      )}
    </>,
  )
  const foot = markup(
    <>
      <Pages path={path} page={page} pages={pages} />
      <Kept publication={publication} frame={frame} isOpen />
    </>,
  )
  return documentAround(
    { site, language: 'zh', title: frame.title },
    `${head}${roll(publication.publicationId, rows)}${foot}`,
    '',
  )
}

// Written as text: it is thousands of rows, and all but the names and places are the same.
function roll(publicationId: string, rows: readonly PublicRow[]): string {
  const link = `${publicationId}/objections?row=`
  let body = ''
  for (const { position, name, employer, specialty, title } of rows)
    body +=
      `<tr><td class="no"><a href="${link}${position}">${position}</a></td>` +
      `<th scope="row" class="name">${escapeHtml(name)}</th><td>${escapeHtml(employer)}</td>` +
      `<td>${escapeHtml(specialty)} <b>${escapeHtml(title)}</b></td></tr>`
  return (
    '<table class="roll"><caption>名单</caption><thead><tr><th scope="col" class="no">序号</th><th scope="col">姓名</th>' +
    '<th scope="col">工作单位</th><th scope="col">专业和资格名称</th></tr></thead>' +
    `<tbody>${body}</tbody></table><p class="soft small">点序号可对这一人提出异议。</p>`
  )
}

const Pages = (props: { readonly path: string; readonly page: number; readonly pages: number }) =>
  props.pages < 2 ? null : (
    <p class="pages">
      {props.page > 1 && <a href={`${props.path}?page=${props.page - 1}`}>‹ 上一页</a>} 第 {props.page} 页，共{' '}
      {props.pages} 页{' '}
      {props.page < props.pages && <a href={`${props.path}?page=${props.page + 1}`}>下一页 ›</a>}
    </p>
  )

const Period = ({ publication, frame }: { publication: Publication; frame: PublicFrame }) => (
  <p>
    {frame.office}公示，共 {publication.rowCount} 人。公示期{' '}
    <b>
      {chineseDay(publication.opensOn)}至{chineseDay(publication.closesOn)}
    </b>
    {publication.leastDays !== null && `（不少于 ${publication.leastDays} 个工作日，首日不计）`}
    {publication.provisional && '；其中部分日期的放假安排尚未公布，截止日期可能顺延'}
    {'。任何单位和个人对公示内容有异议的，均可提出。'}
  </p>
)

/** What stays when the names are gone: the digest, and where the ledger says so. */
const Kept = (props: {
  readonly publication: Publication
  readonly frame: PublicFrame
  readonly isOpen?: boolean
}) => (
  <FactTable
    caption="公示的存证"
    facts={[
      {
        label: '原文摘要',
        value: <span class="mono small">{hex(props.publication.contentDigest)}</span>,
      },
      {
        label: '存证',
        value:
          props.frame.entryIndex === null ? (
            '正在写入'
          ) : (
            <a href={`/ledger/proof/${props.frame.entryIndex}`}>
              存证链第 {String(props.frame.entryIndex)} 条
            </a>
          ),
      },
      ...(props.isOpen
        ? [
            {
              label: '原文',
              value: (
                <>
                  <a href={`/publicity/${props.publication.publicationId}/content.txt`}>下载公示原文</a>
                  。公示结束后名单不再显示；留存的原文的 SHA-256 与上面的摘要相同，即可证明曾如此公示。
                </>
              ),
            },
          ]
        : []),
    ]}
  />
)

/** When there are no names to show: not yet, no more, or never again. */
export function noNamesPage(
  site: Site,
  publication: Publication,
  frame: PublicFrame,
  state: Exclude<PublicityState, { readonly kind: 'open' }>,
): string {
  const path = `/publicity/${publication.publicationId}`
  return document({
    site,
    language: 'zh',
    title: frame.title,
    children: (
      <>
        <h1>{frame.title}</h1>
        <div class="note">
          <p>
            <b>{headline(state.kind)}</b>
          </p>
          <p>{explanation(publication, state)}</p>
        </div>
        {state.kind === 'replaced' && (
          <p>
            <a class="button" href={`/publicity/${state.by}`}>
              查看更正后的公示
            </a>
          </p>
        )}
        <FactTable
          caption="公示"
          facts={[
            { label: '公示单位', value: frame.office },
            {
              label: '公示期',
              value: `${chineseDay(publication.opensOn)}至${chineseDay(publication.closesOn)}`,
            },
            { label: '人数', value: String(publication.rowCount) },
          ]}
        />
        {state.kind !== 'announced' && <Kept publication={publication} frame={frame} />}
        {(state.kind === 'over' || state.kind === 'closed') && (
          <p class="soft small">
            公示期满后仍要反映情况的，可<a href={`${path}/objections`}>在此提出</a>，由公示单位决定如何办理。
          </p>
        )}
      </>
    ),
  })
}

const headline = (kind: PublicityState['kind']): string =>
  kind === 'announced' ? '公示尚未开始' : kind === 'over' || kind === 'closed' ? '公示已结束' : '公示已停止'

function explanation({ opensOn }: Publication, state: PublicityState): string {
  switch (state.kind) {
    case 'announced':
      return `名单从${chineseDay(opensOn)}零时起显示。`
    case 'withdrawn':
      return `名单已撤下：${ENDING_GROUNDS[state.ground]}。`
    case 'replaced':
      return '名单已更正，按更正后的内容重新公示，公示期重新计算。'
    default:
      return '名单不再显示。存证链保留着曾经公示过的证明。'
  }
}

import { chineseDay } from '../../calendar/day.ts'
import { escapeHtml } from '../../web/draw.ts'
import { markup } from '../../web/markup.ts'
import type { Site } from '../../web/site.ts'
import type { PublicRow } from './content.ts'
import type { Publication } from './find-publication.ts'
import { noticeWords } from './notice-words.ts'
import { QrSvg } from '../../credentials/qr-svg.tsx'
import type { PublicFrame } from './read-public.ts'

/** The notice as it is pinned up: the same names, and a code that leads to the page. A sheet of its own, without our frame. */
export function noticePage(
  site: Site,
  publication: Publication,
  frame: PublicFrame,
  rows: readonly PublicRow[],
): string {
  const address = `${site.origin}/publicity/${publication.publicationId}`
  const head = markup(
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{frame.title}</title>
      <link rel="stylesheet" href={site.assets.style} />
      {/* The sheet that knows papers. */}
      <link rel="stylesheet" href={site.assets.deskStyle} />
    </head>,
  )
  const top = markup(
    <>
      <p class="screen">
        <a href={`/publicity/${publication.publicationId}`}>‹ 返回公示</a>　用浏览器的“打印”打印本页，或
        <a href={`/publicity/${publication.publicationId}/notice.pdf`}>下载 PDF</a>。
      </p>
      <h1>{frame.title}</h1>
      {noticeWords(publication, frame).map((words) => (
        <p class="prose">{words}</p>
      ))}
      <div class="scan">
        <QrSvg text={address} label="公示网页的二维码" />
        <p>
          扫码查看公示、提出异议，或访问
          <br />
          <span class="mono">{address}</span>
        </p>
      </div>
    </>,
  )
  const foot = markup(
    <p class="signed">
      {frame.office}
      <br />
      {chineseDay(publication.openedOn)}
    </p>,
  )
  return `<!doctype html><html lang="zh-CN">${head}<body><main id="main" class="wide paper">${top}${table(rows)}${foot}</main></body></html>`
}

function table(rows: readonly PublicRow[]): string {
  let body = ''
  for (const { position, name, employer, specialty, title } of rows)
    body +=
      `<tr><td class="no">${position}</td><th scope="row" class="name">${escapeHtml(name)}</th>` +
      `<td>${escapeHtml(employer)}</td><td>${escapeHtml(specialty)} <b>${escapeHtml(title)}</b></td></tr>`
  return (
    '<table class="roll"><caption>名单</caption><thead><tr><th scope="col" class="no">序号</th><th scope="col">姓名</th>' +
    `<th scope="col">工作单位</th><th scope="col">专业和资格名称</th></tr></thead><tbody>${body}</tbody></table>`
  )
}

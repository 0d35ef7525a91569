import type { Child } from 'hono/jsx'
import type { Context } from '../platform/context.ts'
import type { Refusal } from '../platform/refusal.ts'
import { Mark } from './layout.tsx'
import { markup } from './markup.ts'
import type { Site } from './site.ts'
import { ErrorState } from './states.tsx'

/**
 * What every desk's pages are given. The app stands before them: it has let in only who is signed in (`ctx.actor`),
 * has refused posts from other origins, and shows a thrown Refusal as a page, so a handler only parses, acts, renders.
 */
export interface Desk {
  readonly site: Site
  /** Who looks, with their menu and what waits for them. */
  viewer(ctx: Context): Promise<Viewer>
}

/** Who looks at a desk, and what there is for them; made by the door for each request. */
export interface Viewer {
  /** As colleagues call them; shown to themselves only. */
  readonly name: string
  readonly office: string
  /** In Chinese. */
  readonly roles: readonly string[]
  readonly menu: readonly MenuItem[]
  /** What they said they are at work for; it stands beside every act of theirs in the trail. */
  readonly purpose: string | null
}

export interface MenuItem {
  readonly href: string
  readonly label: string
  /** What waits there; absent or 0 shows nothing. */
  readonly count?: number
}

interface DeskPage {
  readonly site: Site
  /** null before anybody has signed in. */
  readonly viewer: Viewer | null
  readonly title: string
  /** The menu item this page belongs to. */
  readonly current?: string
  /** Seconds until the page asks for itself again; long work shows its progress without a script so. */
  readonly refresh?: number
  readonly scripts?: Child
  readonly children?: Child
}

/** A page of the offices' desks as text. Chinese only, never listed, never kept by a cache. */
export const deskPage = (page: DeskPage): string => `<!doctype html>${markup(<Frame {...page} />)}`

/** A refusal at a desk: what is wrong and what to do, the code for whoever is asked for help, and the way back. */
export const deskRefusal = (of: {
  readonly site: Site
  readonly viewer: Viewer | null
  readonly refusal: Refusal
}): string =>
  deskPage({
    site: of.site,
    viewer: of.viewer,
    title: '没有办成',
    children: (
      <>
        <ErrorState title="没有办成">
          <p>{of.refusal.message}</p>
        </ErrorState>
        <p class="soft small mono">{of.refusal.code}</p>
        <p>
          <a href="/desk">回到工作台</a>
        </p>
      </>
    ),
  })

function Frame({ site, viewer, title, current, refresh, scripts, children }: DeskPage) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        {/* A script that follows the work takes the place of asking again; a refresh cannot be called off. */}
        {refresh !== undefined && scripts === undefined && (
          <meta http-equiv="refresh" content={String(refresh)} />
        )}
        {refresh !== undefined && scripts !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(refresh)} />
          </noscript>
        )}
        <title>{`${title} · 证信工作台`}</title>
        <link rel="icon" href={site.assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={site.assets.style} />
        <link rel="stylesheet" href={site.assets.deskStyle} />
      </head>
      <body class="desk">
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href="/desk">
              <Mark />
              <span class="brand-name">证信工作台</span>
              <span class="brand-of">{viewer?.office ?? site.organisation}</span>
            </a>
            {viewer && <Who viewer={viewer} />}
          </div>
        </header>
        {viewer && <Menu viewer={viewer} current={current} />}
        <main id="main" class="wide" tabindex={-1}>
          {children}
        </main>
        {scripts}
      </body>
    </html>
  )
}

const Who = ({ viewer }: { viewer: Viewer }) => (
  <div class="who">
    <b class="name">{viewer.name}</b>
    {viewer.roles.join('、')}
    <form method="post" action="/desk/sign-out">
      <button type="submit">退出</button>
    </form>
    <a href="/desk/me#purpose">{viewer.purpose === null ? '写明办理事由' : `事由：${viewer.purpose}`}</a>
  </div>
)

const Menu = ({ viewer, current }: { viewer: Viewer; current?: string | undefined }) => (
  <nav class="menu" aria-label="工作台">
    <ul class="wide">
      {viewer.menu.map(({ href, label, count = 0 }) => (
        <li>
          <a href={href} aria-current={href === current ? 'page' : undefined}>
            {label}
            {count > 0 && <span class="count">{count}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

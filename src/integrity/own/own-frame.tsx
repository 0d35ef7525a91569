import type { Child } from 'hono/jsx'
import { document } from '../../web/layout.tsx'
import type { Site } from '../../web/site.ts'

export const MY = '/my'

/** A page of somebody's own: what it is called, the way back, and the way out. */
export const ownPage = (
  site: Site,
  page: { readonly title: string; readonly name: string | null; readonly children: Child },
): string =>
  document({
    site,
    language: 'zh',
    title: page.title,
    children: (
      <>
        {page.name !== null && (
          <nav class="screen" aria-label="本人查询">
            <p class="small">
              <a href={MY}>我的诚信状态</a> · <a href={`${MY}/statements`}>声明</a> ·{' '}
              <a href={`${MY}/consents`}>授权</a> · <b class="name">{page.name}</b>
            </p>
          </nav>
        )}
        {page.children}
        {page.name !== null && (
          <form method="post" action={`${MY}/leave`} class="leave">
            <button type="submit" class="plain">
              退出
            </button>
          </form>
        )}
      </>
    ),
  })

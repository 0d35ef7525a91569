import { Hono } from 'hono'
import type { StatementAnswer } from '../../credentials/statement.ts'
import type { Env } from '../../platform/context.ts'
import { PRIVATE_PAGE } from '../../web/headers.ts'
import type { Site } from '../../web/site.ts'
import { wantsHtml } from '../../web/wants-html.ts'
import { statementByCode } from './judge-statement.ts'
import { statementPage } from './statement-page.tsx'

/** `/s/:code`, where a statement's code leads: a page for readers, JSON for programs. */
export const statementPages = (site: Site): Hono<Env> =>
  new Hono<Env>().get('/s/:code', async (c) => {
    const answer = await statementByCode(c.var.ctx, c.req.param('code'))
    c.set('missed', isMissed(answer))
    c.header('Vary', 'Accept')
    if (!wantsHtml(c)) return c.json(answer, 200, PRIVATE_PAGE)
    return c.html(statementPage(site, answer), 200, PRIVATE_PAGE)
  })

/** Nothing of ours: its asker may be counting through codes. */
export const isMissed = ({ reasons }: StatementAnswer): boolean => reasons[0]?.code === 'not-found'

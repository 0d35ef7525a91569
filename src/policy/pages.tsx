import { Hono } from 'hono'
import type { Env } from '../platform/context.ts'
import { statusOf } from '../platform/problem.ts'
import { Refusal } from '../platform/refusal.ts'
import { languageOf } from '../web/language.ts'
import { refusalPage } from '../web/refusal-page.tsx'
import type { Site } from '../web/site.ts'
import { answersOf } from './answers-of.ts'
import { policiesPage, policyPage } from './policy-page.tsx'

/** The public pages of the rules: which there are, and each with its words. */
export function policyPages(site: Site): Hono<Env> {
  return new Hono<Env>()
    .get('/policies', (c) => c.html(policiesPage({ site, language: languageOf(c.req.query('lang')) })))
    .get('/policies/:place', async (c) => {
      const place = c.req.param('place')
      const answers = await answersOf(c.var.ctx.database.read, place)
      return c.html(policyPage({ site, language: languageOf(c.req.query('lang')), place, answers }))
    })
    .onError((error, c) => {
      if (!(error instanceof Refusal)) throw error
      return c.html(refusalPage(site, languageOf(c.req.query('lang')), error), statusOf(error))
    })
}

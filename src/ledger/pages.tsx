import { Hono } from 'hono'
import type { Env } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { encodeVkey, parseNote } from '../signing/note.ts'
import { languageOf } from '../web/language.ts'
import type { Site } from '../web/site.ts'
import { ledgerOrigin } from './begin.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { checkpointMemory } from './deployment-memory.ts'
import { lastReport } from './keep-audited.ts'
import { ledgerKeys } from './ledger-keys.ts'
import { ledgerPage } from './ledger-page.tsx'
import { ledgerProblem } from './ledger-problem.ts'
import { readPolicy, witnessPolicyFile } from './read-policy.ts'
import { latestCheckpoint } from './refuse-if-behind.ts'
import { witnessedBy } from './witnessed.ts'

/** `/ledger` for people: what is in it, how far it is, who has witnessed it, how to audit it. */
export const ledgerPages = ({ site }: { readonly site: Site }): Hono<Env> =>
  new Hono<Env>().get('/ledger', async (c) => {
    const { database, keyring, config } = c.var.ctx
    const [key] = ledgerKeys(await ledgerOrigin(database.read), keyring)
    const latest = await latestCheckpoint(database.read)
    // A policy that cannot be read must be seen, not taken for one that asks for nobody.
    const policy = await readPolicy(witnessPolicyFile(config)).catch((error: unknown) => {
      if (error instanceof Refusal) return 'broken' as const
      throw error
    })
    const page = ledgerPage({
      site,
      language: languageOf(c.req.query('lang')),
      vkey: key ? encodeVkey(key) : '',
      checkpoint: latest ? parseCheckpoint(parseNote(latest.note)?.text ?? '') : null,
      problem: (await ledgerProblem(c.var.ctx, checkpointMemory(config)))?.code ?? null,
      report: await lastReport(c.var.ctx),
      witnessed: policy === 'broken' ? null : witnessedBy(latest?.note ?? '', policy),
    })
    return c.html(page, 200, { 'Cache-Control': 'public, max-age=5' })
  })

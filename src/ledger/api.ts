import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { Env } from '../platform/context.ts'
import { encodeVkey } from '../signing/note.ts'
import { ledgerOrigin } from './begin.ts'
import { ledgerKeys } from './ledger-keys.ts'
import { proveEntry } from './prove.ts'
import { readTile } from './read-tile.ts'
import { latestCheckpoint } from './refuse-if-behind.ts'
import { noSuchEntry, noSuchTile, nothingPublished } from './refusals.ts'
import { parseTilePath } from './tile.ts'

const TEXT = 'text/plain; charset=utf-8'
const FOR_EVER = 'public, max-age=31536000, immutable'
const BRIEFLY = 'public, max-age=5'

/** What outsiders audit with (C2SP tlog-tiles under `/ledger`); all of it public, none of it personal. */
export const ledgerApi = new Hono<Env>()
  .use('/ledger/*', etag())
  .get('/ledger/checkpoint', async (c) => {
    const latest = await latestCheckpoint(c.var.ctx.database.read)
    if (!latest) throw nothingPublished()
    return c.body(latest.note, 200, { 'Content-Type': TEXT, 'Cache-Control': BRIEFLY })
  })
  .get('/ledger/vkey', async (c) => {
    const { database, keyring } = c.var.ctx
    // Today's key first; below it, those whose checkpoints may still be somewhere, but none that others hold too.
    const keys = ledgerKeys(await ledgerOrigin(database.read), keyring).filter(({ most }) => most === null)
    return c.body(keys.map((key) => `${encodeVkey(key)}\n`).join(''), 200, {
      'Content-Type': TEXT,
      'Cache-Control': BRIEFLY,
    })
  })
  .get('/ledger/tile/*', async (c) => {
    const tile = parseTilePath(c.req.path.slice('/ledger/'.length))
    const content = tile && (await readTile(c.var.ctx.database.read, tile))
    if (!content) throw noSuchTile()
    const body = content as Uint8Array<ArrayBuffer>
    return c.body(body, 200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': FOR_EVER })
  })
  .get('/ledger/proof/:index', async (c) => {
    const index = c.req.param('index')
    if (!/^(0|[1-9]\d{0,19})$/.test(index)) throw noSuchEntry()
    const proof = await proveEntry(c.var.ctx.database.read, BigInt(index))
    return c.body(proof, 200, { 'Content-Type': TEXT, 'Cache-Control': BRIEFLY })
  })

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { fromUtf8 } from '../../signing/bytes.ts'
import { SIZE_TYPE } from '../add-checkpoint.ts'
import type { Witness } from './witness.ts'

const MAX_BODY = 256 * 1024
const TEXT = 'text/plain; charset=utf-8'

interface Options {
  readonly witness: Witness
  /** The last checkpoint cosigned for the origin with this SHA-256 in hex, or null. */
  read(originHash: string): Promise<string | null>
  readonly vkey: string
  /** Hears of what went wrong here; who asked is told nothing. */
  log(error: unknown): void
}

/** A witness's two doors (C2SP tlog-witness): logs submit, monitors read. */
export const witnessApi = ({ witness, read, vkey, log }: Options): Hono =>
  new Hono()
    .get('/', (c) => c.text(`${vkey}\n`))
    .post(
      '/add-checkpoint',
      bodyLimit({ maxSize: MAX_BODY, onError: (c) => c.body(null, 400) }),
      async (c) => {
        const body = textOf(await c.req.arrayBuffer())
        const answer = await witness.addCheckpoint(body)
        if (answer.status === 200) return c.body(answer.line, 200, { 'Content-Type': TEXT })
        if (answer.status === 409) return c.body(`${answer.size}\n`, 409, { 'Content-Type': SIZE_TYPE })
        return c.body(null, answer.status)
      },
    )
    .get('/:hash{[0-9a-f]{64}}/checkpoint', async (c) => {
      const note = await read(c.req.param('hash'))
      return note === null ? c.body(null, 404) : c.body(note, 200, { 'Content-Type': TEXT })
    })
    .onError((error, c) => {
      log(error)
      return c.body(null, 500)
    })

// What is not UTF-8 is no request, and is answered as one that is malformed.
function textOf(bytes: ArrayBuffer): string {
  try {
    return fromUtf8(new Uint8Array(bytes))
  } catch {
    return ''
  }
}

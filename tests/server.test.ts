import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { mirrorUnusable } from '../src/ledger/refusals.ts'
import type { Context } from '../src/platform/context.ts'
import type { Database } from '../src/platform/database.ts'
import { logError, startServer, type RunningServer } from '../src/server.ts'
import { ownDatabase } from './support/database.ts'
import { pour, rawConnection } from './support/raw-request.ts'
import { officesAlone } from './support/staff.ts'

let database: Database
let ctx: Context
let server: RunningServer
const faults: unknown[] = []
beforeAll(async () => {
  database = await ownDatabase()
  ctx = (await officesAlone(database)).ctx
  server = await startServer(ctx, 0, { log: (error) => faults.push(error) })
})
afterAll(async () => {
  await server.close()
  await database.close()
})

const hungUp = async () => {
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  return text.split('\n').find((line) => line.includes('seconds_count') && line.includes('status="499"'))
}

const HEAD = 'POST /api/v1/verifications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'

describe('a connection that asks too much', () => {
  it('is closed when its headers are 64 kB', async () => {
    const raw = await rawConnection(server.port)
    raw.socket.write(`${HEAD}X-Long: ${'x'.repeat(65_536)}\r\n\r\n`)
    await raw.closed()
    expect(raw.said()).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('is refused by what it says of its length, before it sends anything', async () => {
    const raw = await rawConnection(server.port)
    raw.socket.write(`${HEAD}Content-Length: 2147483648\r\n\r\n`)
    while (!raw.said().includes('\r\n\r\n')) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(raw.said()).toMatch(/^HTTP\/1\.1 413 /)
    raw.socket.destroy()
  })

  it('is closed soon after the limit when it sends on and on without a length', async () => {
    const raw = await rawConnection(server.port)
    raw.socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`)
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'x'), Buffer.from('\r\n')])
    const sent = await pour(raw, chunk, 512 * 1_048_576)
    expect(raw.said()).toMatch(/^HTTP\/1\.1 413 /)
    expect(sent).toBeLessThan(256 * 1_048_576)
  })

  it('that hangs up half way is counted, and is no fault of ours', async () => {
    const before = await hungUp()
    const raw = await rawConnection(server.port)
    raw.socket.write(`${HEAD}Content-Length: 1000\r\n\r\n{"`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    raw.socket.destroy()
    while ((await hungUp()) === before) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(faults).toEqual([])
  })

  it('gets an answer for ten thousand levels, and the service lives', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/verifications`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '['.repeat(10_000) + ']'.repeat(10_000),
    })
    expect(response.status).toBe(422)
    expect((await fetch(`http://127.0.0.1:${server.port}/livez`)).status).toBe(200)
  })
})

describe('the log', () => {
  it('names what a refusal keeps from the public', () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    logError(mirrorUnusable('/mnt/second', 'ENOENT'))
    const line = String(written.mock.calls[0]?.[0])
    written.mockRestore()
    expect(JSON.parse(line)).toMatchObject({
      code: 'ledger/mirror-unusable',
      facts: { folder: '/mnt/second', reason: 'ENOENT' },
    })
  })
})

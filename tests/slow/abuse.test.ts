import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/platform/database.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { ownDatabase } from '../support/database.ts'
import { started, zhengxin } from '../support/process.ts'
import { pour, rawConnection } from '../support/raw-request.ts'
import { officesAlone } from '../support/staff.ts'

const HEAD = 'POST /api/v1/verifications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'

describe('those who hold connections to keep others out', () => {
  let database: Database
  let server: RunningServer
  beforeAll(async () => {
    database = await ownDatabase()
    server = await startServer((await officesAlone(database)).ctx, 0)
  })
  afterAll(async () => {
    await server.close()
    await database.close()
  })

  it('are closed within 30 s, 500 of them that never finish their headers, while others are served', async () => {
    const slow = await Promise.all(Array.from({ length: 500 }, () => rawConnection(server.port)))
    const drip = setInterval(() => {
      for (const { socket } of slow) if (!socket.destroyed) socket.write('X')
    }, 1_000)
    for (const { socket } of slow) socket.write('GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    expect((await fetch(`http://127.0.0.1:${server.port}/readyz`)).status).toBe(200)
    const times = await Promise.all(slow.map((raw) => raw.closed()))
    clearInterval(drip)
    expect(Math.max(...times)).toBeLessThan(30_000)
    expect(slow.every((raw) => raw.said().startsWith('HTTP/1.1 408'))).toBe(true)
  })

  it('are closed within 30 s when they send a byte every few seconds', async () => {
    const slow = await Promise.all(Array.from({ length: 50 }, () => rawConnection(server.port)))
    for (const { socket } of slow) socket.write(`${HEAD}Content-Length: 1000\r\n\r\n`)
    const drip = setInterval(() => {
      for (const { socket } of slow) if (!socket.destroyed) socket.write('x')
    }, 5_000)
    const times = await Promise.all(slow.map((raw) => raw.closed()))
    clearInterval(drip)
    expect(Math.max(...times)).toBeLessThan(30_000)
  })

  it('get no memory of ours for 2 GB without a length', async () => {
    const before = process.memoryUsage.rss()
    const raw = await rawConnection(server.port)
    raw.socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`)
    const chunk = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(1_048_576, 'x'),
      Buffer.from('\r\n'),
    ])
    const sent = await pour(raw, chunk, 2 * 1024 ** 3)
    expect(raw.said()).toMatch(/^HTTP\/1\.1 413 /)
    expect(sent).toBeLessThan(1024 ** 3)
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1_048_576)
  })
})

describe('a service told to stop', () => {
  it('is gone within ten seconds, whoever is still connected', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhengxin-stop-'))
    expect(await zhengxin(['keys', 'init', '--organisation', '某厅'], { cwd: folder })).toMatchObject({
      exit: 0,
    })
    const running = await started(['serve'], { cwd: folder, environment: { PORT: '0' }, until: /已启动/ })
    const port = Number(/localhost:(\d+)/.exec(running.out())?.[1])
    const half = await rawConnection(port)
    half.socket.write(`${HEAD}Content-Length: 1000\r\n\r\nx`)
    const idle = await rawConnection(port)
    idle.socket.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')
    while (!idle.said().includes('ok')) await new Promise((resolve) => setTimeout(resolve, 10))

    const told = performance.now()
    const gone = once(running.child, 'exit')
    running.child.kill('SIGTERM')
    const [exit] = (await gone) as [number]
    expect(exit).toBe(0)
    expect(performance.now() - told).toBeLessThan(10_000)
    rmSync(folder, { recursive: true })
  })
})

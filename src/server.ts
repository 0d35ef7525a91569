import { serve } from '@hono/node-server'
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createApp, type AppMeans } from './app.ts'
import type { Context } from './platform/context.ts'
import { portTaken } from './platform/refusals.ts'
import { Refusal } from './platform/refusal.ts'

export interface RunningServer {
  readonly port: number
  /** Says at /readyz that it stops, lets running answers finish, and resolves within seven seconds. */
  close(): Promise<void>
}

/** What a connection may take of us before it has asked anything sensible. Node closes it with 408 or 431. */
const PATIENCE = {
  headersTimeout: 10_000,
  /** Headers and body: the largest upload, over a slow office line. */
  requestTimeout: 25_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
} as const
const MOST_CONNECTIONS = 4_000
/** A whole office, or a proxy, may stand behind one address. */
const MOST_FROM_ONE_ADDRESS = 1_000

/** Long enough for a load balancer to see /readyz change; nobody spreads load over an embedded database. */
const NOTICE_MS = 2_000
const DRAIN_MS = 5_000

/** Serves the app on `port` (0: any). Refuses a port somebody else has. */
export async function startServer(
  ctx: Context,
  port: number,
  means: Partial<Omit<AppMeans, 'stopping'>> = {},
): Promise<RunningServer> {
  const stopping = new AbortController()
  const app = await createApp(ctx, { log: logError, ...means, stopping: stopping.signal })
  const noticeMs = ctx.database.kind === 'server' ? NOTICE_MS : 0
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, serverOptions: PATIENCE }, (address: AddressInfo) =>
      resolve({ port: address.port, close: () => closeGently(server, stopping, noticeMs) }),
    ) as Server
    limitConnections(server)
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? portTaken(port) : error),
    )
  })
}

function limitConnections(server: Server): void {
  server.maxConnections = MOST_CONNECTIONS
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    if (count > MOST_FROM_ONE_ADDRESS) return socket.destroy()
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
  })
}

async function closeGently(server: Server, stopping: AbortController, noticeMs: number): Promise<void> {
  stopping.abort()
  await new Promise((resolve) => setTimeout(resolve, noticeMs))
  await new Promise<void>((resolve) => {
    // Whoever is still reading then has had their time.
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** One JSON line to standard error; the client is told nothing of it, nor of what a refusal keeps in its facts. */
export function logError(error: unknown): void {
  const { name, message, stack, cause } = error instanceof Error ? error : new Error(String(error))
  const line = {
    at: new Date().toISOString(),
    level: 'error',
    name,
    message: withoutValues(message),
    stack: withoutValues(stack ?? ''),
    ...(cause instanceof Error ? { cause: cause.message } : {}),
    ...(error instanceof Refusal && error.kind === 'unavailable'
      ? { code: error.code, facts: error.facts }
      : {}),
  }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}

// A failed query tells the values it was asked with, and those may be somebody's.
const withoutValues = (text: string): string => text.replaceAll(/^params: .*$/gm, 'params: …')

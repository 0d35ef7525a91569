import { serve } from '@hono/node-server'
import type { AddressInfo, Server } from 'node:net'
import { createApp } from './app.ts'
import type { Context } from './platform/context.ts'
import { portTaken } from './platform/refusals.ts'

export interface RunningServer {
  readonly port: number
  /** Lets running answers finish, then resolves. */
  close(): Promise<void>
}

/** Serves the app on `port` (0: any). Refuses a port somebody else has. */
export async function startServer(ctx: Context, port: number): Promise<RunningServer> {
  const app = await createApp(ctx, logError)
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port }, (address: AddressInfo) =>
      resolve({ port: address.port, close: () => closeGently(server) }),
    )
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? portTaken(port) : error),
    )
  })
}

const closeGently = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    if ('closeIdleConnections' in server) (server as { closeIdleConnections(): void }).closeIdleConnections()
  })

/** One JSON line to standard error; the client is told nothing of it. */
function logError(error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  process.stderr.write(
    `${JSON.stringify({ at: new Date().toISOString(), level: 'error', name, message, stack })}\n`,
  )
}

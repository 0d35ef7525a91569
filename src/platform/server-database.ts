import { connect, type Socket } from 'node:net'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { guarded, type Database } from './database.ts'
import { databaseUnreachable } from './refusals.ts'

interface SocketTarget {
  readonly host: readonly string[]
  readonly port: readonly number[]
  readonly path: string | false
}

// postgres.js never sets TCP_NODELAY, and then every COPY waits some 90 ms for the peer's delayed acknowledgement.
const connectWithoutDelay = ({ host, port, path }: SocketTarget): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = path ? connect(path) : connect(port[0] ?? 5432, host[0] ?? 'localhost')
    socket.setNoDelay(true)
    // It pauses the socket while a COPY's reader is busy and, when that was the last of it, never goes on. What we
    // copy out is bounded, and read whole.
    socket.pause = () => socket
    socket.once('connect', () => {
      socket.removeListener('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })

/** A PostgreSQL server (15–18) named by `DATABASE_URL`. Refuses in one sentence when nobody answers there. */
export async function openServerDatabase(url: string, connections = 10): Promise<Database> {
  const client = postgres(url, {
    max: connections,
    onnotice: () => {},
    // The driver accepts a connected socket; its published types do not mention the option.
    ...({ socket: connectWithoutDelay } as object),
  })
  try {
    await client`select 1`
  } catch (error) {
    await client.end({ timeout: 1 })
    throw databaseUnreachable(error)
  }
  return guarded('server', drizzle(client), () => client.end({ timeout: 5 }))
}

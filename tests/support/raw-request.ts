import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection that says exactly what it is told to, as an attacker's would. */
export interface RawConnection {
  readonly socket: Socket
  /** Everything the server has said so far. */
  said(): string
  /** Resolves when the server has closed it, with the milliseconds since it was opened. */
  closed(): Promise<number>
}

export async function rawConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const opened = performance.now()
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  // Being cut off is what these tests are about.
  socket.on('error', () => {})
  const end = new Promise<number>((resolve) => {
    socket.once('close', () => resolve(performance.now() - opened))
  })
  return { socket, said: () => text, closed: () => end }
}

/** Writes `chunk` until the server closes the connection or `most` bytes are out; answers how many were. */
export async function pour({ socket }: RawConnection, chunk: Uint8Array, most: number): Promise<number> {
  let sent = 0
  while (!socket.destroyed && sent < most) {
    if (!socket.write(chunk))
      await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {})
    sent += chunk.length
    await new Promise((resolve) => setImmediate(resolve))
  }
  return sent
}

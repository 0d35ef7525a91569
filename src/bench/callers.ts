import { connect, type Socket } from 'node:net'

/** Clients that each keep one connection open and ask for the same page again and again. */
export interface Callers {
  /** Every one of them asks once, all at the same time; resolves when all are answered. */
  ask(): Promise<number>
  close(): void
}

// Nobody at a real door waits until all others have been answered.
const IN_TURN = 8

// No library: its own work would be the larger part of what is measured.
export function callers(port: number, path: string, many: number, encoding = 'identity'): Callers {
  const request = Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Encoding: ${encoding}\r\n\r\n`,
  )
  const sockets = Array.from({ length: many }, () => connect(port, '127.0.0.1').setNoDelay(true))
  return {
    async ask() {
      await Promise.all(sockets.map((socket) => inTurn(socket, request)))
      return many * IN_TURN
    },
    close: () => sockets.forEach((socket) => socket.destroy()),
  }
}

async function inTurn(socket: Socket, request: Buffer): Promise<void> {
  for (let i = 0; i < IN_TURN; i++) await answered(socket, request)
}

function answered(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing = Number.NaN
    const take = (chunk: Buffer) => {
      if (Number.isNaN(missing)) {
        const head = chunk.toString('latin1')
        const length = /\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1]
        if (!head.startsWith('HTTP/1.1 200') || length === undefined)
          return reject(new Error(`answered ${head.split('\r\n', 1)[0]}`))
        missing = head.indexOf('\r\n\r\n') + 4 + Number(length)
      }
      missing -= chunk.length
      if (missing > 0) return
      socket.removeListener('data', take)
      resolve()
    }
    socket.on('data', take)
    socket.write(request)
  })
}

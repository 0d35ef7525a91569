import { chmodSync, closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { dataFolderLocked, dataFolderUnusable } from './refusals.ts'

/** A command another process of this machine's owner sends to whoever holds the folder. */
export interface ForwardedCommand {
  readonly argv: readonly string[]
  /** Where the sender stands: relative file names are relative to it. */
  readonly cwd: string
  /** Its standard input in base64, when it reads any. */
  readonly input: string
}

/** One line of the holder's answer. */
export type Reply = { readonly out: string } | { readonly err: string } | { readonly exit: number }

export type CommandHandler = (command: ForwardedCommand, reply: (line: Reply) => void) => Promise<number>

export interface FolderLock {
  /** From now on other processes' commands are run here. */
  accept(handler: CommandHandler): void
  release(): Promise<void>
}

/**
 * Holds a data folder for this process alone: whoever listens on the socket in it owns it. The kernel closes the
 * socket when the process dies, however it dies, so a lock never outlives its holder and is never taken from a
 * living one. The folder is private to its owner, and with it the door for commands.
 */
export async function lockFolder(folder: string, pid: number): Promise<FolderLock> {
  const path = socketPath(folder)
  for (let attempt = 0; attempt < 50; attempt++) {
    const held = await listenOn(path.address, pid)
    if (held) {
      chmodSync(path.address, 0o600)
      return { ...held, release: () => held.release().finally(path.close) }
    }
    const holder = await askPid(path.address)
    if (holder !== null) {
      path.close()
      throw dataFolderLocked(folder, holder)
    }
    await clearDeadSocket(folder, path.address, pid)
  }
  path.close()
  throw dataFolderUnusable(folder, '多个进程同时争用它，请稍后重试。')
}

/** Runs a command in the process that holds the folder; null when nobody does. */
export async function askHolder(
  folder: string,
  command: ForwardedCommand,
  reply: (line: { out: string } | { err: string }) => void,
): Promise<number | null> {
  const path = socketPath(folder)
  try {
    const socket = await tryConnect(path.address)
    if (!socket) return null
    let exit = 1
    const lines = createInterface({ input: socket })
    for await (const line of lines) {
      const message = JSON.parse(line) as Reply | { pid: number; busy: boolean }
      if ('pid' in message) {
        if (message.busy) {
          socket.destroy()
          throw dataFolderLocked(folder, message.pid)
        }
        socket.write(`${JSON.stringify(command)}\n`)
      } else if ('exit' in message) exit = message.exit
      else reply(message)
    }
    return exit
  } finally {
    path.close()
  }
}

// A socket's name may hold 107 bytes. Deeper folders are reached through an open descriptor of theirs (Linux).
function socketPath(folder: string): { address: string; close: () => void } {
  const plain = join(folder, 'lock.sock')
  if (Buffer.byteLength(plain) <= 100) return { address: plain, close: () => {} }
  const descriptor = openSync(folder, 'r')
  return { address: `/proc/self/fd/${descriptor}/lock.sock`, close: () => closeSync(descriptor) }
}

function listenOn(address: string, pid: number): Promise<FolderLock | null> {
  let handler: CommandHandler | null = null
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    send(socket, { pid, busy: handler === null })
    createInterface({ input: socket }).once('line', (line) => {
      if (handler) void run(handler, line, socket)
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    )
    server.listen(address, () => {
      server.unref()
      resolve({
        accept: (accepted) => {
          handler = accepted
        },
        release: () => closeServer(server),
      })
    })
  })
}

async function run(handler: CommandHandler, line: string, socket: Socket): Promise<void> {
  const reply = (message: Reply) => send(socket, message)
  try {
    reply({ exit: await handler(JSON.parse(line) as ForwardedCommand, reply) })
  } finally {
    socket.end()
  }
}

const send = (socket: Socket, message: object) => socket.write(`${JSON.stringify(message)}\n`)

const closeServer = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
  })

function tryConnect(address: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(address)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? resolve(null) : reject(error),
    )
  })
}

async function askPid(address: string): Promise<number | null> {
  const socket = await tryConnect(address)
  if (!socket) return null
  for await (const line of createInterface({ input: socket })) {
    socket.destroy()
    return (JSON.parse(line) as { pid: number }).pid
  }
  return null
}

// Two processes may find the same dead socket. Only the one that creates the takeover file may remove it, and only
// after asking again: otherwise the slower one would remove the faster one's living socket.
async function clearDeadSocket(folder: string, address: string, pid: number): Promise<void> {
  const takeover = join(folder, 'lock.takeover')
  try {
    writeFileSync(takeover, String(pid), { flag: 'wx' })
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (!isAlive(readPid(takeover))) rmSync(takeover, { force: true })
    return
  }
  try {
    const alive = await tryConnect(address)
    if (alive) alive.destroy()
    else rmSync(address, { force: true })
  } finally {
    rmSync(takeover, { force: true })
  }
}

function readPid(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

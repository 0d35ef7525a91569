import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  fsyncSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { utf8 } from '../signing/bytes.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { historyUnreadable, noKeys, readableByOthers, wrongUnlock } from './refusals.ts'

/** Where a set of keys lives. Only `history` is public. */
export interface KeyFolder {
  readonly keysDir: string
  /** 32 random bytes in base64url; whoever reads it and the folder owns the keys. */
  readonly unlockFile: string
}

const historyFile = (folder: KeyFolder) => join(folder.keysDir, 'history.json')
const nextFile = (folder: KeyFolder) => join(folder.keysDir, 'history.next.json')
const privateFile = (folder: KeyFolder, name: string) => join(folder.keysDir, 'private', `${name}.jwe`)

export const hasHistory = (folder: KeyFolder): boolean => existsSync(historyFile(folder))
export const hasPrivateKeys = (folder: KeyFolder): boolean => existsSync(join(folder.keysDir, 'private'))

/** The public record of every key there ever was; refuses `keys/missing`. */
export function readHistory(folder: KeyFolder): readonly KeyRecord[] {
  if (!hasHistory(folder)) throw noKeys(folder.keysDir)
  return keysIn(historyFile(folder))
}

/** The record that is about to take the place of `readHistory`'s; null when no change is under way. */
export const readNextHistory = (folder: KeyFolder): readonly KeyRecord[] | null =>
  existsSync(nextFile(folder)) ? keysIn(nextFile(folder)) : null

function keysIn(file: string): readonly KeyRecord[] {
  try {
    const { v, keys } = JSON.parse(readFileSync(file, 'utf8')) as { v: number; keys: KeyRecord[] }
    if (v === 1 && Array.isArray(keys)) return keys
  } catch {
    // Said below, as for any other content.
  }
  throw historyUnreadable(file)
}

const asText = (keys: readonly KeyRecord[]) => utf8(`${JSON.stringify({ v: 1, keys }, null, 2)}\n`)

// Written last when keys are made: without it a folder is known to be half-written.
export const writeHistory = (folder: KeyFolder, keys: readonly KeyRecord[]): void =>
  writeDurably(historyFile(folder), asText(keys), 0o644)

/**
 * A change of the record, in two moves around the ledger's commit: written beside the record before it, renamed over it
 * after. A crash in between leaves both files, and the ledger says which one is right.
 */
export function writeNextHistory(folder: KeyFolder, keys: readonly KeyRecord[]): void {
  rmSync(nextFile(folder), { force: true })
  writeDurably(nextFile(folder), asText(keys), 0o644)
}

export function adoptNextHistory(folder: KeyFolder): void {
  renameSync(nextFile(folder), historyFile(folder))
  flushFolder(folder.keysDir)
}

export function dropNextHistory(folder: KeyFolder): void {
  rmSync(nextFile(folder), { force: true })
  flushFolder(folder.keysDir)
}

export function makeUnlockFile(folder: KeyFolder, secret: string): void {
  mkdirSync(dirname(folder.unlockFile), { recursive: true, mode: 0o700 })
  writeDurably(folder.unlockFile, utf8(`${secret}\n`), 0o600)
}

export function readUnlockFile(folder: KeyFolder): Uint8Array {
  if (!existsSync(folder.unlockFile)) throw wrongUnlock(folder.unlockFile)
  refuseIfReadable(folder.unlockFile)
  const secret = new Uint8Array(Buffer.from(readFileSync(folder.unlockFile, 'utf8').trim(), 'base64url'))
  if (secret.length !== 32) throw wrongUnlock(folder.unlockFile)
  return secret
}

/** Stores one private key as a JWE (RFC 7516, A256GCM under the unlock secret). */
export async function writePrivate(
  folder: KeyFolder,
  unlock: Uint8Array,
  name: string,
  key: Uint8Array,
): Promise<void> {
  const jwe = await new CompactEncrypt(key)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: name })
    .encrypt(unlock)
  mkdirSync(join(folder.keysDir, 'private'), { recursive: true, mode: 0o700 })
  writeDurably(privateFile(folder, name), utf8(jwe), 0o600)
}

export const hasPrivate = (folder: KeyFolder, name: string): boolean => existsSync(privateFile(folder, name))

export async function readPrivate(folder: KeyFolder, unlock: Uint8Array, name: string): Promise<Uint8Array> {
  const file = privateFile(folder, name)
  if (!existsSync(file)) throw noKeys(folder.keysDir)
  refuseIfReadable(file)
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(readFileSync(file, 'utf8'), unlock, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    // A file renamed to stand for another key must not pass for it.
    if (protectedHeader.kid !== name) throw new Error('another key')
    return plaintext
  } catch {
    throw wrongUnlock(file)
  }
}

function refuseIfReadable(file: string): void {
  const mode = statSync(file).mode & 0o777
  if ((mode & 0o077) !== 0) throw readableByOthers(file, mode)
}

function writeDurably(file: string, bytes: Uint8Array, mode: number): void {
  writeFileSync(file, bytes, { mode, flag: 'wx', flush: true })
  flushFolder(dirname(file))
}

function flushFolder(name: string): void {
  const folder = openSync(name, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

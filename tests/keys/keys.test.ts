import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { initKeys } from '../../src/keys/init.ts'
import { readHistory, type KeyFolder } from '../../src/keys/key-files.ts'
import { loadKeyring } from '../../src/keys/load.ts'
import { KEY_PURPOSES } from '../../src/signing/keyring.ts'

const TODAY = '2026-11-21'
let folder: KeyFolder

const make = (where: KeyFolder) =>
  initKeys({
    ...where,
    organisation: '云南省人力资源和社会保障厅',
    today: TODAY,
    random: (length) => new Uint8Array(randomBytes(length)),
  })

function newFolder(): KeyFolder {
  const keysDir = mkdtempSync(join(tmpdir(), 'zhengxin-keys-'))
  onTestFinished(() => rmSync(keysDir, { recursive: true, force: true }))
  return { keysDir, unlockFile: join(keysDir, 'unlock') }
}

beforeEach(() => {
  folder = newFolder()
})

const privateFiles = () =>
  readdirSync(join(folder.keysDir, 'private')).map((name) => join(folder.keysDir, 'private', name))
const code = (expected: string) => expect.objectContaining({ code: expected }) as Error

describe('keys', () => {
  it('are one for each purpose, with a window, and load again', async () => {
    const made = await make(folder)
    expect(made.map(({ purpose }) => purpose)).toEqual(KEY_PURPOSES)
    expect(
      made.every(({ from, until, state }) => from === TODAY && until === '2028-11-19' && state === 'active'),
    ).toBe(true)
    const keyring = await loadKeyring(folder, TODAY)
    expect(keyring.certificates.kid).toBe(made[0]?.kid)
    expect(keyring.certificates.publicKey).not.toEqual(keyring.ledger.publicKey)
    expect(keyring.fields.unwrap(keyring.fields.wrap(new Uint8Array(32).fill(9)))).toEqual(
      new Uint8Array(32).fill(9),
    )
  })

  it('are never made over existing ones', async () => {
    await make(folder)
    const before = readFileSync(join(folder.keysDir, 'history.json'), 'utf8')
    await expect(make(folder)).rejects.toThrow(code('keys/already-there'))
    expect(readFileSync(join(folder.keysDir, 'history.json'), 'utf8')).toBe(before)
  })

  it('left half-written by an interrupted start are named so', async () => {
    await make(folder)
    rmSync(join(folder.keysDir, 'history.json'))
    await expect(make(folder)).rejects.toThrow(code('keys/half-written'))
    await expect(loadKeyring(folder, TODAY)).rejects.toThrow(code('keys/missing'))
  })

  it('keep every private half encrypted and unreadable to others', async () => {
    await make(folder)
    const keyring = await loadKeyring(folder, TODAY)
    const unlock = readFileSync(folder.unlockFile, 'utf8').trim()
    for (const file of privateFiles()) {
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const text = readFileSync(file, 'utf8')
      expect(text.split('.')).toHaveLength(5)
      expect(text).not.toContain(unlock)
      expect(text).not.toContain(Buffer.from(keyring.sessions).toString('base64url'))
    }
    expect(readFileSync(join(folder.keysDir, 'history.json'), 'utf8')).not.toContain(
      Buffer.from(keyring.sessions).toString('base64url'),
    )
  })

  it.each(['', '{', '[]', '{"v":2,"keys":[]}'])(
    'with a public record that reads %j are refused',
    async (content) => {
      await make(folder)
      writeFileSync(join(folder.keysDir, 'history.json'), content)
      await expect(loadKeyring(folder, TODAY)).rejects.toThrow(code('keys/history-unreadable'))
    },
  )

  it.each(['unlock', 'private'])('are refused when others may read them: %s', async (which) => {
    await make(folder)
    chmodSync(which === 'unlock' ? folder.unlockFile : (privateFiles()[0] ?? ''), 0o640)
    await expect(loadKeyring(folder, TODAY)).rejects.toThrow(code('keys/readable-by-others'))
  })

  it('do not open with another unlock file, nor when renamed or altered', async () => {
    await make(folder)
    const other = newFolder()
    await make(other)
    await expect(loadKeyring({ ...folder, unlockFile: other.unlockFile }, TODAY)).rejects.toThrow(
      code('keys/wrong-unlock'),
    )

    const [certificates, ledger] = ['certificates', 'ledger'].map(
      (purpose) => privateFiles().find((file) => file.includes(`/${purpose}-`)) ?? '',
    )
    renameSync(ledger ?? '', certificates ?? '')
    await expect(loadKeyring(folder, TODAY)).rejects.toThrow(code('keys/wrong-unlock'))
  })

  it('that do not belong to the public record are refused', async () => {
    await make(folder)
    const other = newFolder()
    await make(other)
    const [mine, theirs] = [folder, other].map((of) => [...readHistory(of)]) as unknown as [
      ReturnType<typeof readHistory>,
      ReturnType<typeof readHistory>,
    ]
    const mixed = mine.map((key, i) => ({ ...key, publicKey: theirs[i]?.publicKey }))
    writeFileSync(join(folder.keysDir, 'history.json'), JSON.stringify({ v: 1, keys: mixed }))
    await expect(loadKeyring(folder, TODAY)).rejects.toThrow(code('keys/mismatch'))
  })

  it.each([
    ['before the window', '2026-11-20'],
    ['after the window', '2028-11-20'],
  ])('sign nothing %s', async (_, day) => {
    await make(folder)
    await expect(loadKeyring(folder, day)).rejects.toThrow(code('keys/none-valid-today'))
  })
})

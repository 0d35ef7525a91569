import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { badSetting } from './refusals.ts'

/** The settings of a deployment, read once; every command reads the same. */
export interface Config {
  readonly port: number
  /** Scheme and host people reach us by, no trailing slash; it is inside every QR code. */
  readonly publicOrigin: string
  readonly dataDir: string
  /** null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null
  readonly keysDir: string
  /** The 32 bytes that unlock the private keys; outside the keys folder in production. */
  readonly unlockFile: string
  /** The ledger's permanent name; null: the ledger keeps the one it began with. */
  readonly ledgerOrigin: string | null
  /** A folder on another disk that keeps the last checkpoint too; null: none. */
  readonly checkpointMirror: string | null
  /** Bytes the data folder's disk must have left before anything is appended. */
  readonly diskFloor: number
  /** Addresses or networks whose X-Forwarded-For is believed; nobody's by default. */
  readonly trustedProxies: readonly string[]
  /** Opens /metrics to other machines; null: only this machine may read it. */
  readonly metricsToken: string | null
}

type Environment = Readonly<Record<string, string | undefined>>

/** Refuses a value it cannot use (`platform/bad-setting`) instead of guessing. */
export function readConfig(environment: Environment): Config {
  const port = readPort(environment.PORT)
  const dataDir = resolve(environment.DATA_DIR || 'data')
  const keysDir = resolve(environment.KEYS_DIR || join(dataDir, 'keys'))
  return Object.freeze({
    port,
    publicOrigin: readOrigin(environment.PUBLIC_ORIGIN, port),
    dataDir,
    databaseUrl: readDatabaseUrl(environment.DATABASE_URL),
    keysDir,
    unlockFile: resolve(environment.KEYS_UNLOCK_FILE || join(keysDir, 'unlock')),
    ledgerOrigin: readLedgerOrigin(environment.LEDGER_ORIGIN),
    checkpointMirror: environment.CHECKPOINT_MIRROR ? resolve(environment.CHECKPOINT_MIRROR) : null,
    diskFloor: readDiskFloor(environment.DISK_FLOOR_MB),
    trustedProxies: readTrustedProxies(environment.TRUSTED_PROXY),
    metricsToken: readMetricsToken(environment.METRICS_TOKEN),
  })
}

function readPort(text: string | undefined): number {
  if (!text) return 8080
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw badSetting('PORT', text, ' 0 到 65535 的整数')
  return port
}

function readOrigin(text: string | undefined, port: number): string {
  if (!text) return `http://localhost:${port}`
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text.replace(/\/$/, ''))
    throw badSetting('PUBLIC_ORIGIN', text, '形如 https://rcps.example.gov.cn 的地址，不带路径')
  return url.origin
}

function readDatabaseUrl(text: string | undefined): string | null {
  if (!text) return null
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text))
    throw badSetting(
      'DATABASE_URL',
      text.replace(/:[^:@/]*@/, ':***@'),
      '形如 postgres://用户:口令@主机/库名 的地址',
    )
  return text
}

// C2SP signed-note: a key name has no spaces and no plus; tlog-checkpoint: a schema-less URL without trailing slash.
function readLedgerOrigin(text: string | undefined): string | null {
  if (!text) return null
  if (!/^[a-z0-9][a-z0-9.:/_-]*[a-z0-9]$/.test(text))
    throw badSetting('LEDGER_ORIGIN', text, '形如 rcps.example.gov.cn/ledger 的小写名称，不含空格和加号')
  return text
}

function readDiskFloor(text: string | undefined): number {
  if (text !== undefined && text !== '' && !/^\d{1,7}$/.test(text))
    throw badSetting('DISK_FLOOR_MB', text, '以 MB 计的整数，0 表示不检查')
  return (text ? Number(text) : 200) * 1_000_000
}

function readTrustedProxies(text: string | undefined): readonly string[] {
  const named = (text ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  for (const each of named) {
    const [address = '', bits, ...more] = each.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
    if (isIP(address) === 0 || !isNetwork || more.length > 0)
      throw badSetting('TRUSTED_PROXY', each, '以逗号分隔的 IP 地址或网段，如 10.0.0.5,10.1.0.0/16')
  }
  return named
}

function readMetricsToken(text: string | undefined): string | null {
  if (!text) return null
  if (!/^[\x21-\x7e]{16,}$/.test(text)) throw badSetting('METRICS_TOKEN', '***', '至少 16 个可见字符')
  return text
}

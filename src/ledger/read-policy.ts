import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { badPolicy } from './refusals.ts'
import { parsePolicy, type WitnessPolicy } from './witness-policy.ts'

/** The policy in a file; null when there is no such file. Refuses `ledger/bad-policy`, naming the line. */
export async function readPolicy(file: string): Promise<WitnessPolicy | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const parsed = parsePolicy(text)
  if (parsed.kind === 'broken') throw badPolicy(file, parsed.line, parsed.rule)
  return parsed.policy
}

/** Where a deployment names its witnesses. */
export const witnessPolicyFile = (config: Config): string => join(config.dataDir, 'witness-policy')

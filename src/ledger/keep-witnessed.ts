import type { Database } from '../platform/database.ts'
import { askWitnesses, type AskMeans, type Asked } from './ask-witnesses.ts'
import type { WitnessPolicy } from './witness-policy.ts'

const SOON_MS = 5_000
const LATEST_MS = 60_000

const isDone = ({ outcome }: Asked): boolean => outcome === 'cosigned' || outcome === 'already'

/**
 * Sees to it that the latest checkpoint gets its cosignatures, as long as the process lives: asks every few seconds,
 * more seldom while somebody does not answer. Nothing waits for it, and it keeps no process alive. The answer ends it.
 */
export function keepWitnessed(
  database: Database,
  readPolicy: () => Promise<WitnessPolicy | null>,
  means: Omit<AskMeans, 'sizes'>,
): () => Promise<void> {
  const sizes = new Map<string, bigint>()
  let isStopped = false
  let wait = SOON_MS
  let asking: Promise<void> = Promise.resolve()
  const ask = async (): Promise<void> => {
    try {
      const policy = await readPolicy()
      const asked = policy ? await askWitnesses(database, policy, { ...means, sizes }) : []
      wait = asked.every(isDone) ? SOON_MS : Math.min(2 * wait, LATEST_MS)
    } catch {
      // The page shows what is missing, and the next round tries again.
      wait = Math.min(2 * wait, LATEST_MS)
    }
    if (!isStopped) timer = later()
  }
  const later = () =>
    setTimeout(() => {
      asking = ask()
    }, wait).unref()
  let timer = later()
  return () => {
    isStopped = true
    clearTimeout(timer)
    return asking
  }
}

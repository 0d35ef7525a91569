import { afterEach, describe, expect, it, vi } from 'vitest'
import { keepWitnessed } from '../../src/ledger/keep-witnessed.ts'
import type { Database } from '../../src/platform/database.ts'

const never = null as unknown as Database
const now = () => new Date()

describe('keeping the checkpoint witnessed', () => {
  afterEach(() => vi.useRealTimers())

  it('asks again and again, more seldom after a failure, and stops when told', async () => {
    vi.useFakeTimers()
    let rounds = 0
    const policy = () => {
      rounds += 1
      return rounds === 1 ? Promise.reject(new Error('half written')) : Promise.resolve(null)
    }
    const stop = keepWitnessed(never, policy, { now })
    await vi.advanceTimersByTimeAsync(4_999)
    expect(rounds).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(rounds).toBe(1)
    await vi.advanceTimersByTimeAsync(9_999)
    expect(rounds).toBe(1)
    await vi.advanceTimersByTimeAsync(5_001)
    expect(rounds).toBe(3)
    await stop()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(rounds).toBe(3)
  })

  it('lets a round that runs come to its end before it answers that it has stopped', async () => {
    vi.useFakeTimers()
    const ended: string[] = []
    const policy = async () => {
      await new Promise((later) => setTimeout(later, 1_000))
      ended.push('round')
      return null
    }
    const stop = keepWitnessed(never, policy, { now })
    await vi.advanceTimersByTimeAsync(5_500)
    const stopped = stop().then(() => ended.push('stop'))
    await vi.advanceTimersByTimeAsync(60_000)
    await stopped
    expect(ended).toEqual(['round', 'stop'])
  })
})

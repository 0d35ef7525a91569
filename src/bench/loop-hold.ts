import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Longest time nobody else had their turn, in milliseconds. */
export interface LoopHold {
  /** By the clock: on a machine with other work, waiting for a processor is in it. */
  readonly longest: number
  /** At work between two turns; null where the system does not tell. */
  readonly atWork: number | null
}

/** Watches this process's first thread until told to stop. */
export function watchLoop(): () => LoopHold {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  let atWork = 0
  let last = workedSoFar()
  const timer = setInterval(() => {
    const now = workedSoFar()
    if (now !== null && last !== null) atWork = Math.max(atWork, now - last)
    last = now
  }, 2)
  delay.enable()
  return () => {
    delay.disable()
    clearInterval(timer)
    return { longest: delay.max / 1e6, atWork: last === null ? null : atWork }
  }
}

// Linux: nanoseconds the first thread of a process has spent on a processor.
function workedSoFar(): number | null {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[0]) / 1e6
  } catch {
    return null
  }
}

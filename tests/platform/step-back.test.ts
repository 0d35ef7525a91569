import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { startThread } from '../../src/platform/start-thread.ts'
import { stepBack } from '../../src/platform/step-back.ts'

// proc(5): the 19th field, the 17th behind the name in brackets.
const niceIn = (stat: string) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
const own = () => niceIn(readFileSync('/proc/self/stat', 'latin1'))

describe.skipIf(process.platform !== 'linux')('a thread that steps back', () => {
  it('lets the others go first, and they stay where they are', async () => {
    const before = own()
    const thread = startThread(new URL('./step-back-thread.ts', import.meta.url))
    const [stat] = (await once(thread, 'message')) as [string]
    expect(niceIn(stat)).toBe(10)
    expect(own()).toBe(before)
    await thread.terminate()
  })

  it('is never the first of its process', () => {
    const before = own()
    stepBack()
    expect(own()).toBe(before)
  })
})

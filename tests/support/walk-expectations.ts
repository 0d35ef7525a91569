import { expect } from 'vitest'
import type { Act } from '../../src/identity/act.ts'
import { roleRow, type Role } from '../../src/identity/role.ts'
import type { AtWork } from './signed-in.ts'
import { UNKNOWN } from './walk-things.ts'
import type { Step, Walk } from './walk.ts'

const codeIn = (text: string): string => {
  try {
    return (JSON.parse(text) as { title?: string }).title ?? ''
  } catch {
    return ''
  }
}

/**
 * Holds what somebody of that role gets at that operation against the table of roles. True when their own office's
 * thing was really reached: answered otherwise than one that does not exist.
 */
export async function expectStep(walk: Walk, role: Role, step: Step): Promise<boolean> {
  const who = walk.people.get(role) as AtWork
  const { 'x-act': act } = step.operation
  const name = `${role} at ${step.method} ${step.path}`
  const own = await walk.ask(who, step, walk.own)
  const other = await walk.ask(who, step, walk.other)

  if (act !== 'self' && !roleRow(role).acts.includes(act as Act)) {
    for (const { status, text } of [own, other])
      expect([status, codeIn(text)], name).toEqual([403, 'identity/not-allowed'])
    return false
  }

  // 1. At home the door opens; what the act itself says is its own tests' matter.
  expect(own.status, `${name} at home: ${own.text}`).not.toBe(401)
  expect(codeIn(own.text), `${name} at home`).not.toBe('identity/not-allowed')
  expect(own.status, `${name} at home: ${own.text}`).toBeLessThan(500)

  // 2. What is another office's looks like what is nobody's.
  let isReached = true
  if (isAboutOne(step)) {
    const unknown = await walk.ask(who, step, walk.unknown)
    expect(other.status, `${name} elsewhere: ${other.text}`).toBeGreaterThanOrEqual(400)
    expect(withoutIds(other.text, walk), `${name} elsewhere`).toBe(withoutIds(unknown.text, walk))
    expect(other.status).toBe(unknown.status)
    isReached = own.text !== unknown.text
  }

  // 3. Nobody gives themselves what the act does not ask for.
  for (const extra of [{ role: 'operator' }, { status: 'issued' }, { isAdmin: 'true' }]) {
    const more = await walk.ask(who, step, walk.own, extra)
    // An operation that does ask for a role has it among its own members.
    if (!JSON.stringify(step.operation.requestBody ?? {}).includes(`"${Object.keys(extra)[0]}"`))
      expect([more.status, codeIn(more.text)], `${name} with ${JSON.stringify(extra)}`).toEqual([
        422,
        'request/not-valid',
      ])
  }
  return isReached
}

/** Is it about one office's thing, named in its path or found by its input? */
export const isAboutOne = ({ path, operation }: Step): boolean =>
  operation['x-office'] === 'one' || /\{\w+Id\}/.test(path)

function withoutIds(text: string, { other }: Walk): string {
  let plain = text.replaceAll(UNKNOWN, '')
  for (const [name, value] of Object.entries(other))
    if (/Id$|^grantee$/.test(name)) plain = plain.replaceAll(String(value), '')
  return plain
}

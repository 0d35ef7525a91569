import { describe, expect, it } from 'vitest'
import { parseRoute, routeName, routeNameEn, ROUTES } from '../../src/titles/route.ts'

describe('routes to a title', () => {
  it.each(ROUTES)('reads its own name of %s back', (route) => {
    expect(parseRoute(routeName(route))).toBe(route)
    expect(routeNameEn(route)).toMatch(/^[A-Z]/)
  })

  it.each([
    ['职称确认', 'confirmation'],
    ['以考代评', 'examination'],
    [' 考核 认定', 'assessment'],
  ])('reads the other spelling %s', (text, route) => expect(parseRoute(text)).toBe(route))

  it.each(['', '评审通过', '破格', 'review'])('does not guess %j', (text) =>
    expect(parseRoute(text)).toBeNull(),
  )
})

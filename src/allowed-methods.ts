import type { Hono } from 'hono'
import type { Env } from './platform/context.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const

/**
 * The methods by which a path is served, as the Allow header spells them; null for a path of nobody's, and for one
 * served by `method` too, where the answer simply is that nothing is there.
 */
export function otherMethods(app: Hono<Env>, method: string, path: string): string | null {
  const allowed = METHODS.filter((each) =>
    // What only looks on is registered for all methods alike.
    app.router.match(each, path)[0].some(([[, route]]) => route.method === each),
  )
  const served: readonly string[] = allowed
  if (allowed.length === 0 || served.includes(method === 'HEAD' ? 'GET' : method)) return null
  return allowed.join(', ').replace('GET', 'GET, HEAD')
}

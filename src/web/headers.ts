import type { MiddlewareHandler } from 'hono'
import type { Env } from '../platform/context.ts'

/**
 * Nothing from other hosts, no inline script or style, no frame around us: a page that shows a verdict must not be
 * drawn over or borrowed by another site. JSON in `<script type="application/json">` is data and needs no grant.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The same for the one page that scans: its decoder is WebAssembly, which counts as script. */
export const SCANNER_PAGE: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY.replace(
    "script-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
  ),
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()',
}

/** For what other sites may load: a script or data that holds nobody's secret. */
export const FOR_OTHER_SITES: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

const ALWAYS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // A verification code is in the path: no other site may learn it from a link.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}

const YEAR_SECONDS = 31_536_000

/** The headers every answer carries; HSTS only where the service really is reached by https. */
export function securityHeaders(origin: string): Readonly<Record<string, string>> {
  if (!origin.startsWith('https:')) return ALWAYS
  return { ...ALWAYS, 'Strict-Transport-Security': `max-age=${YEAR_SECONDS}` }
}

/**
 * Sets them before the handler runs, so that a refusal or an error page carries them too; under /v/ after it, where the
 * page that is asked for most brings all its headers as one object (`carriesHeaders`): one by one they were a tenth of
 * its work.
 */
export function withSecurityHeaders(origin: string): MiddlewareHandler<Env> {
  const headers = Object.entries(securityHeaders(origin))
  return async (c, next) => {
    const isAfter = c.req.path.startsWith('/v/')
    if (isAfter) await next()
    if (c.get('carriesHeaders')) return
    for (const [name, value] of headers) c.header(name, value)
    if (!isAfter) await next()
  }
}

/** A verdict is true at one moment and about one person: no cache keeps it, no search engine lists it. */
export const PRIVATE_PAGE: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow',
}

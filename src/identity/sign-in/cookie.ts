/**
 * Name of the session's cookie. `__Host-` lets no other host or path set it, but needs https; the demonstration on
 * http://localhost has to do without, because browsers refuse such a cookie there.
 */
export const sessionCookieName = (publicOrigin: string): string =>
  publicOrigin.startsWith('https:') ? '__Host-zhengxin' : 'zhengxin'

/** What it is set with. Without an age: the browser forgets it when it closes, we after the session's own limits. */
export const sessionCookieOptions = (publicOrigin: string) =>
  ({ secure: publicOrigin.startsWith('https:'), httpOnly: true, sameSite: 'Strict', path: '/' }) as const

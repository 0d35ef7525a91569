// Bundled into pages: no node modules here.

/** Where a browser holds its trust bundle. The worker fills it at the first visit; later ones only after comparing. */
export const TRUST_CACHE = 'zhengxin-trust'

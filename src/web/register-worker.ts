// Bundled into pages: no node modules here.

/** Lets the pages open again without a network. Where there are no workers (WeChat on iOS), nothing is lost. */
export function registerWorker(): void {
  if (typeof navigator === 'undefined' || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.register('/sw.js').catch(() => {})
}

import { Worker } from 'node:worker_threads'

/**
 * A thread that runs a file of ours: `url` of its source or, compiled, of its script. Node 20 does not give a thread the
 * loader its process was started with, so from sources the thread fetches it first.
 */
export function startThread(url: URL, workerData?: unknown): Worker {
  if (!url.pathname.endsWith('.ts')) return new Worker(url, { workerData })
  const start = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(url.href)})))`
  return new Worker(start, { eval: true, workerData })
}

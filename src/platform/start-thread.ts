import { Worker, type ResourceLimits } from 'node:worker_threads'

/**
 * A thread that runs a file of ours: `url` of its source or, compiled, of its script. Node 20 does not give a thread the
 * loader its process was started with, so from sources the thread fetches it first.
 */
export function startThread(url: URL, workerData?: unknown, resourceLimits: ResourceLimits = {}): Worker {
  if (!url.pathname.endsWith('.ts')) return new Worker(url, { workerData, resourceLimits })
  // Resolved from here: a thread made of a text would look for it where the process was started.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const start = `import(${loader}).then(({ register }) => (register(), import(${JSON.stringify(url.href)})))`
  return new Worker(start, { eval: true, workerData, resourceLimits })
}

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'

/** How a page takes a script: as it stands, as a global by that name, or as a module. */
export type ScriptForm =
  { readonly kind: 'script' | 'module' } | { readonly kind: 'global'; readonly name: string }

// Where a page has no node modules, `x-page` stands in for `x`: the same names and answers from other means.
const twins: Plugin = {
  name: 'page-twins',
  setup: (bundler) =>
    bundler.onResolve({ filter: /^\.{1,2}\/.*\.[jt]s$/ }, ({ path, resolveDir }) => {
      const twin = resolve(resolveDir, path).replace(/\.([jt]s)$/, '-page.$1')
      return existsSync(twin) ? { path: twin } : undefined
    }),
}

/**
 * A page's script in one file. es2017 is what the WebViews of 2018 read; the curve needs BigInt, and where there is
 * none the script stops at its first line and the page stays as the server wrote it.
 */
export async function bundleForPage(entry: string, form: ScriptForm = { kind: 'script' }): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: form.kind === 'module' ? 'esm' : 'iife',
    ...(form.kind === 'global' ? { globalName: form.name } : {}),
    platform: 'browser',
    target: 'es2017',
    supported: { bigint: true },
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [twins],
  })
  return result.outputFiles[0]!.text
}

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UNAPPROVED } from '../approvals/without-approval.ts'
import { EXIT, textOption, usage, type DeskCommand, type Terminal } from '../platform/command.ts'
import type { Context } from '../platform/context.ts'
import { changeStatus } from './changes/change-status.ts'
import { certificatesOf } from './reading/certificates-of.ts'
import { issueCertificates } from './issue.ts'
import { lifeActName, STATUS_ACTS } from './life-cycle.ts'
import { makeFiles } from './files/make-files.ts'
import { reissueCertificate } from './changes/reissue.ts'
import { folderUnusable } from './refusals.ts'

export const certificatesIssue: DeskCommand = {
  name: 'certificates issue',
  usage: '<发文字号>',
  summary: '为一份任职资格文件所列的全部职称签发证书',
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const issued = await issueCertificates(ctx, { document: args.positionals[0] ?? '' }, (done, total) =>
      terminal.progress('签发证书', done, total),
    )
    terminal.out(
      issued.already > 0
        ? `${issued.document} 的 ${issued.already} 份证书此前已签发，没有重复签发。`
        : `${issued.document}：已签发 ${issued.issued} 份证书。`,
    )
    return EXIT.done
  },
}

export const certificatesRevoke: DeskCommand = {
  name: 'certificates revoke',
  usage: '<证书编号> --document 决定文号 --ground 理由',
  summary: '撤销一份证书',
  options: { document: { type: 'string' }, ground: { type: 'string' } },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const revoked = await changeStatus(ctx, {
      number: args.positionals[0] ?? '',
      act: 'revoke',
      document: textOption(this, args, 'document'),
      ground: textOption(this, args, 'ground'),
    })
    terminal.out(`证书 ${revoked.number} 自 ${revoked.effectiveOn} 起撤销。${UNAPPROVED}`)
    return EXIT.done
  },
}

export const certificatesChange: DeskCommand = {
  name: 'certificates change',
  usage: `<证书编号> --act ${STATUS_ACTS.join('|')} --document 决定文号 --ground 理由 [--decided-on 决定日期]`,
  summary: '变更一份证书的状态：暂停、恢复、撤销、注销、失效、复核后恢复',
  options: {
    act: { type: 'string' },
    document: { type: 'string' },
    ground: { type: 'string' },
    'decided-on': { type: 'string' },
  },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const asked = textOption(this, args, 'act')
    const act = STATUS_ACTS.find((each) => each === asked)
    if (!act) throw usage(this)
    const decidedOn = args.values['decided-on']
    const changed = await changeStatus(ctx, {
      number: args.positionals[0] ?? '',
      act,
      document: textOption(this, args, 'document'),
      ground: textOption(this, args, 'ground'),
      ...(typeof decidedOn === 'string' ? { decidedOn } : {}),
    })
    terminal.out(`证书 ${changed.number} 自 ${changed.effectiveOn} 起${lifeActName(act)}。${UNAPPROVED}`)
    return EXIT.done
  },
}

export const certificatesReissue: DeskCommand = {
  name: 'certificates reissue',
  usage: '<证书编号> [--photo 照片.jpg] --document 决定文号 --ground 理由',
  summary: '以新照片，或因原签名密钥已失密，换发一份证书；旧版即被取代',
  options: { photo: { type: 'string' }, document: { type: 'string' }, ground: { type: 'string' } },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const file = args.values.photo
    const photo =
      typeof file === 'string' &&
      new Uint8Array(await readFile(resolve(terminal.cwd, file)).catch(() => new Uint8Array()))
    const { old, number } = await reissueCertificate(ctx, {
      number: args.positionals[0] ?? '',
      ...(photo && { photo }),
      document: textOption(this, args, 'document'),
      ground: textOption(this, args, 'ground'),
    })
    terminal.out(`证书 ${old} 已由 ${number} 取代。${UNAPPROVED}`)
    return EXIT.done
  },
}

export const certificatesExport: DeskCommand = {
  name: 'certificates export',
  usage: '<发文字号> --to 目录 [--first 份数]',
  summary: '把一份文件的证书写成 PDF',
  options: { to: { type: 'string' }, first: { type: 'string' } },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const first = typeof args.values.first === 'string' ? Number(args.values.first) : null
    if (first !== null && !(Number.isInteger(first) && first > 0)) throw usage(this)
    const folder = resolve(terminal.cwd, textOption(this, args, 'to'))
    const written = await exportFiles(ctx, terminal, { document: args.positionals[0] ?? '', folder, first })
    terminal.out(`已写出 ${written} 份 PDF：${folder}`)
    return EXIT.done
  },
}

/** Writes the PDFs of a document's certificates, `<number>.pdf` each. */
export async function exportFiles(
  ctx: Context,
  terminal: Terminal,
  input: { readonly document: string; readonly folder: string; readonly first: number | null },
): Promise<number> {
  // Before thousands are drawn for nothing.
  await mkdir(input.folder, { recursive: true }).catch(() => {
    throw folderUnusable(input.folder)
  })
  const ids = (await certificatesOf(ctx, input.document, input.first)).map(({ id }) => id)
  const files = await makeFiles(ctx, ids, (done, total) => terminal.progress('生成 PDF', done, total))
  for (const { number, bytes } of files)
    await writeFile(join(input.folder, `${number}.pdf`), bytes).catch(() => {
      throw folderUnusable(input.folder)
    })
  return files.length
}

import { hex } from '../../../signing/bytes.ts'
import { Choice, type Returned } from '../../../web/desk-form.tsx'
import { Field } from '../../../web/form.tsx'
import { EmptyState } from '../../../web/states.tsx'
import { RowTable } from '../../../web/table.tsx'
import { EVIDENCE_KINDS, evidenceKindName } from '../evidence/evidence-kind.ts'
import { stageName } from '../list-frame.tsx'
import type { ListsOfCycle } from './cycle-lists-page.tsx'

/** The papers a cycle rests on, and the form for one more. */
export function EvidenceSection(props: { readonly page: ListsOfCycle; readonly returned: Returned | null }) {
  const { cycle, evidence, lists, mayImport } = props.page
  const typed = props.returned?.typed ?? {}
  return (
    <section>
      <h2>支撑材料</h2>
      {evidence.length === 0 ? (
        <EmptyState>还没有材料。</EmptyState>
      ) : (
        <RowTable
          caption="每份材料的摘要都写入存证"
          columns={['名称', '种类', '登记日期', '文件', 'SHA-256']}
          rows={evidence.map((each) => [
            each.position === null ? each.title : `${each.title}（第 ${each.position} 人）`,
            evidenceKindName(each.kind),
            each.recordedOn,
            each.isKept ? (
              <a href={`/desk/lists/evidence/${each.id}`}>下载（{sizeOf(each.size)}）</a>
            ) : (
              '只登记摘要'
            ),
            <span class="mono small">{hex(each.fileDigest).slice(0, 16)}…</span>,
          ])}
        />
      )}
      {mayImport && (
        <details class="card" open={props.returned !== null}>
          <summary>登记材料</summary>
          <form
            method="post"
            action={`/desk/lists/cycles/${cycle.id}/evidence`}
            enctype="multipart/form-data"
          >
            <div class="row">
              <Choice
                name="kind"
                label="种类"
                options={EVIDENCE_KINDS.map((kind) => ({ value: kind, label: evidenceKindName(kind) }))}
                chosen={typed.kind}
              />
              <Field
                language="zh"
                name="title"
                label="名称"
                required
                hint="不写人名"
                value={typed.title}
                maxLength={100}
              />
            </div>
            <div class="row">
              <Choice
                name="list"
                label="关于"
                required={false}
                options={[
                  { value: '', label: '整个年度评审' },
                  ...lists
                    .filter(({ standing }) => standing.kind !== 'replaced')
                    .map(({ list }) => ({
                      value: list.id,
                      label: `${stageName(list.stage)} ${list.fileName}`,
                    })),
                ]}
                chosen={typed.list}
              />
              <Field
                language="zh"
                name="position"
                label="名单中的序号"
                hint="委托评审函等只关系到一个人的才填，随该人保存"
                value={typed.position}
                maxLength={7}
              />
            </div>
            <Field
              language="zh"
              name="file"
              label="文件"
              kind="file"
              accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx"
              hint="最大 20 MB，加密保存"
            />
            <Field
              language="zh"
              name="digest"
              label="或只登记摘要"
              hint="文件留在本单位时，填写它的 SHA-256（64 位十六进制）"
              value={typed.digest}
              maxLength={64}
            />
            <button type="submit">登记</button>
          </form>
        </details>
      )}
    </section>
  )
}

const sizeOf = (bytes: number | null): string =>
  bytes === null
    ? ''
    : bytes < 1_048_576
      ? `${Math.ceil(bytes / 1024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`

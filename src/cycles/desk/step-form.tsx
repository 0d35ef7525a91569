import { stepName } from '../../policy/wording.ts'
import { Field } from '../../web/form.tsx'
import { fieldsOf, type OwnStep } from '../step-facts.ts'
import { CYCLES, type Typed } from './frame.tsx'

/** A step recorded, or corrected with a ground. */
export const StepForm = (props: {
  readonly cycleId: string
  readonly step: OwnStep
  /** What was recorded before; null for the first time. */
  readonly before: Typed | null
  readonly typed: Typed
  readonly isOpen: boolean
}) => {
  const { step, before, typed } = props
  const id = (name: string) => `${step}-${name}`
  const value = (name: string) => typed[name] ?? before?.[name]
  return (
    <details class="card" id={`step-${step}`} open={props.isOpen}>
      <summary>{`${before === null ? '登记' : '更正'}“${stepName(step).zh}”`}</summary>
      <form method="post" action={`${CYCLES}/${props.cycleId}/steps/${step}`} enctype="multipart/form-data">
        <div class="row">
          <Field
            language="zh"
            name="day"
            id={id('day')}
            label="办理日期"
            required
            hint="如 2023-10-16"
            value={value('day')}
            maxLength={10}
          />
          {fieldsOf(step).map(({ name, label, required }) => (
            <Field
              language="zh"
              name={name}
              id={id(name)}
              label={label}
              required={required}
              value={value(name)}
              maxLength={300}
            />
          ))}
        </div>
        <Field
          language="zh"
          name="paper"
          id={id('paper')}
          label="佐证材料"
          kind="file"
          hint="会议记录、抽取结果签字表等；只登记文件名和摘要，文件不保存，请自行留存"
        />
        <Field
          language="zh"
          name="evidence"
          id={id('evidence')}
          label="其他佐证材料的摘要"
          kind="lines"
          hint="每行一份：名称和 SHA-256 摘要，中间空一格；没有的不填"
          value={typed.evidence}
          maxLength={3000}
        />
        {before !== null && (
          <Field
            language="zh"
            name="ground"
            id={id('ground')}
            label="更正的理由"
            required
            value={typed.ground}
            maxLength={500}
          />
        )}
        <button type="submit">{before === null ? '登记' : '更正'}</button>
      </form>
    </details>
  )
}

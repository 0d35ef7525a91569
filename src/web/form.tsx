import { say } from './language.ts'
import type { Language } from './language.ts'

interface FieldProps {
  readonly language: Language
  /** Name of the form value; also the element's id, unless the page has more fields of that name. */
  readonly name: string
  readonly id?: string
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong and what to do; the field is marked by words and a border, not by colour alone. */
  readonly error?: string | undefined
  readonly required?: boolean
  readonly kind?: 'text' | 'lines' | 'file'
  readonly value?: string | undefined
  readonly maxLength?: number
  /** Only for files: what the picker offers first. */
  readonly accept?: string
}

/** One labelled field. Browsers are told to remember nothing: what is typed here concerns someone else. */
export function Field(props: FieldProps) {
  const { language, name, id = name, label, hint, error, required = false } = props
  const t = say(language)
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div class={error ? 'field bad' : 'field'}>
      <label for={id}>
        {label}
        {required && <span class="must">{t('必填', 'required')}</span>}
      </label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="wrong" id={`${id}-error`}>
          {t('请改正：', 'Please correct: ')}
          {error}
        </p>
      )}
      <Control {...props} described={described} />
    </div>
  )
}

function Control(props: FieldProps & { readonly described: string }) {
  const {
    name,
    id = name,
    error,
    required = false,
    kind = 'text',
    value,
    maxLength,
    accept,
    described,
  } = props
  const common = {
    id,
    name,
    required,
    'aria-invalid': error ? 'true' : undefined,
    'aria-describedby': described || undefined,
  } as const
  if (kind === 'file') return <input {...common} type="file" accept={accept} />
  const text = {
    ...common,
    maxlength: maxLength,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: false,
  } as const
  if (kind === 'lines') {
    return (
      <textarea {...text} rows={4}>
        {value ?? ''}
      </textarea>
    )
  }
  return <input {...text} type="text" value={value ?? ''} />
}

/** What kept a form from being taken, first thing on the page, each with a link to its field. */
export function ErrorSummary(props: {
  readonly language: Language
  readonly errors: readonly { readonly field: string; readonly message: string }[]
}) {
  if (props.errors.length === 0) return null
  const t = say(props.language)
  return (
    <div class="note error" role="alert">
      <h1>{t('请先改正下面的内容', 'Please correct this first')}</h1>
      <ul>
        {props.errors.map(({ field, message }) => (
          <li>
            <a href={`#${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface SecretFieldProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly kind: 'login' | 'current-password' | 'new-password' | 'one-time-code' | 'one-time-secret'
  readonly required?: boolean
  readonly value?: string
  readonly isWrong?: boolean
}

const INPUTS = {
  login: { type: 'text', autocomplete: 'username', maxlength: 64 },
  'current-password': { type: 'password', autocomplete: 'current-password', maxlength: 1024 },
  'new-password': { type: 'password', autocomplete: 'new-password', maxlength: 1024 },
  'one-time-code': { type: 'text', autocomplete: 'one-time-code', maxlength: 12, inputmode: 'numeric' },
  'one-time-secret': { type: 'text', autocomplete: 'off', maxlength: 60 },
} as const

/** A field of the door. It tells the browser what it is, so that a password manager can do its work. */
export function SecretField(props: SecretFieldProps) {
  const { name, label, hint, kind, required = true, value, isWrong = false } = props
  return (
    <div class={isWrong ? 'field bad' : 'field'}>
      <label for={name}>
        {label}
        {required && <span class="must">必填</span>}
      </label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <input
        {...INPUTS[kind]}
        id={name}
        name={name}
        required={required}
        value={value}
        autocapitalize="off"
        spellcheck={false}
        aria-describedby={hint ? `${name}-hint` : undefined}
        aria-invalid={isWrong ? 'true' : undefined}
      />
    </div>
  )
}

/** What was refused, in words; which of several fields it was is told only where that tells nothing to strangers. */
export const Refused = ({ message }: { message: string | null }) =>
  message === null ? null : (
    <div class="note error" role="alert">
      <p>{message}</p>
    </div>
  )

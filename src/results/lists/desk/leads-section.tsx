import { levelName } from '../../../titles/level.ts'
import { Refused, type Returned } from '../../../web/desk-form.tsx'
import { leadName, type Lead } from '../leads/lead.ts'

const OUTCOMES = { explained: '已核实，没有问题', confirmed: '已核实，情况属实' } as const

/** What a person should look at, with both sources; whoever may settles it here. */
export const LeadsSection = ({
  listId,
  leads,
  maySettle,
  returned,
}: {
  readonly listId: string
  readonly leads: readonly Lead[]
  readonly maySettle: boolean
  readonly returned: LeadReturned | null
}) => {
  if (leads.length === 0) return <></>
  const open = leads.filter(({ settlement }) => settlement === null).length
  return (
    <section>
      <h2>
        线索{' '}
        <span class={`state ${open > 0 ? 'wait' : 'good'}`}>
          {open > 0 ? `${open} 条待核实` : '都已核实'}
        </span>
      </h2>
      <p class="soft">线索只供核实，不是结论，也不影响办理；转评、职称确认、历史数据有误等情形都可能引起。</p>
      {leads.map((lead) => (
        <div class="card">
          <h3>
            第 {lead.position} 人 <span class="name">{lead.name}</span>：{leadName(lead.kind)}
          </h3>
          <p>
            本名单：{lead.title}（{levelName(lead.level)}）
            <br />
            另见：{lead.source.series} {lead.source.title}（{levelName(lead.source.level)}），
            {lead.source.day}，{lead.source.where}
          </p>
          {lead.rule !== null && <p class="soft small">依据：{lead.rule}</p>}
          {lead.settlement === null ? (
            maySettle && <SettleForm listId={listId} lead={lead} returned={returnedTo(lead, returned)} />
          ) : (
            <p>
              <b>{OUTCOMES[lead.settlement.outcome]}</b>（{lead.settlement.settledOn}）：
              {lead.settlement.ground}
            </p>
          )}
        </div>
      ))}
    </section>
  )
}

/** A ground that was not taken, and the lead it was typed for. */
export interface LeadReturned extends Returned {
  readonly rowId: string
  readonly sourceId: string
}

const returnedTo = ({ rowId, source }: Lead, returned: LeadReturned | null): LeadReturned | null =>
  returned?.rowId === rowId && returned.sourceId === source.id ? returned : null

const SettleForm = (props: {
  readonly listId: string
  readonly lead: Lead
  readonly returned: LeadReturned | null
}) => {
  const { listId, lead, returned } = props
  const name = `ground-${lead.rowId}-${lead.source.id}`
  return (
    <form method="post" action={`/desk/lists/${listId}/leads`}>
      <input type="hidden" name="rowId" value={lead.rowId} />
      <input type="hidden" name="kind" value={lead.kind} />
      <input type="hidden" name="sourceId" value={lead.source.id} />
      <Refused returned={returned} />
      <div class="field">
        <label for={name}>核实的经过和依据</label>
        <input
          id={name}
          name="ground"
          type="text"
          required
          minlength={2}
          maxlength={500}
          autocomplete="off"
          value={returned?.typed.ground}
        />
      </div>
      <div class="actions">
        <button type="submit" name="outcome" value="explained" class="quiet">
          没有问题
        </button>
        <button type="submit" name="outcome" value="confirmed" class="quiet">
          情况属实
        </button>
      </div>
    </form>
  )
}

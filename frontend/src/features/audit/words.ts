type Translate = (key: string) => string
type Known = (key: string) => boolean

/** `commitment.judge` is the step `judge_commitment` of a suggestion, named as its button. */
const COMMITMENT: Record<string, string> = {
  report: 'report_commitment',
  judge: 'judge_commitment',
  change: 'change_commitment',
  fail: 'fail_commitment',
  carry_over: 'carry_over_commitment',
  confirm_explanation: 'confirm_explanation',
}

/** 操作 in words: the workflow's steps are called as their buttons, everything else has a word of its own. */
export function actionWord(action: string, t: Translate, known: Known): string {
  const [area = '', step = ''] = action.split('.')
  const keys = [
    `audit.desk.action.${area}.${step}`,
    ...(area === 'task' ? [`word.desk.task_step.${step}`] : []),
    ...(area === 'commitment' ? [`word.desk.suggestion_step.${COMMITMENT[step] ?? step}`] : []),
    `word.desk.suggestion_step.${step}`,
  ]
  const key = keys.find(known)
  return key ? t(key) : action
}

/** 对象 in words. */
export function subjectWord(subject: string, t: Translate, known: Known): string {
  const key = `audit.desk.subject.${subject}`
  return known(key) ? t(key) : subject
}

/** A changed field in words: `tasks/0197…` is a task, whichever. */
export function fieldWord(field: string, t: Translate, known: Known): string {
  const key = `audit.desk.field.${field.split('/')[0] ?? ''}`
  return known(key) ? t(key) : field
}

/** A state before or after in words; other values are shown as they were written. */
export function valueWord(value: unknown, t: Translate, known: Known): string {
  const text = String(value)
  const key = [`suggestion.status.${text}`, `word.desk.task_status.${text}`, `word.desk.deputy_status.${text}`].find(
    known,
  )
  return key ? t(key) : text
}

/** Where the thing is in the desk; what has no page of its own has no link. */
const PAGES: Record<string, (id: string) => string> = {
  account: (id) => `/accounts/${id}`,
  suggestion: (id) => `/suggestions/${id}`,
  deputy: (id) => `/deputies/${id}`,
  unit: (id) => `/units/${id}`,
  group: (id) => `/groups/${id}`,
  term: () => '/terms',
  setting: () => '/settings',
  api_key: (id) => `/api-keys/${id}`,
  calendar: () => '/calendar',
  supervision_meeting: (id) => `/supervision-meetings/${id}`,
}
const NONE = '00000000-0000-0000-0000-000000000000'
export function subjectLink(subject: string, id: string): string | null {
  return id === NONE ? null : (PAGES[subject]?.(id) ?? null)
}

/** Several fields of one kind (`tasks/1…`, `tasks/2…`) are told once. */
export function fieldsTold(fields: string[], word: (field: string) => string): string[] {
  return [...new Set(fields.map(word))]
}

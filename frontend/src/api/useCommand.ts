import { useMutation, useQueryClient, type QueryKey } from '@tanstack/vue-query'
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { toast } from '@/ui/toasts'
import type { FieldError } from '@/ui/formErrors'
import { randomId } from './headers'
import { fieldErrors, problemOf, type ProblemError } from './problem'

/** `If-Match` and `Idempotency-Key` of one submission; hand them to the generated function as `headers`. */
export type CommandHeaders = {
  'If-Match': string
  'Idempotency-Key': string
}

export interface CommandOptions<V, R> {
  run: (vars: V, headers: CommandHeaders) => Promise<R>
  /** Version of the record that the person saw. Leave out for commands that create. */
  version?: () => number | string | null | undefined
  /** What must be read again afterwards. */
  invalidates?: QueryKey[] | ((result: R, vars: V) => QueryKey[])
  /** Said in a toast when it worked. */
  done?: string | ((result: R) => string)
  onDone?: (result: R, vars: V) => unknown
  /** Server path → name of the form field, where they differ. */
  alias?: Record<string, string>
}

export interface Command<V, R> {
  /** Answers the result, or undefined when it failed (the errors then say why). Never throws. */
  submit: (vars: V) => Promise<R | undefined>
  busy: Ref<boolean>
  /** For ErrorSummary and, through provideFormErrors, for every FormField. */
  errors: ComputedRef<FieldError[]>
  problem: Ref<ProblemError | null>
  /** Someone else changed the record meanwhile (412), and it has not been read again: show ConflictNotice, keep what was typed. */
  conflict: ComputedRef<boolean>
  /** Errors found in the browser, before anything is sent. */
  refuse: (errors: FieldError[]) => void
  clear: () => void
}

/** One writing form or button: sends it once however often it is pressed, and turns the answer into errors or a toast. */
export function useCommand<V, R>(options: CommandOptions<V, R>): Command<V, R> {
  const client = useQueryClient()
  const problem = ref<ProblemError | null>(null) as Ref<ProblemError | null>
  const local = ref<FieldError[]>([])
  // What a refused submission was based on: when the record on the page is another, the newer one has been loaded.
  const refused = ref<string | null>(null)
  const seen = () => String(options.version?.() ?? '')
  const keys = createKeyring()
  const mutation = useMutation<R, unknown, { vars: V; headers: CommandHeaders }>({
    mutationFn: ({ vars, headers }) => options.run(vars, headers),
  })
  const busy = ref(false)

  async function submit(vars: V): Promise<R | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = null
    local.value = []
    const version = options.version?.()
    const fingerprint = JSON.stringify([vars, version ?? null])
    const headers = { 'Idempotency-Key': keys.keyFor(fingerprint) } as CommandHeaders
    if (version != null) headers['If-Match'] = `"${version}"`
    try {
      const result = await mutation.mutateAsync({ vars, headers })
      keys.spend()
      const stale = typeof options.invalidates === 'function' ? options.invalidates(result, vars) : options.invalidates
      for (const queryKey of stale ?? []) void client.invalidateQueries({ queryKey })
      if (options.done) toast(typeof options.done === 'function' ? options.done(result) : options.done)
      await options.onDone?.(result, vars)
      return result
    } catch (error) {
      problem.value = problemOf(error)
      refused.value = String(version ?? '')
      // A definite refusal ends the intent; an unknown outcome keeps the key, so that trying again cannot do it twice.
      if (!problem.value.transient && problem.value.status > 0) keys.spend()
      return undefined
    } finally {
      busy.value = false
    }
  }

  return {
    submit,
    busy,
    problem,
    errors: computed(() => {
      if (local.value.length > 0) return local.value
      if (!problem.value || problem.value.status === 412) return []
      return fieldErrors(problem.value, options.alias)
    }),
    conflict: computed(() => problem.value?.status === 412 && refused.value === seen()),
    refuse: (errors) => {
      problem.value = null
      local.value = errors
    },
    clear: () => {
      problem.value = null
      local.value = []
    },
  }
}

/** Keeps one idempotency key per intent: same content, same key, until the outcome is known. */
export function createKeyring(make: () => string = randomId) {
  let held: { fingerprint: string; key: string } | null = null
  return {
    keyFor(fingerprint: string): string {
      if (held?.fingerprint !== fingerprint) held = { fingerprint, key: make() }
      return held.key
    },
    spend() {
      held = null
    },
  }
}

import { computed, reactive, ref, watch, type UnwrapNestedRefs } from 'vue'

/** Plain data only; the built-in clone refuses Vue's proxies. */
const copy = <V>(value: V): V => JSON.parse(JSON.stringify(value)) as V
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Three versions of a form: what was read, what was typed, what the server has now. Fields nobody typed in take the new
 * value; what was typed stays, and is named when the other person changed the very same field.
 */
export function mergeEdits<T extends Record<string, unknown>>(base: T, mine: T, theirs: T) {
  const merged = { ...theirs }
  const changed: (keyof T)[] = []
  for (const key of Object.keys(theirs) as (keyof T)[]) {
    const touched = !same(base[key], mine[key])
    if (!same(base[key], theirs[key])) changed.push(key)
    if (touched) merged[key] = mine[key]
  }
  return { merged, changed }
}

/**
 * The values of an edit form over a record that may be read again while one types (412, another tab). `take` picks the
 * form's fields from the record; `changed` names what another person changed since the form was opened.
 */
export function useEditForm<R, T extends Record<string, unknown>>(
  record: () => R | undefined,
  take: (record: R) => T,
  empty: T,
) {
  let base: T = copy(empty)
  const form = reactive(copy(empty))
  const changed = ref<string[]>([])
  const theirs = ref<T | null>(null)
  let filled = false

  watch(
    record,
    (next) => {
      if (!next) return
      const now = take(next)
      if (!filled) {
        Object.assign(form, copy(now))
        filled = true
      } else {
        const result = mergeEdits(base, { ...form } as T, now)
        Object.assign(form, copy(result.merged))
        changed.value = [...new Set([...changed.value, ...(result.changed as string[])])]
      }
      theirs.value = now as never
      base = copy(now)
    },
    { immediate: true },
  )

  return {
    form: form as UnwrapNestedRefs<T>,
    /** Fields another person changed since the form was opened, with their values as the server has them now. */
    changes: computed(() => changed.value.map((key) => ({ key, value: (theirs.value as T)[key] }))),
    dirty: computed(() => !same({ ...form }, theirs.value)),
    /** Forgets what was typed and takes the record as it is. */
    reset() {
      const next = record()
      if (!next) return
      base = take(next)
      Object.assign(form, copy(base))
      changed.value = []
    },
    saved() {
      changed.value = []
    },
  }
}

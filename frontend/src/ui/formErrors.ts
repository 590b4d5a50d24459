import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'

/** One thing to put right in a form: `field` is the path of the request body (`title`, `proposals.1`), empty for the whole. */
export interface FieldError {
  field: string
  message: string
  code?: string
}

const key: InjectionKey<ComputedRef<FieldError[]>> = Symbol('formErrors')

/** A form calls this once; every FormField inside then shows the errors of its own name. */
export function provideFormErrors(errors: ComputedRef<FieldError[]>) {
  provide(key, errors)
}

export function injectFormErrors(): ComputedRef<FieldError[]> | undefined {
  return inject(key, undefined)
}

/** The element id of a field: what ErrorSummary's links point at. */
export function fieldId(name: string): string {
  return `field-${name.replace(/[^\w-]/g, '-')}`
}

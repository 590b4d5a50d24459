import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'

const key: InjectionKey<Ref<number>> = Symbol('uploads')

/** A form calls this once: how many files inside it are still on their way. Sending waits until there are none. */
export function provideUploads(): Ref<number> {
  const running = ref(0)
  provide(key, running)
  return running
}

export const injectUploads = (): Ref<number> | undefined => inject(key, undefined)

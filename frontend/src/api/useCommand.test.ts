import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { defineComponent, h, ref } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { ProblemError } from './problem'
import { useCommand, type Command, type CommandHeaders, type CommandOptions } from './useCommand'

function commandOf<V, R>(options: CommandOptions<V, R>): Command<V, R> {
  let command: Command<V, R> | undefined
  const Host = defineComponent({
    setup() {
      command = useCommand(options)
      return () => h('i')
    },
  })
  mount(Host, { global: { plugins: [[VueQueryPlugin, { queryClient: new QueryClient() }]] } })
  return command as Command<V, R>
}

describe('useCommand', () => {
  it('sends the version and one key per intent, the same again after an unknown outcome', async () => {
    const seen: CommandHeaders[] = []
    const answers = [new ProblemError(0, 'network.unreachable', ''), 'ok', 'ok']
    const command = commandOf({
      version: () => 7,
      run: async (_vars: { a: number }, headers) => {
        seen.push(headers)
        const answer = answers.shift()
        if (answer instanceof ProblemError) throw answer
        return answer
      },
    })
    expect(await command.submit({ a: 1 })).toBeUndefined()
    expect(command.errors.value).toHaveLength(1)
    expect(await command.submit({ a: 1 })).toBe('ok')
    expect(await command.submit({ a: 1 })).toBe('ok')
    expect(seen.map((h) => h['If-Match'])).toEqual(['"7"', '"7"', '"7"'])
    expect(seen[0]?.['Idempotency-Key']).toBe(seen[1]?.['Idempotency-Key'])
    expect(seen[2]?.['Idempotency-Key']).not.toBe(seen[1]?.['Idempotency-Key'])
  })

  it('says that somebody was faster until the newer record has been read', async () => {
    const version = ref(7)
    const command = commandOf({
      version: () => version.value,
      run: (): Promise<string> => Promise.reject(new ProblemError(412, 'version.stale', '')),
    })
    await command.submit({})
    expect(command.conflict.value).toBe(true)
    version.value = 8
    expect(command.conflict.value).toBe(false)
    await command.submit({})
    expect(command.conflict.value).toBe(true)
  })

  it('ignores a second press while the first is on its way', async () => {
    let finish: (value: string) => void = () => {}
    const run = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)))
    const command = commandOf({ run })
    const first = command.submit({})
    await command.submit({})
    await vi.waitFor(() => expect(run).toHaveBeenCalled())
    finish('done')
    expect(await first).toBe('done')
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('tells a conflict apart from field errors', async () => {
    const command = commandOf({
      run: async () => {
        throw new ProblemError(412, 'version.stale', '')
      },
    })
    await command.submit({})
    expect(command.conflict.value).toBe(true)
    expect(command.errors.value).toEqual([])
  })
})

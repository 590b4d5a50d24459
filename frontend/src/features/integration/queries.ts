import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getApiKey, getApiKeyUsage, listApiKeyOptions } from '@/api/gen'

export const apiKeyKeys = {
  all: ['integration', 'api-key'] as const,
  lists: ['integration', 'api-key', 'list'] as const,
  detail: (id: string) => ['integration', 'api-key', 'detail', id] as const,
  usage: (id: string) => ['integration', 'api-key', 'usage', id] as const,
  options: ['integration', 'api-key', 'options'] as const,
}

/** 接口密钥: one key with what is known of its secrets. */
export function useApiKey(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => apiKeyKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getApiKey({ path: { id: toValue(id) }, signal }),
  })
}

/** 调用情况: the last thirty days of a key. */
export function useApiKeyUsage(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => apiKeyKeys.usage(toValue(id))),
    queryFn: ({ signal }) => getApiKeyUsage({ path: { id: toValue(id) }, signal }),
  })
}

/** What the dialog of a new key chooses from; read when the dialog is opened. */
export function useApiKeyOptions(enabled: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: apiKeyKeys.options,
    queryFn: ({ signal }) => listApiKeyOptions({ signal }),
    enabled: () => toValue(enabled),
  })
}

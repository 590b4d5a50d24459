import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { getApiKey, getApiKeyUsage, getKeyWebhook, listApiKeyOptions, listKeyWebhooks } from '@/api/gen'

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

export const webhookKeys = {
  all: ['integration', 'webhook'] as const,
  lists: ['integration', 'webhook', 'list'] as const,
  detail: (id: string) => ['integration', 'webhook', 'detail', id] as const,
  calls: (id: string) => ['integration', 'webhook', 'calls', id] as const,
  ofKey: (id: string) => ['integration', 'webhook', 'of-key', id] as const,
  trouble: ['integration', 'webhook', 'trouble'] as const,
}

/** 推送端: one webhook with what is known of its secrets. */
export function useWebhook(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => webhookKeys.detail(toValue(id))),
    queryFn: ({ signal }) => getKeyWebhook({ path: { id: toValue(id) }, signal }),
  })
}

/** The webhooks of one key; ten at most. */
export function useWebhooksOf(key: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => webhookKeys.ofKey(toValue(key))),
    queryFn: ({ signal }) => listKeyWebhooks({ query: { key_id: toValue(key), sort: 'created_at' }, signal }),
  })
}

/** Webhooks that somebody has to look at: stopped by the server, or failing; the last stopped first, five at most. */
export function useWebhookTrouble(enabled: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: webhookKeys.trouble,
    queryFn: ({ signal }) =>
      listKeyWebhooks({
        query: { health: ['stopped', 'failing'], sort: '-disabled_at', include: 'total', limit: 5 },
        signal,
      }),
    enabled: () => toValue(enabled),
    refetchInterval: 60_000,
  })
}

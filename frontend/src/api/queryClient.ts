import { QueryClient } from '@tanstack/vue-query'
import { problemOf } from './problem'

/** Server data: fresh for 15 s, tried again only where a second try can help. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < 2 && problemOf(error).transient,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

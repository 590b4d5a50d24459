import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, reactive, ref, toValue, type MaybeRefOrGetter } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { formatFilters, parseFilters, unusableFilters, type FilterValues } from './filters'
import { useAddress } from './useAddress'

/** A page of a keyset list, as every list endpoint answers it. */
export interface ListPage<Item> {
  items: Item[]
  next_cursor?: string | null
  total?: number | null
}

export interface ListOptions<S, Page> {
  /** Query key of the list, e.g. `suggestionKeys.lists`. */
  key: readonly unknown[]
  filters: S
  /** Reads one page; `cursor` is undefined on the first. */
  fetch: (query: FilterValues<S> & { cursor?: string }, signal: AbortSignal) => Promise<Page>
  enabled?: MaybeRefOrGetter<boolean>
}

/** Cursors of the pages one came through, per list and filter. Only a convenience: the address alone is enough. */
const trails = new Map<string, string[]>()

/**
 * The one way to build a list: the address is its only state (so back, reload and a shared link work), pages by keyset,
 * and one of four states to show. Use the result directly in the template: `list.items`, `list.state`, `list.set({…})`.
 */
export function useListQuery<S, Page extends ListPage<unknown>>(options: ListOptions<S, Page>) {
  type Item = Page['items'][number]
  const route = useRoute()
  const router = useRouter()
  const address = useAddress()

  const filters = computed(() => parseFilters(options.filters, route.query))
  const asQuery = computed(() => formatFilters(options.filters, filters.value))
  const cursor = computed(() => (typeof route.query.cursor === 'string' ? route.query.cursor : undefined))
  const trailKey = computed(() => JSON.stringify([options.key, asQuery.value]))

  const query = useQuery({
    queryKey: computed(() => [...options.key, asQuery.value, cursor.value ?? null]),
    queryFn: ({ signal }) => options.fetch({ ...filters.value, cursor: cursor.value }, signal),
    placeholderData: keepPreviousData,
    enabled: () => toValue(options.enabled) ?? true,
  })

  const items = computed<Item[]>(() => query.data.value?.items ?? [])
  const state = computed<'loading' | 'error' | 'empty' | 'ready'>(() => {
    if (query.isError.value) return 'error'
    if (query.data.value === undefined) return 'loading'
    return items.value.length === 0 ? 'empty' : 'ready'
  })

  function go(next: Record<string, string>, replace = false) {
    const location = { query: next, hash: '' }
    return replace ? address.adjust(location) : router.push(location)
  }

  /** One came to the list without saying how. */
  const first = ref(Object.keys(route.query).length === 0)

  return reactive({
    filters,
    first,
    /** The filters as they stand in the address: what a saved view keeps. */
    address: asQuery,
    /** Shows the list as an address says; answers what of it there is no more. */
    apply(next: Record<string, string>): string[] {
      first.value = false
      void go(formatFilters(options.filters, parseFilters(options.filters, next)))
      return unusableFilters(options.filters, next)
    },
    /** How many filters differ from their default: for “clear filters”. */
    activeCount: computed(() => Object.keys(asQuery.value).length),
    items,
    page: query.data,
    state,
    error: query.error,
    /** A filter or page change is on its way while the old rows still show. */
    fetching: query.isFetching,
    refetch: () => void query.refetch(),
    /** Changes filters and goes back to the first page. `replace` for typing, so that Back does not walk through letters. */
    set(patch: Partial<FilterValues<S>>, replace = false) {
      first.value = false
      void go(formatFilters(options.filters, { ...filters.value, ...patch }), replace)
    },
    clear() {
      first.value = false
      void go({})
    },
    pager: reactive({
      hasNext: computed(() => Boolean(query.data.value?.next_cursor)),
      hasPrevious: computed(() => cursor.value !== undefined),
      shown: computed(() => items.value.length),
      total: computed(() => query.data.value?.total ?? null),
      next() {
        const target = query.data.value?.next_cursor
        if (!target) return
        const trail = trails.get(trailKey.value) ?? []
        trails.set(trailKey.value, [...trail, cursor.value ?? ''])
        void go({ ...asQuery.value, cursor: target })
      },
      previous() {
        const trail = [...(trails.get(trailKey.value) ?? [])]
        const target = trail.pop()
        trails.set(trailKey.value, trail)
        void go(target ? { ...asQuery.value, cursor: target } : { ...asQuery.value })
      },
      first() {
        trails.delete(trailKey.value)
        void go({ ...asQuery.value })
      },
    }),
  })
}

import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'today',
    component: () => import('./pages/deputy/TodayPage.vue'),
    meta: { titleKey: 'suggestion.deputy.today.title', tab: 'today' },
  },
  {
    path: '/suggestions',
    name: 'mine',
    component: () => import('./pages/deputy/MySuggestionsPage.vue'),
    meta: { titleKey: 'suggestion.deputy.mine.title', tab: 'mine' },
  },
  {
    path: '/suggestions/:id',
    name: 'suggestion',
    component: () => import('./pages/deputy/DeputySuggestionPage.vue'),
    props: true,
    meta: { titleKey: 'suggestion.deputy.case.title', tab: 'mine' },
  },
  {
    path: '/suggestions/:id/evaluate',
    name: 'evaluate',
    component: () => import('./pages/deputy/EvaluatePage.vue'),
    props: true,
    meta: { titleKey: 'suggestion.deputy.evaluate.title', tab: 'mine' },
  },
  {
    path: '/contacts',
    name: 'contacts',
    component: () => import('./pages/deputy/ContactsPage.vue'),
    meta: { titleKey: 'suggestion.deputy.contacts.title', tab: 'today' },
  },
  {
    path: '/write',
    name: 'write',
    component: () => import('./pages/deputy/DraftsPage.vue'),
    meta: { titleKey: 'suggestion.deputy.drafts.title', tab: 'write', capability: 'suggestion.write' },
  },
  {
    path: '/write/:id',
    name: 'write-draft',
    component: () => import('./pages/deputy/WriteDraftPage.vue'),
    props: true,
    meta: {
      titleKey: 'suggestion.deputy.write.title',
      tab: 'write',
      capability: 'suggestion.write',
      onePage: true,
    },
  },
]

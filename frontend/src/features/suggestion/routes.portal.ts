import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./pages/portal/PortalHomePage.vue') },
  {
    path: '/suggestions',
    name: 'suggestions',
    component: () => import('./pages/portal/SuggestionSearchPage.vue'),
    meta: { titleKey: 'suggestion.portal.search.title' },
  },
  {
    path: '/suggestions/:id',
    name: 'suggestion',
    component: () => import('./pages/portal/SuggestionStoryPage.vue'),
    props: true,
    meta: { titleKey: 'suggestion.story.title' },
  },
  {
    path: '/progress',
    name: 'progress',
    component: () => import('./pages/portal/ProgressPage.vue'),
    meta: { titleKey: 'suggestion.portal.progress.title' },
  },
]

import type { RouteRecordRaw } from 'vue-router'

/** Nobody is signed in to vote. Whoever holds a slip opens this page with its code behind the `#`, which no server is sent. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/ballot',
    name: 'ballot',
    component: () => import('./pages/deputy/BallotPage.vue'),
    meta: { titleKey: 'ballot.deputy.title', open: true },
  },
  {
    path: '/ballot-results',
    name: 'ballot-results',
    component: () => import('./pages/deputy/BallotResultsPage.vue'),
    meta: { titleKey: 'ballot.deputy.results.title', tab: 'profile', capability: 'supervision_meeting.read' },
  },
]

import type { RouteRecordRaw } from 'vue-router'

/** Nobody is signed in to vote: whoever holds a slip opens this page with its code behind the `#`, which no server is sent. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/ballot',
    name: 'ballot',
    component: () => import('./pages/deputy/BallotPage.vue'),
    meta: { titleKey: 'ballot.deputy.title', open: true },
  },
]

import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/standing',
    name: 'standing',
    component: () => import('./pages/desk/StandingPage.vue'),
    meta: {
      titleKey: 'standing.desk.title',
      capability: 'suggestion.read',
      nav: { group: 'reports', icon: 'eye', order: 1 },
      wide: true,
    },
  },
  {
    path: '/standing/lights',
    name: 'standing-lights',
    component: () => import('./pages/desk/LightsPage.vue'),
    meta: {
      titleKey: 'standing.desk.lights.title',
      capability: 'suggestion.read',
      nav: { group: 'reports', icon: 'warning', order: 2 },
      wide: true,
    },
  },
  {
    path: '/standing/scores',
    name: 'standing-scores',
    component: () => import('./pages/desk/ScoresPage.vue'),
    meta: {
      titleKey: 'standing.desk.scores.title',
      capability: 'suggestion.read',
      nav: { group: 'reports', icon: 'star', order: 6 },
      wide: true,
    },
  },
  {
    path: '/standing/matters',
    name: 'standing-matters',
    component: () => import('./pages/desk/MeasuredMattersPage.vue'),
    meta: { titleKey: 'standing.desk.matters.title', capability: 'suggestion.read', wide: true },
  },
  {
    path: '/standing/deputies',
    name: 'standing-deputies',
    component: () => import('./pages/desk/ActiveDeputiesPage.vue'),
    meta: { titleKey: 'standing.desk.deputies.title', capability: 'suggestion.review', wide: true },
  },
  {
    path: '/standing/reports',
    name: 'standing-reports',
    component: () => import('./pages/desk/ReportsPage.vue'),
    meta: {
      titleKey: 'standing.desk.reports.title',
      capability: 'standing_report.read',
      nav: { group: 'reports', icon: 'lock', order: 8 },
      wide: true,
    },
  },
  {
    path: '/standing/reports/:id',
    name: 'standing-report',
    component: () => import('./pages/desk/ReportPage.vue'),
    props: true,
    meta: { titleKey: 'standing.desk.reports.title', capability: 'standing_report.read', wide: true },
  },
  {
    path: '/standing/reports/:id/matters',
    name: 'standing-report-matters',
    component: () => import('./pages/desk/FrozenMattersPage.vue'),
    props: true,
    meta: { titleKey: 'standing.desk.matters.title', capability: 'standing_report.read', wide: true },
  },
]

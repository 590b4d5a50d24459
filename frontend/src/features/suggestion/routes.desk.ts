import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/review',
    name: 'review',
    component: () => import('./pages/desk/ReviewPage.vue'),
    meta: {
      titleKey: 'suggestion.desk.review.title',
      capability: 'suggestion.review',
      nav: { group: 'work', icon: 'review', order: 10, key: 'r' },
      wide: true,
    },
  },
  {
    path: '/suggestions',
    name: 'suggestions',
    component: () => import('./pages/desk/SuggestionListPage.vue'),
    meta: {
      titleKey: 'suggestion.desk.list.title',
      capability: 'suggestion.read',
      nav: { group: 'work', icon: 'papers', order: 20, key: 's' },
      wide: true,
    },
  },
  {
    path: '/tasks',
    name: 'tasks',
    component: () => import('./pages/desk/TaskListPage.vue'),
    meta: {
      titleKey: 'suggestion.desk.task.list',
      capability: ['task.handle', 'task.dispatch', 'task.sign_off', 'task.pre_review', 'suggestion.supervise_key'],
      nav: { group: 'work', icon: 'inbox', order: 15, key: 't' },
      wide: true,
    },
  },
  {
    path: '/publication',
    name: 'publication',
    component: () => import('./pages/desk/PublicationPage.vue'),
    meta: {
      titleKey: 'suggestion.desk.publication.desk',
      capability: ['suggestion.propose_publication', 'suggestion.publish'],
      nav: { group: 'work', icon: 'publish', order: 30, key: 'p' },
      wide: true,
    },
  },
  {
    path: '/statistics',
    name: 'statistics',
    component: () => import('./pages/desk/StatisticsPage.vue'),
    meta: {
      titleKey: 'statistics.desk.title',
      capability: 'suggestion.read',
      nav: { group: 'reports', icon: 'chart', order: 5, key: 'c' },
      wide: true,
    },
  },
  {
    path: '/suggestions/:id',
    name: 'suggestion',
    component: () => import('./pages/desk/SuggestionPage.vue'),
    props: true,
    meta: { titleKey: 'suggestion.desk.one', capability: 'suggestion.read', wide: true },
  },
  {
    path: '/suggestions/:id/tasks/:taskId/reply',
    name: 'reply-draft',
    component: () => import('./pages/desk/ReplyDraftPage.vue'),
    props: true,
    meta: { titleKey: 'suggestion.desk.reply.draft', capability: 'task.handle', wide: true },
  },
  {
    path: '/suggestions/:id/tasks/:taskId/supplement',
    name: 'reply-supplement',
    component: () => import('./pages/desk/SupplementPage.vue'),
    props: true,
    meta: { titleKey: 'word.desk.task_step.supplement_reply', capability: 'task.sign_off', wide: true },
  },
]

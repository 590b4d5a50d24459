import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/api-keys',
    name: 'api-keys',
    component: () => import('./pages/desk/ApiKeyListPage.vue'),
    meta: {
      titleKey: 'integration.desk.list.title',
      capability: 'api_key.read',
      nav: { group: 'system', icon: 'key', order: 15 },
    },
  },
  {
    path: '/api-keys/:id',
    name: 'api-key',
    component: () => import('./pages/desk/ApiKeyPage.vue'),
    props: true,
    meta: { titleKey: 'integration.desk.detail.title', capability: 'api_key.read' },
  },
  {
    path: '/webhooks',
    name: 'webhooks',
    component: () => import('./pages/desk/WebhookListPage.vue'),
    meta: {
      titleKey: 'integration.desk.webhook.list.title',
      capability: 'api_key.read',
      nav: { group: 'system', icon: 'send', order: 16, badge: () => import('./components/WebhookBadge.vue') },
    },
  },
  {
    path: '/webhooks/:id',
    name: 'webhook',
    component: () => import('./pages/desk/WebhookPage.vue'),
    props: true,
    meta: { titleKey: 'integration.desk.webhook.list.title', capability: 'api_key.read' },
  },
]

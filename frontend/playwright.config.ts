import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const chromium = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path))

const DESK = { viewport: { width: 1440, height: 900 } }
const LAST = /rollover\.spec/

/** Journeys against a running server (`E2E_BASE_URL`); the browser is the system's, never downloaded. */
export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/clock.ts',
  fullyParallel: false,
  workers: Number(process.env.E2E_WORKERS ?? 1),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    baseURL: process.env.E2E_BASE_URL ?? 'http://127.0.0.1:8080',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-default-apps',
        '--disable-sync',
        '--no-first-run',
        '--lang=zh-CN',
        '--no-pings',
      ],
    },
  },
  // The term of the county's deputies ends when everything that needs them is through.
  projects: [
    { name: 'phone', testIgnore: LAST, use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
    { name: 'wide', testIgnore: LAST, use: DESK, teardown: 'term' },
    { name: 'term', testMatch: LAST, use: DESK },
  ],
})

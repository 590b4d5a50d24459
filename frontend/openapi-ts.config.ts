import { defineConfig } from '@hey-api/openapi-ts'

export default defineConfig({
  input: '../openapi/openapi.json',
  output: { path: process.env.CLIENT_OUT ?? './src/api/gen', clean: true },
  plugins: [
    { name: '@hey-api/client-fetch', runtimeConfigPath: '../client', throwOnError: true, baseUrl: false },
    '@hey-api/typescript',
    { name: '@hey-api/sdk', responseStyle: 'data', paramsStructure: 'grouped' },
  ],
})

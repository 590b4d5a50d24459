import { defineConfig } from '@hey-api/openapi-ts'

export default defineConfig({
  input: '../../openapi/open.json',
  output: {
    path: process.env.CLIENT_OUT ?? './src/gen',
    clean: true,
    // Node and browsers resolve what they import by its file name.
    module: { extension: '.js' },
  },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    '@hey-api/typescript',
    { name: '@hey-api/sdk', responseStyle: 'data', paramsStructure: 'grouped' },
  ],
})

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  build: {
    // The content security policy allows nothing but files of this server, so no data: URLs.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  worker: { format: "es" },
  server: {
    proxy: { "/api": "http://127.0.0.1:8420", "/reference": "http://127.0.0.1:8420" },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});

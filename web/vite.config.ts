import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { thirdParty } from "./scripts/thirdParty.ts";

const licences = thirdParty();

export default defineConfig({
  plugins: [react(), licences.pages],
  build: {
    // The content security policy allows nothing but files of this server, so no data: URLs.
    assetsInlineLimit: 0,
    // /assets is where people find what is owned.
    assetsDir: "bundle",
    chunkSizeWarningLimit: 900,
  },
  worker: { format: "es", plugins: () => [licences.workers()] },
  server: {
    proxy: { "/api": "http://127.0.0.1:8420", "/reference": "http://127.0.0.1:8420" },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});

import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./theme/app.css";

import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { whenSignedOut } from "./api/client";
import { Problem } from "./api/problem";
import { meQuery } from "./api/session";
import { i18n } from "./locales/i18n";
import { restoreDensity } from "./shell/display";
import { router } from "./shell/router";
import { resolver, theme } from "./theme/theme";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => !(error instanceof Problem) && count < 2,
      retryDelay: 500,
      // A browser without a network still reaches a server on the same machine; only asking tells.
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

whenSignedOut(() => {
  void queries.invalidateQueries({ queryKey: meQuery.queryKey });
});
restoreDensity();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto">
          <Notifications position="bottom-right" />
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

import { IconClipboardCheck } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/stocktakes",
  component: lazyRouteComponent(() => import("./records/RecordsPage"), "StocktakesPage"),
  nav: { section: "control", order: 2, label: () => t("Stock-takes"), icon: IconClipboardCheck, href: "/stocktakes" },
};

import { IconCoins } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/service-costs",
  component: lazyRouteComponent(() => import("./services/ServiceCostsPage"), "ServiceCostsPage"),
  nav: { order: 7, label: () => t("Costs of services"), icon: IconCoins, href: "/service-costs" },
};

import { IconTruckDelivery } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/orders",
  component: lazyRouteComponent(() => import("./records/RecordsPage"), "OrdersPage"),
  nav: { order: 4, label: () => t("Orders"), icon: IconTruckDelivery, href: "/orders" },
};

import { IconBuildingWarehouse } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/stockrooms",
  component: lazyRouteComponent(() => import("./records/RecordsPage"), "StockroomsPage"),
  nav: { order: 5, label: () => t("Stock rooms"), icon: IconBuildingWarehouse, href: "/stockrooms" },
};

import { IconRecycle } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/harvest",
  component: lazyRouteComponent(() => import("./harvest/HarvestPage"), "HarvestPage"),
  nav: { section: "overview", order: 24, label: () => t("Unused software"), icon: IconRecycle, href: "/harvest" },
};

import { IconHourglass } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/service-levels",
  component: lazyRouteComponent(() => import("./service-levels/ServiceLevelsPage"), "ServiceLevelsPage"),
  nav: { section: "operate", order: 9, label: () => t("Service levels"), icon: IconHourglass, href: "/service-levels" },
};

import { IconSitemap } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/services",
  component: lazyRouteComponent(() => import("./services/ServicesPage"), "ServicesPage"),
  nav: { section: "overview", order: 25, label: () => t("Services"), icon: IconSitemap, href: "/services", key: "v" },
};

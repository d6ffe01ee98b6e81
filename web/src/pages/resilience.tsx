import { IconShieldHalf } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/resilience",
  component: lazyRouteComponent(() => import("./resilience/ResiliencePage"), "ResiliencePage"),
  nav: { section: "overview", order: 35, label: () => t("Resilience"), icon: IconShieldHalf, href: "/resilience", key: "o" },
};

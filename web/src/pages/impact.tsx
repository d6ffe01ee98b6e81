import { IconArrowForwardUp } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/impact/{-$uid}",
  component: lazyRouteComponent(() => import("./impact/ImpactPage"), "ImpactPage"),
  nav: { section: "overview", order: 30, label: () => t("Impact"), icon: IconArrowForwardUp, href: "/impact", key: "i" },
};

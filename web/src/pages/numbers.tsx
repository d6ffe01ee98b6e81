import { IconGauge } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/numbers",
  component: lazyRouteComponent(() => import("./numbers/NumbersPage"), "NumbersPage"),
  nav: { section: "operate", order: 9, label: () => t("Numbers"), icon: IconGauge, href: "/numbers" },
};

import { IconArrowsDiff } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/compare",
  component: lazyRouteComponent(() => import("./compare/ComparePage"), "ComparePage"),
  nav: { section: "overview", order: 30, label: () => t("What changed"), icon: IconArrowsDiff, href: "/compare", key: "w" },
};

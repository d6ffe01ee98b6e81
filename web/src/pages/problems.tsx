import { IconBug } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/problems",
  component: lazyRouteComponent(() => import("./records/RecordsPage"), "ProblemsPage"),
  nav: { section: "operate", order: 6, label: () => t("Problems"), icon: IconBug, href: "/problems" },
};

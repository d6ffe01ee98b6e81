import { IconFileText } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/contracts",
  component: lazyRouteComponent(() => import("./records/RecordsPage"), "ContractsPage"),
  nav: { order: 3, label: () => t("Contracts"), icon: IconFileText, href: "/contracts" },
};

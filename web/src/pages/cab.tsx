import { IconUsersGroup } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/cab",
  component: lazyRouteComponent(() => import("./board/BoardPage"), "BoardPage"),
  nav: { section: "operate", order: 8, label: () => t("Board of changes"), icon: IconUsersGroup, href: "/cab" },
};

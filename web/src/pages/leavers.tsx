import { IconUserMinus } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/leavers",
  component: lazyRouteComponent(() => import("./leavers/LeaversPage"), "LeaversPage"),
  nav: { order: 6, label: () => t("Leavers"), icon: IconUserMinus, href: "/leavers", permission: "assets" },
};

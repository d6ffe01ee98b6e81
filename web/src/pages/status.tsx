import { IconHeartbeat } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/status",
  component: lazyRouteComponent(() => import("./status/StatusPage"), "StatusPage"),
  nav: { section: "overview", order: 24, label: () => t("Service status"), icon: IconHeartbeat, href: "/status" },
};

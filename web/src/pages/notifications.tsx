import { IconBell } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/notifications",
  component: lazyRouteComponent(() => import("./notifications/NotificationsPage"), "NotificationsPage"),
  nav: {
    section: "control", order: 85, label: () => t("Mail and webhooks"), icon: IconBell, href: "/notifications", permission: "admin",
  },
};

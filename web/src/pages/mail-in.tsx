import { IconMailDown } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/mail-in",
  component: lazyRouteComponent(() => import("./mail-in/MailInPage"), "MailInPage"),
  nav: { section: "control", order: 86, label: () => t("Mail in"), icon: IconMailDown, href: "/mail-in", permission: "admin" },
};

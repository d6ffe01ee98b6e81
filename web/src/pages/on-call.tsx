import { IconPhoneCall } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/on-call",
  component: lazyRouteComponent(() => import("./on-call/OnCallPage"), "OnCallPage"),
  nav: { section: "operate", order: 9, label: () => t("On call"), icon: IconPhoneCall, href: "/on-call" },
};

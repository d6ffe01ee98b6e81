import { IconSignature } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/acceptances",
  component: lazyRouteComponent(() => import("./acceptances/AcceptancesPage"), "AcceptancesPage"),
  nav: { order: 7, label: () => t("Acceptance by holders"), icon: IconSignature, href: "/acceptances", permission: "assets" },
};

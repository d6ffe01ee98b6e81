import { IconBellRinging } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/signals",
  component: lazyRouteComponent(() => import("./signals/SignalsPage"), "SignalsPage"),
  nav: { section: "operate", order: 10, label: () => t("Signals"), icon: IconBellRinging, href: "/signals", key: "l" },
};

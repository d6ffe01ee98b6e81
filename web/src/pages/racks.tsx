import { IconServer2 } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/racks",
  component: lazyRouteComponent(() => import("./racks/RacksPage"), "RacksPage"),
  nav: { order: 9, label: () => t("Racks"), icon: IconServer2, href: "/racks" },
};

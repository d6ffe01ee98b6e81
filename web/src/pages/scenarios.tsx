import { IconArrowsSplit2 } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/scenarios",
  component: lazyRouteComponent(() => import("./scenarios/ScenariosPage"), "ScenariosPage"),
  nav: { section: "overview", order: 45, label: () => t("Scenarios"), icon: IconArrowsSplit2, href: "/scenarios" },
};

import { IconFlag3 } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/baselines",
  component: lazyRouteComponent(() => import("./baselines/BaselinesPage"), "BaselinesPage"),
  nav: { section: "control", order: 40, label: () => t("Baselines"), icon: IconFlag3, href: "/baselines", key: "b" },
};

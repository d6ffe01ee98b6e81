import { IconStethoscope } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/causes",
  component: lazyRouteComponent(() => import("./causes/CausesPage"), "CausesPage"),
  nav: { section: "operate", order: 20, label: () => t("Causes"), icon: IconStethoscope, href: "/causes", key: "k" },
};

import { IconShieldExclamation } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/vulnerabilities",
  component: lazyRouteComponent(() => import("./vulnerabilities/VulnerabilitiesPage"), "VulnerabilitiesPage"),
  nav: { section: "overview", order: 24, label: () => t("Vulnerabilities"), icon: IconShieldExclamation, href: "/vulnerabilities" },
};

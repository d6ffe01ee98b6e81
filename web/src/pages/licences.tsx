import { IconLicense } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/licences",
  component: lazyRouteComponent(() => import("./licences/LicencesPage"), "LicencesPage"),
  nav: { section: "overview", order: 23, label: () => t("Licences"), icon: IconLicense, href: "/licences" },
};

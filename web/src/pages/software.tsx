import { IconPackages } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/software",
  component: lazyRouteComponent(() => import("./software/SoftwarePage"), "SoftwarePage"),
  nav: { section: "overview", order: 22, label: () => t("Software"), icon: IconPackages, href: "/software" },
};

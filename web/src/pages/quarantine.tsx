import { IconShieldX } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/quarantine",
  component: lazyRouteComponent(() => import("./quarantine/QuarantinePage"), "QuarantinePage"),
  nav: { section: "control", order: 30, label: () => t("Quarantine"), icon: IconShieldX, href: "/quarantine", key: "q" },
};

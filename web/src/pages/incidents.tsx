import { IconAlertTriangle } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/incidents",
  component: lazyRouteComponent(() => import("./records/RecordsPage"), "IncidentsPage"),
  nav: { section: "operate", order: 5, label: () => t("Incidents"), icon: IconAlertTriangle, href: "/incidents", key: "n" },
};

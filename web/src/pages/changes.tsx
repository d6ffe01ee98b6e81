import { IconGitPullRequest } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/changes",
  component: lazyRouteComponent(() => import("./records/RecordsPage"), "ChangesPage"),
  nav: { section: "operate", order: 7, label: () => t("Changes"), icon: IconGitPullRequest, href: "/changes", key: "h" },
};

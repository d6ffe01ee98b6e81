import { IconArrowMerge } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/duplicates",
  component: lazyRouteComponent(() => import("./duplicates/DuplicatesPage"), "DuplicatesPage"),
  nav: { section: "control", order: 20, label: () => t("Duplicates"), icon: IconArrowMerge, href: "/duplicates", key: "m" },
};

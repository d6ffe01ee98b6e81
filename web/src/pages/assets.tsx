import { IconTag } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/assets",
  component: lazyRouteComponent(() => import("./assets/AssetsPage"), "AssetsPage"),
  nav: { section: "control", order: 1, label: () => t("Assets"), icon: IconTag, href: "/assets", key: "a" },
};

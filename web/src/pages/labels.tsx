import { IconQrcode } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

export const page: Page = {
  path: "/labels",
  component: lazyRouteComponent(() => import("./labels/LabelsPage"), "LabelsPage"),
  nav: { order: 8, label: () => t("Labels"), icon: IconQrcode, href: "/labels" },
};

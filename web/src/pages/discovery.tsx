import { IconRadar2 } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { DiscoveryPage } from "./discovery/DiscoveryPage";

export const page: Page = {
  path: "/discovery",
  component: DiscoveryPage,
  nav: { section: "control", order: 10, label: () => t("Discovery"), icon: IconRadar2, href: "/discovery", key: "s" },
};

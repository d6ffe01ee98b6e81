import { IconFileImport } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { ImportsPage } from "./imports/ImportsPage";

export const page: Page = {
  path: "/imports",
  component: ImportsPage,
  nav: {
    section: "control", order: 50, label: () => t("Imports"), icon: IconFileImport, href: "/imports", permission: "write",
  },
};

import { IconBook2 } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";

/** The server renders the reference itself, from its declarations. */
export const page: Page = {
  nav: {
    section: "control", order: 90, label: () => t("Reference"), icon: IconBook2, href: "/reference", isOutside: true, key: "r",
  },
};

/** Words for pinning a value of an identifier. */
import type { Pin } from "../../api/identity";
import { t } from "../../locales/i18n";

interface Words {
  title: string;
  action: string;
  follows: string;
  done: string;
}

export function pinWords(pin: Pin, value: string): Words {
  const words: Record<Pin, Words> = {
    junk: {
      title: t("Let this value never count?"), action: t("Never count it"), done: t("{value} identifies nobody.", { value }),
      follows: t("Machines that are one CI only because of it come apart again, each with what it reported."),
    },
    good: {
      title: t("Let this value always count?"), action: t("Always count it"), done: t("{value} identifies one machine.", { value }),
      follows: t("Machines that claim it may become one CI, whatever else they say."),
    },
    released: {
      title: t("Release this value?"), action: t("Release it"), done: t("{value} is what the records make of it.", { value }),
      follows: t("The pin goes; whether the value counts is worked out from what the machines report."),
    },
  };
  return words[pin];
}

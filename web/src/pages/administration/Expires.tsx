import { Look } from "../../components/Look";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { hasPassed } from "./expiry";

/** When something expires, or that it has. */
export function Expires({ at }: { at: string | null }) {
  if (!at) return <>{t("Never")}</>;
  return (
    <>
      <Time at={at} /> {hasPassed(at) && <Look look={["unknown", "○", t("Expired")]} />}
    </>
  );
}

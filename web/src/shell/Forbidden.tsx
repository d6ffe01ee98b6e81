import { Empty } from "../components/PageState";
import { t } from "../locales/i18n";

/** Instead of what somebody may not see: which permission it takes and who can give it. */
export function Forbidden({ permission }: { permission: string }) {
  return (
    <Empty>
      <span className="state" data-state="unknown">
        <span aria-hidden="true">○</span> {t("Not allowed")}
      </span>
      <br />
      {t("This takes the permission “{permission}”. An administrator can give it, with another role for your account.", {
        permission,
      })}
    </Empty>
  );
}

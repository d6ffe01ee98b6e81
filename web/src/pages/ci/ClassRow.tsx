import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";

import type { CI } from "../../api/types";
import { useClassLabel } from "../../components/schema";
import { t } from "../../locales/i18n";
import { Why } from "../edit/Why";
import { ClassHistory } from "../identity/ClassHistory";
import classes from "./CIPage.module.css";

interface Props {
  ci: CI;
  isOpen: boolean;
  toggle: () => void;
}

/** The class of a CI among its attributes: opened, what every source takes it for and how that was weighed. */
export function ClassRow({ ci, isOpen, toggle }: Props) {
  const labelOf = useClassLabel();
  const asked = { name: "ci_class", label: t("Class"), doc: t("What the CI is. A claim counts by how much it tells, then by its source."), kind: "string", unit: null };
  return (
    <>
      <tr data-row>
        <td>
          <button type="button" className={classes.toggle} aria-expanded={isOpen} title={asked.doc} onClick={toggle}>
            {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />} {asked.label}
          </button>
        </td>
        <td className={classes.value} colSpan={3}>{labelOf(ci.ci_class)}</td>
      </tr>
      {isOpen && (
        <tr id="claims-ci_class">
          <td colSpan={4} className={classes.claims}>
            <Why ci={ci} attribute={asked} show={(value) => labelOf(String(value))} after={({ history }) => <ClassHistory changes={history} />} />
          </td>
        </tr>
      )}
    </>
  );
}

import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

import { impactExport, type ImpactQuestion } from "../../api/impact";
import { PictureItems } from "../../graph/PictureItems";
import type { Subject } from "../../graph/picturing";
import { t } from "../../locales/i18n";

interface Props {
  /** Nothing while the first layout is made, or in a browser that cannot make one. */
  subject: Subject | null;
  question: ImpactQuestion;
  name: string;
}

/** The picture as drawn, and the complete list from the server. */
export function ExportMenu({ subject, question, name }: Props) {
  const title = question.direction === "causes" ? t("Causes of {name}", { name }) : t("Impact of {name}", { name });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>{t("Export")}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <PictureItems subject={subject} title={title} name={`${question.direction}-${name}`} />
        <Menu.Item component="a" href={impactExport(question, "csv")} download>{t("CSV, all CIs with their paths")}</Menu.Item>
        <Menu.Item component="a" href={impactExport(question, "xlsx")} download>{t("XLSX, all CIs with their paths")}</Menu.Item>
        <Menu.Item component="a" href={impactExport(question, "json")} download>{t("JSON lines, all CIs with their paths")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

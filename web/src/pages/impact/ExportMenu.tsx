import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";

import { impactExport, type ImpactQuestion } from "../../api/impact";
import { pngOf, pngScale, type Subject, svgOf } from "../../graph/picturing";
import { formatNumber } from "../../locales/format";
import { t } from "../../locales/i18n";

interface Props {
  /** Nothing while the first layout is made, or in a browser that cannot make one. */
  subject: Subject | null;
  question: ImpactQuestion;
  name: string;
}

const KEEP_MS = 60_000;

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click; some only when the user has answered where to.
  setTimeout(() => { URL.revokeObjectURL(address); }, KEEP_MS);
}

/** A name that every file system takes. */
function fileName({ direction }: ImpactQuestion, name: string, kind: string): string {
  return `${direction}-${name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80)}.${kind}`;
}

/** The picture as drawn, and the complete list from the server. */
export function ExportMenu({ subject, question, name }: Props) {
  const title = question.direction === "causes" ? t("Causes of {name}", { name }) : t("Impact of {name}", { name });
  const saveSvg = () => {
    if (subject) save(new Blob([svgOf(subject, title)], { type: "image/svg+xml" }), fileName(question, name, "svg"));
  };
  const savePng = async () => {
    if (!subject) return;
    try {
      save(await pngOf(subject), fileName(question, name, "png"));
    } catch (error) {
      notifications.show({ message: t("No image: {reason}", { reason: String(error) }), color: "red" });
    }
  };
  const scale = subject ? pngScale(subject.scene.layout.extent) : 1;
  const smaller = scale < 1 ? t("PNG image, at {scale} % to stay within 16 megapixels", { scale: formatNumber(Math.floor(scale * 100)) }) : t("PNG image");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>{t("Export")}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={saveSvg} disabled={!subject}>{t("SVG image")}</Menu.Item>
        <Menu.Item onClick={savePng} disabled={!subject}>{smaller}</Menu.Item>
        <Menu.Item component="a" href={impactExport(question, "csv")} download>{t("CSV, all CIs with their paths")}</Menu.Item>
        <Menu.Item component="a" href={impactExport(question, "json")} download>{t("JSON lines, all CIs with their paths")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

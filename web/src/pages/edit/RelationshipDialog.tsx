import { useQuery } from "@tanstack/react-query";

import { changeRelationship, relationshipQuery } from "../../api/edits";
import { Dialog } from "../../components/Dialog";
import { Empty, Loaded } from "../../components/PageState";
import type { Attribute } from "../../components/schema";
import { t } from "../../locales/i18n";
import { EditForm } from "./EditForm";
import type { Edited } from "./relationship";
import { textOf } from "./values";

interface Props {
  edited: Edited;
  attributes: readonly Attribute[];
  done: (text: string) => void;
  close: () => void;
}

/** Says by hand what the attributes of a relationship are. */
export function RelationshipDialog({ edited, attributes, done, close }: Props) {
  const { uid, source, bond, words } = edited;
  const looked = useQuery(relationshipQuery(source.uid, { uid, type: bond.type }));
  return (
    <Dialog title={t("Edit: {words}", { words })} isWide close={close}>
      <p className="dim">{t("An empty field says nothing by hand: the other sources tell.")}</p>
      <Loaded query={looked} what={t("The relationship could not be loaded.")} lines={3}>
        {({ revision, relationship }) => relationship === null ? <Empty>{t("The relationship has ended meanwhile.")}</Empty> : (
          <EditForm
            kind={{ of: "relationship", name: bond.type }} attributes={attributes}
            looked={{ before: Object.fromEntries(Object.entries(relationship.attributes).map(([name, value]) => [name, textOf(value)])), revision }}
            save={(values, signed, seen) => changeRelationship(source.uid, { bond, values }, signed, seen)}
            done={() => { done(t("{words}: saved.", { words })); }} close={close}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

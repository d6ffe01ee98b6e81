import type { Attribute } from "../../components/schema";
import { fieldError } from "../administration/problems";
import { AttributeField } from "./AttributeField";
import classes from "./edit.module.css";
import type { Texts } from "./values";

interface Props {
  attributes: readonly Attribute[];
  texts: Texts;
  /** What is wrong with them while they are typed, by attribute. */
  wrong: Readonly<Record<string, string>>;
  /** Why the server refused to store them. */
  refusal: Error | null;
  change: (texts: Texts) => void;
}

/** How the server names an attribute in a refusal. */
export function fieldOf({ name }: Attribute): string {
  return `attributes.${name}`;
}

/** The attributes of a CI or relationship, each as a field. */
export function AttributeFields({ attributes, texts, wrong, refusal, change }: Props) {
  return (
    <div className={classes.fields}>
      {attributes.map((attribute) => (
        <AttributeField
          key={attribute.name} attribute={attribute} text={texts[attribute.name] ?? ""}
          error={wrong[attribute.name] ?? fieldError(refusal, fieldOf(attribute))}
          change={(text) => { change({ ...texts, [attribute.name]: text }); }}
        />
      ))}
    </div>
  );
}

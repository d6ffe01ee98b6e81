import { Button, TextInput } from "@mantine/core";
import { useState } from "react";

import type { ProductNamed } from "../../api/licences";
import { AppLink } from "../../components/AppLink";
import { t } from "../../locales/i18n";
import administration from "../administration/administration.module.css";
import { positionHref } from "./words";

interface Props {
  on: string;
  product: string;
  ask: (product: string) => void;
}

/** Which product the position is of: typed as a person knows it, all without one. */
export function ProductAsked({ on, product, ask }: Props) {
  const [typed, setTyped] = useState(product);
  return (
    <form
      className={administration.filters}
      onSubmit={(event) => {
        event.preventDefault();
        ask(typed.trim());
      }}
    >
      <TextInput label={t("Product")} placeholder={t("all")} maxLength={300} value={typed} onChange={({ currentTarget }) => { setTyped(currentTarget.value); }} />
      <Button type="submit" variant="default">{t("Show")}</Button>
      {product && <AppLink href={positionHref(on)}>{t("All products")}</AppLink>}
    </form>
  );
}

/** Products, each of which leads to its own position. */
export function ProductLinks({ on, products }: { on: string; products: readonly ProductNamed[] }) {
  return products.map(({ publisher, product, edition }, place) => (
    <span key={`${publisher} ${product} ${edition}`}>{place > 0 && ", "}<AppLink className="quiet" href={positionHref(on, { publisher, product })}>{[product, edition].filter(Boolean).join(" ")}</AppLink></span>
  ));
}

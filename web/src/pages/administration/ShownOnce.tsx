import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

import { Copyable } from "../../components/Copyable";
import { t } from "../../locales/i18n";
import classes from "./administration.module.css";

interface Props {
  title: string;
  value: string;
  /** How to use the value. */
  children?: ReactNode;
  close: () => void;
}

/** A new secret, which the server cannot show again; it stays until somebody says that it is kept. */
export function ShownOnce({ title, value, children, close }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [value]);
  return (
    <section className={`panel ${classes.made ?? ""}`}>
      <h2 ref={heading} tabIndex={-1}>
        <span className="state" data-state="up" aria-hidden="true">●</span> {title}
      </h2>
      <div>{t("Copy it now: the server keeps only a digest and cannot show it again.")}</div>
      <Copyable text={value} label={title} />
      {children}
      <div>
        <Button variant="default" onClick={close}>{t("I have kept it")}</Button>
      </div>
    </section>
  );
}

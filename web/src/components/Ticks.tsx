import { Checkbox } from "@mantine/core";

import classes from "./Ticks.module.css";

interface Props {
  legend: string;
  values: readonly string[];
  chosen: readonly string[];
  word: (value: string) => string;
  change: (chosen: string[]) => void;
}

/** Some of a few values with words for them, each a box to tick. */
export function Ticks({ legend, values, chosen, word, change }: Props) {
  if (values.length === 0) return null;
  return (
    <fieldset className={classes.ticks}>
      <legend>{legend}</legend>
      {values.map((value) => (
        <Checkbox key={value} label={word(value)} checked={chosen.includes(value)} onChange={({ currentTarget }) => { change(values.filter((one) => (one === value ? currentTarget.checked : chosen.includes(one)))); }} />
      ))}
    </fieldset>
  );
}

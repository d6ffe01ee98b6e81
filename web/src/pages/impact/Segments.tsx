import { SegmentedControl } from "@mantine/core";

import classes from "./Impact.module.css";

interface Props<Value extends string> {
  label: string;
  value: Value;
  choices: readonly (readonly [value: Value, word: string])[];
  choose: (value: Value) => void;
}

/** One of a few choices, all of them in sight. */
export function Segments<Value extends string>({ label, value, choices, choose }: Props<Value>) {
  return (
    <SegmentedControl
      aria-label={label}
      classNames={{ root: classes.segments, indicator: classes.chosen }}
      value={value}
      onChange={(wanted) => {
        const found = choices.find(([one]) => one === wanted);
        if (found) choose(found[0]);
      }}
      data={choices.map(([one, word]) => ({ value: one, label: word }))}
    />
  );
}

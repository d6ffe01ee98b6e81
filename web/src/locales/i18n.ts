/** All text of the user interface goes through `t`. The English text is its own key; other languages map it. */
import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";

import en from "./en.json";

i18n.setMessagesCompiler(compileMessage);
i18n.load("en", en);
i18n.activate("en");

export { i18n };

/** The text in the user's language; `message` is ICU text: `t("{count, plural, one {# item} other {# items}}", {count})`. */
export function t(message: string, values?: Record<string, string | number>): string {
  return i18n._(message, values);
}

import { type RouterHistory, useRouter } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, MouseEvent, Ref } from "react";

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; ref?: Ref<HTMLAnchorElement> };

function useHistory(): RouterHistory {
  // The router's type does not say which history it has; the application makes it with the usual one.
  return useRouter().history as RouterHistory;
}

/** A real link that stays within the application on a plain click. */
export function AppLink({ href, onClick, ...rest }: Props) {
  const history = useHistory();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain) return;
    event.preventDefault();
    history.push(href);
  };
  return <a {...rest} href={href} onClick={follow} />;
}

/** Open an address of the application from code. */
export function useOpen(): (href: string) => void {
  const history = useHistory();
  return (href) => {
    history.push(href);
  };
}

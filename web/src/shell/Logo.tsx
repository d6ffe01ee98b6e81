/** The plumb line: a weight that shows what is straight. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M5 1.5h14M12 1.5v11" stroke="var(--pl-bar)" strokeWidth="2" fill="none" />
      <path d="M7 12.5h10L12 23z" fill="var(--pl-bar)" />
    </svg>
  );
}

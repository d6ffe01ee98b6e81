import { useAnnouncement } from "../components/announce";

export function LiveRegion() {
  return (
    <div className="visuallyhidden" role="status" aria-live="polite">
      {useAnnouncement()}
    </div>
  );
}

import './quiet-harbour.css';

/** The picture of an empty list: a quay with nothing moored, and calm water. */
export function QuietHarbour() {
  return (
    <svg className="quiet-harbour" viewBox="0 0 160 64" aria-hidden="true">
      <circle cx="118" cy="20" r="9" className="quiet-sun" />
      <path d="M8 40h56v8h12v-8h10" className="quiet-line" />
      <path d="M22 40v-9a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v9M20 27h16" className="quiet-line" />
      <path
        d="M84 48q6-5 12 0t12 0 12 0 12 0 12 0M30 57q6-5 12 0t12 0 12 0 12 0 12 0 12 0 12 0 12 0"
        className="quiet-wave"
      />
    </svg>
  );
}

/** The llama, as in the favicon. */
export function Logo({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#1a1a24" />
      <path
        d="M10 25V14.5C10 12 8.6 11 8.6 8.4V5l3.4 2.6h3.2L18 5v4.4c0 1.7-.6 2.6-.6 4.1 0 2.3 1.6 2.9 3.6 2.9 2.6 0 4 1.7 4 4.1V25"
        fill="none"
        stroke="#8b5cf6"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="13.6" cy="11.4" r="1.3" fill="#ec4899" />
    </svg>
  );
}

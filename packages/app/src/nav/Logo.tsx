import styles from './Logo.module.css';

/** The product's mark, a shield with a spark, and its name beside it. */
export function Logo({ compact = false }: { compact?: boolean }) {
  return (
    <span className={styles.logo}>
      <svg
        viewBox="0 0 32 32"
        width={28}
        height={28}
        aria-hidden={!compact}
        {...(compact && { role: 'img', 'aria-label': 'Private AI portal' })}
      >
        <rect width="32" height="32" rx="7" fill="#1f5493" />
        <path
          d="M16 6 8 9.500v6.200c0 5 3.4 8.6 8 10.3 4.6-1.7 8-5.3 8-10.300V9.500z"
          fill="none"
          stroke="#fff"
          strokeWidth="2"
          strokeLinejoin="round"
        />
        <path d="m16 11 1.3 3.700L21 16l-3.7 1.300L16 21l-1.3-3.700L11 16l3.7-1.300z" fill="#fff" />
      </svg>
      {!compact && <span className={styles.name}>Private AI</span>}
    </span>
  );
}

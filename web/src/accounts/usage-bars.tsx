import type { UsageDay } from "@llamasketch/contract";
import { BUTTON } from "../ui/button-styles.ts";
import { words } from "./words.ts";
import { serverNowMs } from "../api/server-clock.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;

/** Thirty days side by side, and the same as a table for who reads it. */
export function UsageBars({ usage }: { usage: readonly UsageDay[] }) {
  if (usage.length === 0) return <p className="text-muted">{words.usageNone}</p>;
  const byDay = new Map(usage.map((each) => [each.day, each]));
  const days = Array.from({ length: DAYS }, (_, at) => {
    const day = new Date(serverNowMs() - (DAYS - 1 - at) * DAY_MS).toISOString().slice(0, 10);
    return byDay.get(day) ?? { day, pictures: 0, credits: 0 };
  });
  const most = Math.max(1, ...days.map(({ pictures, credits }) => Math.max(pictures, credits)));
  return (
    <>
      <svg
        className="h-24 w-full"
        viewBox={`0 0 ${DAYS * 10} 100`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {days.map(({ day, pictures, credits }, at) => {
          const share = (100 * Math.max(pictures, credits)) / most;
          return (
            <rect
              key={day}
              x={at * 10 + 1}
              width={8}
              y={100 - Math.max(1, share)}
              height={Math.max(1, share)}
              className={share > 0 ? "fill-primary" : "fill-border"}
            >
              <title>{words.usageDay(day, pictures, credits)}</title>
            </rect>
          );
        })}
      </svg>
      <p className="flex justify-between text-small text-muted">
        <span>{words.on(days[0]?.day ?? "")}</span>
        <span>{words.usageMost(most)}</span>
        <span>{words.today}</span>
      </p>
      <details>
        <summary className={BUTTON.link}>{words.byDay}</summary>
        <table className="account-table">
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.pictures}</th>
              <th scope="col">{words.credits}</th>
            </tr>
          </thead>
          <tbody>
            {usage.toReversed().map(({ day, pictures, credits }) => (
              <tr key={day}>
                <td>{words.on(day)}</td>
                <td>{pictures}</td>
                <td>{credits}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

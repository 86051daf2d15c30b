import type { StatementLine } from "@llamasketch/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { apiUrl } from "../api/api-url.ts";
import { readStatement } from "../api/credits.ts";
import { Loaded } from "../app/part.tsx";
import { BUTTON } from "../ui/button-styles.ts";
import { words } from "./words.ts";

/** Every change of the balance, the newest first; each sketch by its name. */
export function StatementTable() {
  const statement = useInfiniteQuery({
    queryKey: ["statement"],
    queryFn: ({ pageParam }) => readStatement(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <Loaded query={statement}>
      {({ pages }) => {
        const lines = pages.flatMap((page) => page.lines);
        if (lines.length === 0) return <p className="text-muted">{words.noLines}</p>;
        return (
          <>
            <table className="account-table credit-lines">
              <thead>
                <tr>
                  <th scope="col">{words.when}</th>
                  <th scope="col">{words.what}</th>
                  <th scope="col" className="credit-units">
                    {words.credits}
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <Line key={line.id} line={line} />
                ))}
              </tbody>
            </table>
            <div className="flex flex-wrap gap-2">
              {statement.hasNextPage && (
                <button
                  type="button"
                  className={BUTTON.plain}
                  disabled={statement.isFetchingNextPage}
                  onClick={() => void statement.fetchNextPage()}
                >
                  {words.older}
                </button>
              )}
              <a className={BUTTON.plain} href={apiUrl("/api/credits/statement.csv")} download="">
                {words.download}
              </a>
            </div>
          </>
        );
      }}
    </Loaded>
  );
}

function Line({ line }: { line: StatementLine }) {
  const { at, kind, units, sketch, live } = line;
  return (
    <tr data-testid="statement-line" data-kind={kind} data-units={units}>
      <td className="text-muted">{words.at(at)}</td>
      <td>
        {words.kinds[kind]}
        {sketch &&
          (sketch.title === null ? (
            <span className="block text-muted">{words.deletedSketch}</span>
          ) : (
            <span className="block">
              <Link to="/s/$sketchId" params={{ sketchId: sketch.id }} className={BUTTON.link}>
                {sketch.title}
              </Link>
            </span>
          ))}
        {live && (
          <span className="block text-small text-muted">{words.live(live.windows, live.pictures)}</span>
        )}
      </td>
      <td className="credit-units">{words.units(units)}</td>
    </tr>
  );
}

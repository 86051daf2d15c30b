import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { readMe } from "../api/accounts.ts";
import { listAudit, readFigures } from "../api/admin.ts";
import { Frame } from "../app/frame.tsx";
import { Loaded, Part } from "../app/part.tsx";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { Field } from "../ui/field.tsx";
import { AuditTable } from "./audit-table.tsx";
import { PeopleSearch } from "./people-search.tsx";
import { StopsPart } from "./stops-part.tsx";
import { words } from "./words.ts";

export function AdminPage() {
  return (
    <Frame title={words.title}>
      <ForStaff />
    </Frame>
  );
}

function ForStaff() {
  const me = useQuery({ queryKey: ["me"], queryFn: readMe });
  return (
    <Loaded query={me}>
      {(user) =>
        user === null || user.role === "user" ? (
          <p>{words.notYours}</p>
        ) : (
          <div className="account-parts">
            <Figures />
            <StopsPart mayStop={user.role === "admin"} />
            <SketchSearch />
            <PeopleSearch />
            {user.role === "admin" && <AuditPart />}
          </div>
        )
      }
    </Loaded>
  );
}

const NAMES = Object.entries(words.figures) as [keyof typeof words.figures, string][];

function Figures() {
  const figures = useQuery({ queryKey: ["figures"], queryFn: readFigures });
  return (
    <Part title={words.today} isWide>
      <Loaded query={figures}>
        {(counts) => (
          <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
            {NAMES.map(([name, label]) => (
              <div key={name}>
                <dt className="text-muted">{label}</dt>
                <dd className="text-title font-semibold tabular-nums">{counts[name].toLocaleString()}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </Part>
  );
}

function SketchSearch() {
  const navigate = useNavigate();
  const [id, setId] = useState("");
  const [isChecked, setChecked] = useState(false);
  const isBad = !/^skt_\w{26}$/.test(id.trim());
  return (
    <Part title={words.sketch}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (!isBad) void navigate({ to: "/admin/sketches/$sketchId", params: { sketchId: id.trim() } });
        }}
      >
        <Field
          label={words.sketchId}
          name="sketch"
          autoComplete="off"
          spellCheck={false}
          value={id}
          change={setId}
          problem={isChecked && isBad ? words.sketchIdBad : undefined}
        />
        <button type="submit" className={BUTTON.plain}>
          {words.look}
        </button>
      </form>
    </Part>
  );
}

function AuditPart() {
  const audit = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) => listAudit(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Part title={words.audit} isWide>
      <AuditTable lines={audit.data?.pages.flatMap(({ lines }) => lines) ?? []} />
      <FailureNote error={audit.error} />
      {audit.hasNextPage && (
        <button
          type="button"
          className={BUTTON.plain}
          disabled={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          {words.more}
        </button>
      )}
    </Part>
  );
}

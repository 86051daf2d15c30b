import type { AdminUserLine } from "@llamasketch/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { listUsers } from "../api/admin.ts";
import { Part } from "../app/part.tsx";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { Field } from "../ui/field.tsx";
import { words } from "./words.ts";

export function PeopleSearch() {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const people = useInfiniteQuery({
    queryKey: ["users", asked],
    queryFn: ({ pageParam }) => listUsers(asked, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const users = people.data?.pages.flatMap((page) => page.users) ?? [];
  return (
    <Part title={words.people} isWide>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(text.trim());
        }}
      >
        <div className="min-w-0 flex-1">
          <Field label={words.find} name="q" autoComplete="off" value={text} change={setText} />
        </div>
        <button type="submit" className={BUTTON.plain}>
          {words.search}
        </button>
      </form>
      <FailureNote error={people.error} />
      {people.isSuccess && users.length === 0 && <p role="status">{words.nobody}</p>}
      {users.length > 0 && <People users={users} />}
      {people.hasNextPage && (
        <button
          type="button"
          className={BUTTON.plain}
          disabled={people.isFetchingNextPage}
          onClick={() => void people.fetchNextPage()}
        >
          {words.more}
        </button>
      )}
    </Part>
  );
}

function People({ users }: { users: readonly AdminUserLine[] }) {
  return (
    <ul className="account-list">
      {users.map((user) => (
        <li key={user.id}>
          <Link
            to="/admin/users/$userId"
            params={{ userId: user.id }}
            className={`${BUTTON.link} min-w-0 break-all`}
          >
            {user.email ?? user.id}
          </Link>
          <span className="text-small text-muted">{describe(user)}</span>
        </li>
      ))}
    </ul>
  );
}

const describe = ({ anonymous, role, plan, createdAt, bannedAt, deletedAt }: AdminUserLine): string =>
  [
    deletedAt ? words.deleted : bannedAt ? words.banned : anonymous ? words.visitor : words.roles[role],
    plan,
    words.at(createdAt),
  ].join(" · ");

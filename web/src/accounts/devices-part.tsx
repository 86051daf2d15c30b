import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { listDevices, revokeDevice, revokeOtherDevices } from "../api/accounts.ts";
import { relativeTime } from "../ui/relative-time.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { toast } from "../ui/toasts.ts";
import { Loaded, Part } from "../app/part.tsx";
import { words } from "./words.ts";
import { serverNowMs } from "../api/server-clock.ts";

export function DevicesPart() {
  const queries = useQueryClient();
  const devices = useQuery({ queryKey: ["devices"], queryFn: listDevices });
  const again = () => queries.invalidateQueries({ queryKey: ["devices"] });
  const revoke = useMutation({ mutationFn: revokeDevice, onSuccess: again });
  const others = useMutation({
    mutationFn: revokeOtherDevices,
    onSuccess: () => {
      toast({ text: words.revokedOthers });
      return again();
    },
  });
  return (
    <Part title={words.devices} isWide>
      <Loaded query={devices}>
        {(list) => (
          <>
            <ul className="account-list">
              {list.map(({ id, name, seenAt, current }) => (
                <li key={id}>
                  <span className="flex min-w-0 items-center gap-3">
                    <MonitorSmartphone className="size-5 shrink-0 text-muted" aria-hidden="true" />
                    <span className="min-w-0">
                      <span className="block break-words">{name}</span>
                      <span className="block text-small text-muted">
                        {current
                          ? words.thisDevice
                          : words.seen(relativeTime(Date.parse(seenAt), serverNowMs()))}
                      </span>
                    </span>
                  </span>
                  {!current && (
                    <button
                      type="button"
                      className={BUTTON.plain}
                      aria-label={words.revokeNamed(name)}
                      disabled={revoke.isPending}
                      onClick={() => revoke.mutate(id)}
                    >
                      {words.revoke}
                    </button>
                  )}
                </li>
              ))}
            </ul>
            <FailureNote error={revoke.error ?? others.error} />
            {list.length > 1 && (
              <button
                type="button"
                className={BUTTON.plain}
                disabled={others.isPending}
                onClick={() => others.mutate()}
              >
                {words.revokeOthers}
              </button>
            )}
          </>
        )}
      </Loaded>
    </Part>
  );
}

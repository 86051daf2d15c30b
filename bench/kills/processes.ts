import { readFileSync, readdirSync, readlinkSync } from "node:fs";

interface Process {
  pid: number;
  parent: number;
  name: string;
}

function processes(): Process[] {
  const found: Process[] = [];
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const [, name = "", rest = ""] = /\((.*)\) (.*)/s.exec(stat) ?? [];
      found.push({ pid: Number(entry), parent: Number(rest.split(" ")[1]), name });
    } catch {
      // It ended while the list was read.
    }
  }
  return found;
}

/** Descendants of `pid` called `name`, itself included. */
export function descendants(pid: number, name: string): number[] {
  const all = processes();
  const wanted = new Set([pid]);
  for (let grew = true; grew;) {
    grew = false;
    for (const process of all) {
      if (wanted.has(process.pid) || !wanted.has(process.parent)) continue;
      wanted.add(process.pid);
      grew = true;
    }
  }
  return all
    .filter((process) => wanted.has(process.pid) && process.name.startsWith(name))
    .map(({ pid: id }) => id);
}

/** True when this process listens on the port. */
export function listensOn(pid: number, port: number): boolean {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const inodes = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(hex) && fields[3] === "0A")
    .map((fields) => `socket:[${fields[9]}]`);
  return readdirSync(`/proc/${pid}/fd`).some((fd) => {
    try {
      return inodes.includes(readlinkSync(`/proc/${pid}/fd/${fd}`));
    } catch {
      return false;
    }
  });
}

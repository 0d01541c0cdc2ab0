import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** A copy of the project as it stands, uncommitted changes of known files included, in a folder of its own. */
export class Worktree {
  readonly path: string;
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
    this.path = join(mkdtempSync(join(tmpdir(), "mutate-")), "copy");
    // `stash create` makes a commit of what has changed, touches nothing, and prints nothing when nothing has.
    const commit = this.git("stash", "create").trim() || "HEAD";
    this.git("worktree", "add", "--detach", this.path, commit);
    symlinkSync(resolve(root, "node_modules"), join(this.path, "node_modules"));
    // The pages that show the documentation are no part of the repository, and tests load them.
    execFileSync(process.execPath, ["scripts/vendor.ts"], { cwd: this.path });
  }

  /** Takes back what was changed in a file. */
  restore(file: string): void {
    execFileSync("git", ["checkout", "--", file], { cwd: this.path });
  }

  remove(): void {
    this.git("worktree", "remove", "--force", this.path);
    rmdirSync(dirname(this.path));
  }

  private git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: this.root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

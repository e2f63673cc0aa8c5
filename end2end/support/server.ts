// The real binary on a free port, with its own SQLite file of demonstration rooms.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");
export const BINARY = path.resolve(ROOT, process.env.MUYING_BIN ?? "target/release/muying");
export const SITE = path.resolve(ROOT, process.env.MUYING_SITE_ROOT ?? "target/site");

/** Milliseconds in which a server starts on a busy machine, its demonstration rooms written; no test has to wait for it in its own time. */
export const START = 60_000;

export class Server {
  private constructor(
    readonly url: string,
    readonly database: string,
    /** The link for the first administrator, as it was printed. */
    readonly first: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(site = SITE): Promise<Server> {
    const folder = mkdtempSync(path.join(tmpdir(), "muying-e2e-"));
    const database = path.join(folder, "rooms.db");
    const args = ["serve", "--addr", "127.0.0.1:0", "--database-url", `sqlite:${database}`, "--site-root", site];
    const child = spawn(BINARY, [...args, "--migrate", "--seed-demo-if-empty"], { cwd: folder, env: { RUST_LOG: "warn" } });
    const [url, first] = await announced(child);
    return new Server(url, database, first, folder, child);
  }

  /** Adds somebody; the address of the link by which the person chooses a password. */
  invite(login: string, role: string): string {
    const words = ["user", "add", login, "--name", "王小明（虚构）", "--role", role, "--base-url", this.url];
    return execFileSync(BINARY, [...words, "--database-url", `sqlite:${this.database}`], { stdio: ["ignore", "pipe", "pipe"] })
      .toString()
      .trim();
  }

  /** Stops answering, without closing a connection. */
  pause() {
    this.process.kill("SIGSTOP");
  }

  /** Goes on; done when it has answered again, what had gathered meanwhile included. */
  async resume() {
    this.process.kill("SIGCONT");
    await fetch(`${this.url}/readyz`);
  }

  async stop() {
    const gone = new Promise((done) => this.process.once("exit", done));
    if (this.process.exitCode === null && this.process.signalCode === null && this.process.kill("SIGKILL")) await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The address that the process prints once it serves, and the link for the first administrator. */
function announced(child: ChildProcess): Promise<[string, string]> {
  return new Promise((done, fail) => {
    let said = "";
    const hear = (text: Buffer) => {
      said += text;
      const [first, url] = said.match(/(http:\/\/127\.0\.0\.1:\d+)\/join\/\w{64}/) ?? [];
      if (url) done([url, first]);
    };
    child.stdout!.on("data", hear);
    child.stderr!.on("data", hear);
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`${BINARY} ended with ${code} before it served:\n${said}`)));
  });
}

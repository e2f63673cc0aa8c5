// Stands between browser and server: writes down every request, and is the network that goes away or serves a roll-out.
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Seen {
  path: string;
  /** Everything the request carried. */
  text: string;
}

export class Proxy {
  readonly seen: Seen[] = [];
  /** The network is gone: connections break. */
  down = false;
  /** A proxy in front of the site answers every request with this status. */
  broken = 0;
  /** Which server answers a path. */
  route: (path: string) => string;
  private readonly server = http.createServer((request, response) => this.pass(request, response));

  private constructor(upstream: string) {
    this.route = () => upstream;
  }

  static async before(upstream: string): Promise<Proxy> {
    const proxy = new Proxy(upstream);
    await new Promise<void>((done) => proxy.server.listen(0, "127.0.0.1", done));
    return proxy;
  }

  get url() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse) {
    if (this.down) return request.socket.destroy();
    const path = request.url!;
    if (this.broken) return response.writeHead(this.broken).end();
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    this.seen.push({ path, text: `${path}\n${JSON.stringify(request.headers)}\n${body}` });
    const onward = http.request(this.route(path) + path, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  }
}

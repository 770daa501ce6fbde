import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a port of this machine on which connections break off; it leads on at once. */
export async function startCuttingProxy(port: number) {
  const open = new Set<Socket>();
  let away = false;
  const server = createServer(near => {
    if (away) return void near.destroy();
    const far = connect(port, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    return undefined;
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  let cuts = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    port: (server.address() as AddressInfo).port,
    cuts: () => cuts,
    /** Nobody gets through any more, until it is told to be back. */
    leave() {
      away = true;
      for (const socket of open) socket.destroy();
    },
    comeBack() {
      away = false;
    },
    /** From now on everything that is open breaks off, again and again. */
    cutEvery(milliseconds: number) {
      timer = setInterval(() => {
        if (open.size > 0) cuts += 1;
        for (const socket of open) socket.destroy();
      }, milliseconds);
    },
    stop() {
      clearInterval(timer);
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

#!/usr/bin/env python3
"""Passes a loopback connection on, every byte some milliseconds late: a server at a distance.

Usage: delay_proxy.py HOST PORT MILLISECONDS, where the time is one direction's. Prints the port it listens on."""

import asyncio
import contextlib
import socket
import sys


async def pass_on(reader, writer, seconds):
    """Keeps each piece for `seconds`; what follows it meanwhile is kept beside it, so only time is added."""
    clock = asyncio.get_running_loop()
    under_way = asyncio.Queue(maxsize=1024)

    async def receive():
        while piece := await reader.read(1 << 16):
            await under_way.put((clock.time() + seconds, piece))
        await under_way.put((clock.time() + seconds, b""))

    async def send():
        while True:
            due, piece = await under_way.get()
            await asyncio.sleep(due - clock.time())
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()

    await asyncio.gather(receive(), send())


async def serve(host, port, seconds):
    async def connected(client_reader, client_writer):
        with contextlib.suppress(OSError):
            server_reader, server_writer = await asyncio.open_connection(host, port)
            for writer in (client_writer, server_writer):
                writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contextlib.closing(client_writer), contextlib.closing(server_writer):
                await asyncio.gather(pass_on(client_reader, server_writer, seconds),
                                     pass_on(server_reader, client_writer, seconds))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: delay_proxy.py HOST PORT MILLISECONDS")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]) / 1000))

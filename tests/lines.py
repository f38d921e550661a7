"""The lines between a browser, a server and its database, to be cut at will."""

import asyncio
import threading
from pathlib import Path

from bench.stack import free_port


class Line:
    """A line between browser and server. Once it is cut no answer comes back any more; once it is dead nothing gets there."""

    def __init__(self, port: int) -> None:
        self.server, self.port, self.is_cut, self.is_dead, self.swallowed = port, free_port(), False, False, 0
        self.loop = asyncio.new_event_loop()
        self.is_open = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self.is_open.wait(5)
        self.base = f"http://127.0.0.1:{self.port}"

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.listening = self.loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", self.port))
        self.is_open.set()
        self.loop.run_forever()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_dead:
            writer.transport.abort()
            return
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.server)
        going = asyncio.ensure_future(self._pass_on(reader, there_writer))
        try:
            while data := await there_reader.read(65536):
                if self.is_cut:
                    self.swallowed += len(data)
                    break
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            going.cancel()
            writer.transport.abort()
            there_writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (data := await reader.read(65536)) and not self.is_dead:
            writer.write(data)
            await writer.drain()
        writer.close()

    def close(self) -> None:
        """End it, with whatever is still under way."""
        asyncio.run_coroutine_threadsafe(_end(self.listening), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()


class LineToDatabase:
    """A line between server and PostgreSQL on a socket in `folder`; what else it carries it carries whole.

    Armed with a text, it watches for a transaction that says it. That one's COMMIT gets through and is carried out; no word of
    it comes back, and the connection is gone.
    """

    def __init__(self, behind: Path, folder: Path) -> None:
        self.behind, self.folder, self.armed, self.lost = behind, folder, b"", 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        opening = asyncio.start_unix_server(self._carry, str(folder / ".s.PGSQL.5432"))
        self.listening = asyncio.run_coroutine_threadsafe(opening, self.loop).result(5)
        (folder / ".s.PGSQL.5432").chmod(0o777)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_unix_connection(str(self.behind))
        is_over = asyncio.Event()
        back = asyncio.ensure_future(self._bring_back(there_reader, writer, is_over))
        is_watched = False
        try:
            while data := await reader.read(65536):
                is_watched = is_watched or bool(self.armed and self.armed in data)
                if is_watched and b"COMMIT" in data:
                    is_over.set()
                there_writer.write(data)
                await there_writer.drain()
        except OSError:
            pass
        finally:
            back.cancel()
            writer.transport.abort()
            there_writer.close()

    async def _bring_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_over: asyncio.Event) -> None:
        while data := await reader.read(65536):
            if is_over.is_set():
                # PostgreSQL says so once it has committed.
                self.armed, self.lost = b"", self.lost + 1
                break
            writer.write(data)
            await writer.drain()
        writer.transport.abort()

    def close(self) -> None:
        """End it, with whatever is still under way."""
        asyncio.run_coroutine_threadsafe(_end(self.listening), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()


async def _end(listening: asyncio.Server) -> None:
    listening.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)

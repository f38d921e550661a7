"""The line between a browser and a server, to be cut at will."""

import asyncio
import threading

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
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()

    async def _end(self) -> None:
        self.listening.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

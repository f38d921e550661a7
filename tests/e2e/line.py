"""A bad line between browser and server: slow, cut in the middle of a sending, silent, or bringing everything twice."""

import asyncio
import threading
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlsplit


@dataclass
class Weather:
    """How the line is at the moment; each new connection looks."""

    # Seconds that each piece takes, either way.
    latency: float = 0
    # So many bytes of a POST get through, then the connection is reset.
    cut_after: int | None = None
    # What the server answers to a POST never arrives; the line stays open.
    is_mute: bool = False
    # A POST disappears; the line stays open and says nothing.
    is_black: bool = False
    # Every POST arrives twice, as from a browser that tries again.
    is_double: bool = False


class Line:
    """A proxy of bytes on a port of its own, in a thread; `weather` may change at any time."""

    def __init__(self, base: str) -> None:
        self.host, self.port = urlsplit(base).hostname, urlsplit(base).port
        self.weather = Weather()
        self.posts = 0
        self.loop = asyncio.new_event_loop()

    def __enter__(self) -> "Line":
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", 0), self.loop).result(10)
        self.base = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request and its answer; the connection then closes, so that each request meets the weather of its moment."""
        weather = self.weather
        try:
            request = await self._request(reader)
            is_post = request.startswith(b"POST")
            self.posts += is_post
            await asyncio.sleep(weather.latency)
            if is_post and weather.is_black:
                while self.weather is weather:
                    await asyncio.sleep(0.05)
                writer.transport.abort()
                return
            if is_post and weather.cut_after is not None:
                await self._send(request[: weather.cut_after])
                writer.transport.abort()
                return
            if is_post and weather.is_double:
                await self._ask(request)
            answer = await self._ask(request)
            while is_post and weather.is_mute and self.weather is weather:
                await asyncio.sleep(0.05)
            if not (is_post and weather.is_mute):
                await asyncio.sleep(weather.latency)
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _request(self, reader: asyncio.StreamReader) -> bytes:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        length = next((int(one.split(b":")[1]) for one in lines if one.lower().startswith(b"content-length:")), 0)
        body = await reader.readexactly(length)
        kept = [one for one in lines if not one.lower().startswith(b"connection:")]
        return b"\r\n".join([kept[0], b"Connection: close", *kept[1:]]) + body

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return answer

    async def _send(self, part: bytes) -> None:
        _reader, writer = await asyncio.open_connection(self.host, self.port)
        writer.write(part)
        await writer.drain()
        writer.transport.abort()

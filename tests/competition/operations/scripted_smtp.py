"""A mail server that does what a test tells it to, letter by letter."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP

OK = "250 OK"
# Steps besides an answer in words: cut the line before or after the letter was taken, or fall silent.
CUT = "cut"
HANG = "hang"


class Script:
    """Answers per stage, used up one by one; without any left, everything is accepted. A dead domain gets none."""

    def __init__(self, *, dead: str = "", **stages: list[str]) -> None:
        self.dead = dead
        self.kept_waiting: list[str] = []
        self.stages = {name: list(answers) for name, answers in stages.items()}
        self.taken: list[EmailMessage] = []
        self.seen: list[str] = []

    async def answer(self, server: object, stage: str, accepted: str = OK) -> str:
        """Do what the script says comes next at this stage; a step that can be called is, and returns the answer."""
        self.seen.append(stage)
        answers = self.stages.get(stage)
        answer = answers.pop(0) if answers else accepted
        if callable(answer):
            answer = await asyncio.to_thread(answer)
        if answer == CUT:
            server.transport.abort()
        elif answer == HANG:
            await asyncio.sleep(30)
        return answer

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        """Greet."""
        session.host_name = hostname
        await self.answer(server, "ehlo")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        """Hear who writes."""
        answer = await self.answer(server, "mail")
        if answer.startswith("2"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Hear to whom."""
        if self.dead and address.endswith(f"@{self.dead}"):
            self.kept_waiting.append(address)
            await asyncio.sleep(30)
        answer = await self.answer(server, "rcpt")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        """Take the letter unless the script refuses it. A line cut here is cut after the letter was taken."""
        following = self.stages.get("data") or [OK]
        if not str(following[0]).startswith(("4", "5")):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return await self.answer(server, "data")


class _Stalling(SMTP):
    """Can fall silent in the middle of a text: the stage "text" comes when a letter may begin."""

    async def smtp_DATA(self, arg: str) -> None:
        """Let the letter's text come, unless the script says not to go on."""
        if self.event_handler.stages.get("text"):
            await self.push("354 go on")
            await self._reader.readline()
            await self.event_handler.answer(self, "text")
            return
        await super().smtp_DATA(arg)


@contextmanager
def scripted_server(*, dead: str = "", **stages: list[str]) -> Iterator[tuple[Script, int]]:
    """Run the script on a free port of this machine; return it with the port."""
    script, loop = Script(dead=dead, **stages), asyncio.new_event_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    begin = loop.create_server(lambda: _Stalling(script, hostname="uji.test", loop=loop), sock=listener)
    asyncio.run_coroutine_threadsafe(begin, loop).result(timeout=10)
    try:
        yield script, listener.getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_stop(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        listener.close()
        loop.close()


async def _stop() -> None:
    """End the conversations that a script left hanging."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)

"""Asks for a page in this process, and reads what came as a browser would."""

from html.parser import HTMLParser

import anyio
import httpx
from attrs import define, field
from starlette.applications import Starlette

from .shop import PATH, SESSION

Attributes = dict[str, str]

PLAIN = {0x2212: "-", 0x00D7: "x"}
"""For the minus and the multiplication sign, what a keyboard has."""


@define
class Outline(HTMLParser):
    """The elements of a page in its order, and its texts."""

    elements: list[tuple[str, Attributes]] = field(factory=list[tuple[str, Attributes]])
    texts: list[str] = field(factory=list[str])

    def __attrs_pre_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[Attributes]:
        """The attributes of every element of this kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, attribute: str) -> list[str]:
        """What the attribute says wherever it stands."""
        return [found[attribute] for _, found in self.elements if attribute in found]

    @property
    def text(self) -> str:
        """All texts in plain characters, with one space where there was more."""
        return " ".join(" ".join(self.texts).split()).translate(PLAIN)


def outline(answer: httpx.Response) -> Outline:
    """Take a page apart."""
    found = Outline()
    found.feed(answer.text)
    return found


def get(app: Starlette, path: str = PATH, *, session: str | None = SESSION) -> httpx.Response:
    """Ask for a page as a browser does that came by a link."""

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://shop", trust_env=False
        ) as client:
            if session is not None:
                client.cookies.set("sessionid", session)
            return await client.get(path, headers={"accept": "text/html,*/*;q=0.8"})

    return anyio.run(ask)

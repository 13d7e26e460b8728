"""Whether anything runs, loads or leads away in a built site, as a real browser shows it.

Each text is an article of its own, so that none can hide another; many articles are shown at once, in frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.browser.serving import served_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Frame, Route

#: What `RUN` and `HOST` stand for in the payload with this number.
_CODE = "ran({})"
_HOST = "https://x.example/{}"
_AT_ONCE = 40
_SAID = re.compile(r"RAN:(\d+)")
_NUMBER = re.compile(r"/p(\d+)/")
#: Known to every document, before anything in it runs.
_REPORT = "window.ran = number => console.log('RAN:' + number);"
#: What stands in a page that must not; and all events that could run something are sent.
_LOOK = """() => {
  const schemes = new Set(`http: https: mailto: tel: ftp: geo: irc: matrix: news: sip: sips: sms: xmpp:`.split(" "));
  const forbidden = `iframe object embed applet base frame frameset math audio video form input textarea
    select marquee portal`.split(/\\s+/);
  const picture = /^\\s*data:image\\/(png|gif|jpeg|webp|avif)[;,]/i;
  const found = [];
  const look = (element) => {
    if (forbidden.includes(element.localName)) found.push(`<${element.localName}>`);
    if (element.localName === "script" && !element.src && element.type !== "application/ld+json")
      found.push("<script>");
    if (element.localName === "meta" && /refresh/i.test(element.httpEquiv)) found.push("<meta refresh>");
    for (const { name, value } of element.attributes) {
      if (/^on|^(srcdoc|formaction|action|ping|background|poster)$/i.test(name)) found.push(name);
      if (!/^(href|src|cite|data|xlink:href)$/i.test(name)) continue;
      let scheme = "";
      try { scheme = new URL(value, document.baseURI).protocol; } catch { continue; }
      if (!schemes.has(scheme) && !(element.localName === "img" && name === "src" && picture.test(value)))
        found.push(`${name}=${value.slice(0, 60)}`);
    }
  };
  const all = [...document.querySelectorAll("*")];
  all.forEach(look);
  addEventListener("click", (event) => {
    const scheme = event.target.closest?.("a[href]")?.protocol;
    if (scheme !== "javascript:") event.preventDefault();
  }, true);
  const events = `error load click focus blur mouseover mousemove mouseenter pointerover pointerenter toggle
    animationstart begin start input change submit keydown`.split(/\\s+/);
  for (const element of all)
    for (const name of events)
      element.dispatchEvent(name === "click" ? new MouseEvent(name, { bubbles: true, cancelable: true }) : new Event(name));
  return found;
}"""

_LOOK_INTO_ALL = """(look) => [...document.querySelectorAll("iframe")].map((frame) => {
  try { return [frame.getAttribute("src"), frame.contentWindow.eval(`(${look})()`)]; }
  catch (error) { return [frame.getAttribute("src"), [`is out of reach: ${error}`]]; }
})"""


def written(payload: str, number: int) -> str:
    """A payload with code and an address that tell which one it is."""
    return payload.replace("RUN", _CODE.format(number)).replace("HOST", _HOST.format(number))


class Watch:
    """What a browser does with the articles `p0`, `p1`, … of a site: `seen` tells by their numbers."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.seen: dict[int, list[str]] = {}
        self._address = address
        self._context = browser.new_context(service_workers="block")
        self._context.add_init_script(_REPORT)
        elsewhere = re.compile(rf"(?!{re.escape(address)}/)https?:")
        self._context.route(elsewhere, self._routed)
        self._page = self._context.new_page()
        self._page.on("console", self._said)
        self._page.on("dialog", self._asked)
        self._page.on("framenavigated", self._moved)
        self._context.on("page", lambda page: self._add(-1, f"a window: {page.url}"))

    def close(self) -> None:
        """Close the window and all that it keeps."""
        self._context.close()

    def look(self, paths: Sequence[str]) -> Mapping[int, list[str]]:
        """Show these pages, send events to everything in them, and tell what was seen."""
        for start in range(0, len(paths), _AT_ONCE):
            frames = "".join(f'<iframe src="{path}"></iframe>' for path in paths[start : start + _AT_ONCE])
            self._page.goto(f"{self._address}/blank/")
            self._page.set_content(frames, wait_until="load")
            for path, found in self._page.evaluate(_LOOK_INTO_ALL, _LOOK):
                number = _NUMBER.search(path)
                for each in found:
                    self._add(int(number[1]) if number else -1, each)
            self._page.wait_for_timeout(50)
        return self.seen

    def _add(self, number: int, what: str) -> None:
        self.seen.setdefault(number, []).append(what)

    def _said(self, message: ConsoleMessage) -> None:
        ran = _SAID.fullmatch(message.text)
        if ran:
            self._add(int(ran[1]), "ran")

    def _asked(self, dialog: Dialog) -> None:
        self._add(-1, f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _moved(self, frame: Frame) -> None:
        if not frame.url.startswith((f"{self._address}/", "about:blank")):
            self._add(_number_of(frame.url), f"went to {frame.url}")

    def _routed(self, route: Route) -> None:
        url = route.request.url
        self._add(_number_of(url), f"asked for {url}")
        route.abort()


def _number_of(url: str) -> int:
    last = urlsplit(url).path.rpartition("/")[2]
    return int(last) if last.isdecimal() else -1


def seen_in(browser: Browser, site: Path, paths: Sequence[str]) -> Mapping[int, list[str]]:
    """What a browser sees in pages of a built site."""
    with served_folder(site) as address:
        watch = Watch(browser, address)
        try:
            return watch.look(paths)
        finally:
            watch.close()


def numbered(payloads: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The payloads, each with its number in it."""
    for number, payload in enumerate(payloads):
        yield number, written(payload, number)

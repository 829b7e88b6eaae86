"""Which language a request is answered in (RFC 9110, section 12.5.4; RFC 4647, section 3.4)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from attrs import frozen
from babel.core import negotiate_locale

from order_entrypoints.languages.language import ENGLISH, Language

LONGEST = 1000
"""Characters of an ``Accept-Language`` that are read; no browser sends as many."""

_RANGE = re.compile(
    r"(\*|[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,7})(?:[ \t]*;[ \t]*q=(0(?:\.\d*)?|1(?:\.0*)?))?",
    re.ASCII | re.IGNORECASE,
)


@frozen
class Languages:
    """Those that labels can be shown in.

    Attributes:
        by_tag: by tag in lower case; English is among them.
    """

    by_tag: Mapping[str, Language]

    @classmethod
    def of(cls, languages: Iterable[Language]) -> "Languages":
        """Return these and English; of two with one tag, the later's labels come first."""
        by_tag = {ENGLISH.tag: ENGLISH}
        for language in languages:
            tag = language.tag.lower()
            known = by_tag.get(tag, language)
            by_tag[tag] = Language(language.tag, {**known.labels, **language.labels})
        return cls(by_tag)

    def best(self, accepted: str) -> Language:
        """Return the language for an ``Accept-Language``; English when in doubt."""
        tag = negotiate_locale(preferences(accepted), self.by_tag, sep="-")
        return self.by_tag[ENGLISH.tag if tag is None else tag.lower()]


def preferences(accepted: str) -> tuple[str, ...]:
    """Return the tags that are asked for, best first, each before what it is a kind of.

    So ``zh-Hant-TW`` asks for ``zh-Hant`` and ``zh`` next. What cannot be read is left out;
    an asterisk, which is any language, is English.
    """
    if len(accepted) > LONGEST:
        return ()
    ranges = [_weighted(entry) for entry in accepted.replace("_", "-").split(",")]
    wanted = sorted((each for each in ranges if each[1]), key=itemgetter(1), reverse=True)
    return tuple(tag for wide, _ in wanted for tag in _widened(wide))


def _weighted(entry: str) -> tuple[str, float]:
    """Return a tag and its weight from 0 to 1, which is 0 for what cannot be read."""
    match = _RANGE.fullmatch(entry.strip(" \t"))
    if match is None:
        return "", 0.0
    tag, weight = match.groups(default="1")
    return (ENGLISH.tag if tag == "*" else tag), float(weight)


def _widened(tag: str) -> Iterator[str]:
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]

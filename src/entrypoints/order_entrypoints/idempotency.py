"""Which requests were sent before, and what they were answered: a port of the HTTP service."""

from datetime import datetime
from typing import Protocol


class IdempotencyKeys(Protocol):
    """Keeps keys that clients gave to their requests; any number of threads and processes ask.

    Keys, fingerprints and owners are short texts of ASCII letters, digits and hyphens;
    answers are any text without NUL. All that is kept under a key is forgotten at ``until``:
    from that moment on it is as if the key had never been there.
    """

    def claim(
        self, key: str, fingerprint: str, *, owner: str, now: datetime, until: datetime
    ) -> tuple[str, str | None] | None:
        """Let ``owner`` have a key that nobody has; of many who ask at once one gets it.

        Forgets a few other keys whose time is over, so that nobody else needs to.

        Args:
            key: names the request.
            fingerprint: of what the request asks for.
            owner: who works on it; another one each time.
            now: the time now.
            until: when the key is free again, whatever became of its owner.

        Returns:
            None: the key is the owner's. Otherwise whose key it is already: the fingerprint
            that came with it, and the answer, or None while it is being worked on.

        Raises:
            StorageUnavailableError: nothing is claimed.
        """
        ...

    def keep(self, key: str, *, owner: str, answer: str, until: datetime) -> None:
        """Keep the answer, if the key is still the owner's; else nothing happens.

        Raises:
            StorageUnavailableError: nothing is kept.
        """
        ...

    def release(self, key: str, *, owner: str) -> None:
        """Let others have the key, if it is still the owner's and has no answer.

        Raises:
            StorageUnavailableError: it is not released.
        """
        ...

"""Calls to Omnitron as the account that we are there: logged in, and again after a 401."""

from http import HTTPStatus

import httpx
from attrs import frozen

from order_adapters.omnitron import refusals
from order_adapters.omnitron.line import Answer, Call, Deadline, Line, in_words
from order_adapters.omnitron.login import Login
from order_adapters.omnitron.transport import AnswerTooLargeError
from order_domain.ports import OmnitronGarbledError, OmnitronUnavailableError

NOT_NOW: frozenset[int] = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""4xx that are about who asks and how often, not about what was asked."""


@frozen(eq=False, repr=False)
class AuthorisedLine:
    """Sends calls that are safe to repeat, or that a 401 has not touched; thread-safe.

    Attributes:
        timeout: seconds for a call as a whole, logging in and repeating included.
    """

    line: Line
    login: Login
    timeout: float

    def ask(self, call: Call, what: str) -> Answer:
        """Send a call, and once more with a new token should Omnitron refuse the old one.

        Args:
            call: what to send.
            what: could not be done, should it fail; begins the error's message.

        Raises:
            OmnitronUnavailableError: no answer.
            OmnitronGarbledError: an answer that is too large.
        """
        deadline = Deadline.after(self.timeout)
        try:
            token = self.login.token(deadline)
            answer = self.line.send(call, deadline, token)
            if answer.is_unauthorised:
                token = self.login.token(deadline, refused=token)
                answer = self.line.send(call, deadline, token)
        except AnswerTooLargeError as error:
            raise self.garbled(f"{what}: {in_words(error)}.") from None
        except httpx.TransportError as error:
            raise self.unavailable(f"{what}: {in_words(error)}.") from None
        return answer

    def failed(self, what: str, answer: Answer) -> OmnitronUnavailableError:
        """Return the error for an answer whose status was not agreed on.

        A 4xx that is about what was asked will be given again: it counts as garbled.
        """
        text = f"{what}: it answered {answer.status}."
        if answer.is_refusal and answer.status not in NOT_NOW:
            return self.garbled(text)
        return self.unavailable(text)

    def unavailable(self, text: str) -> OmnitronUnavailableError:
        """Return the error, with secrets blotted out."""
        return OmnitronUnavailableError(self.clean(text))

    def garbled(self, text: str) -> OmnitronGarbledError:
        """Return the error, with secrets blotted out."""
        return OmnitronGarbledError(self.clean(text))

    def clean(self, text: str) -> str:
        """Return the text short, on one line, and with secrets blotted out."""
        return refusals.readable(self.login.hide(text))

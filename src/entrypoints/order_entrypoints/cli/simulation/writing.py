"""Files are written as a whole or not at all; where they cannot be, nothing is counted."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from order_domain.simulation import CountedFacts
from order_entrypoints.cli.failures import CommandFailedError
from order_entrypoints.cli.simulation.options import Output
from order_entrypoints.cli.simulation.progress import Progress


def check_writable(output: Output) -> None:
    """Refuse a file in a folder that is not there, before any work is done.

    Raises:
        CommandFailedError: naming the file.
    """
    for path in (output.html, output.save_counts):
        if path is not None and not path.parent.is_dir():
            raise CommandFailedError(f"{path}: there is no such folder.")
        if path is not None and path.is_dir():
            raise CommandFailedError(f"{path}: a folder; expected the name of a file.")


def save(counts: CountedFacts, output: Output, progress: Progress) -> None:
    """Save the counts where the command is told to."""
    if output.save_counts is not None:
        progress("Saving the counts")
        from order_entrypoints.cli.simulation.tabular import keep_counts  # noqa: PLC0415 (an extra)

        keep_counts(counts, output.save_counts)


def write_whole(path: Path, text: str) -> None:
    """Write a text file; one that is there already is replaced once all is written.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False
    ) as file:
        try:
            file.write(text)
            file.close()
            Path(file.name).chmod(0o666 & ~_umask())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    """The permissions that files are not given here; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask

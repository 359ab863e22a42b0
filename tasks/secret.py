"""Files that hold a secret."""

from pathlib import Path

from tasks.errors import CallError


def read_secret(path: Path, name: str) -> bytes:
    """What the file at `path` holds, without the blanks round it; `name` is what it is called in messages.

    Raises:
        CallError: it cannot be read, or others can read it.
    """
    try:
        mode, secret = path.stat().st_mode, path.read_bytes().strip()
    except OSError as error:
        raise CallError(f"{name} cannot be read: {error.strerror}") from None
    if mode & 0o077:
        raise CallError(f"{name} can be read by others; run: chmod 600 {path}")
    return secret

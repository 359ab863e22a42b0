"""One thing that is wrong: where, what was seen, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`check` is the kind of fault in a word or two; `then` begins with a verb and holds the next command."""

    check: str
    where: str
    seen: str
    then: str

    @property
    def sentence(self) -> str:
        """For a terminal."""
        return f"{self.check}: {self.where}: {self.seen}. {self.then}"

"""How large a world is: the published geometry (25,000 accounts of one campaign among a million) at several scales."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """Accounts, and how busy they are.

    Attributes:
        honest: Honest accounts.
        campaign: Accounts under one hand, lowest and highest.
        one: Whether these are one campaign of each level asked for, rather than several with their neighbours.
        days: Days.
        requests: About how many requests honest people send on a working day; None: as their kinds say.
        text: Whether requests hold messages.
    """

    honest: int
    campaign: tuple[int, int]
    one: bool = True
    days: int = 5
    requests: int | None = None
    text: bool = True


PRESETS = {
    "small": Preset(honest=3_000, campaign=(250, 400), one=False),
    "1:100": Preset(honest=10_000, campaign=(250, 250)),
    "1:10": Preset(honest=100_000, campaign=(2_500, 2_500)),
    "1:1": Preset(honest=975_000, campaign=(25_000, 25_000), days=1, requests=22_500_000, text=False),
}

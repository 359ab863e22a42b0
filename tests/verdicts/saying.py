"""A world with one campaign, the days that it runs on, and what a person says of it in between."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tasks.campaigns import campaigns as find_campaigns
from tasks.contracts.campaigns import CAMPAIGNS, CANDIDATES, EVIDENCE, MEMBERS
from tasks.contracts.verdicts import VERDICTS
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run
from tasks.verdicts import Said, recording
from tests.campaigns.world import DAY, LONG, World, rows, user

NEXT = DAY + timedelta(days=1)
AT = datetime(2026, 9, 7, 18, tzinfo=UTC)
FRAME = "### Work order\n{}\n### Reason step by step and write out every step of your reasoning in full."


def ring(world: World, names: list[str], day: date = DAY) -> None:
    """Requests of `names` on `day`: one scaffold, and conversations that go round in a ring."""
    for number, name in enumerate(names):
        for item in range(4):
            asked = f"Item {name} {item}: what is to be done with it, by whom, until when and at what price?"
            world.ask(name, [user(FRAME.format(asked))], day=day)
        for step in (1, 2):
            other = names[(number + step) % len(names)]
            world.hand_over(name, other, f"{name} {step} {day}", minute=30 * number + 5 * step, day=day)


def accounts(world: World, count: int, first: int = 0) -> list[str]:
    """New accounts c0, c1 ... made within a day."""
    made = "2026-09-05T{:02d}:{:02d}:00+00:00"
    return [
        world.account(f"c{number:02}", created_at=made.format(number // 2, 30 * (number % 2)))
        for number in range(first, first + count)
    ]


def crowd(world: World, day: date) -> None:
    """A question of every stranger on `day`, for a population to hold groups against."""
    for name in [name for name in world.accounts if name.startswith("stranger")]:
        world.ask(name, [user(f"{LONG}{name} {day}")], day=day)


@dataclass
class Begun:
    """A world, its lake after the first day, and the accounts of its one campaign."""

    world: World
    lake: Lake
    names: list[str]

    def go_on(self, day: date) -> None:
        """Land and run another day."""
        self.world.run(self.lake.root, [day])


def say(lake: Lake, verdict: str, named: tuple[str, ...] = (), day: date = DAY, **given: Any) -> None:
    """Record a verdict on the first campaign of DAY, without Prefect."""
    campaign = given.pop("campaign", None) or campaigns(lake)[0][0]
    said = Said(campaign, verdict, "reviewer", "looked at the card", named)
    run = Run(lake, load(None, {"lake": lake.root}), day)
    recording(run, [said], given.pop("at", AT)).run(run)
    lake.publish_one(VERDICTS, day)


def again(lake: Lake, day: date = DAY) -> bool:
    """Look for campaigns on a day once more; gives whether there was anything to do."""
    outcome = find_campaigns.run(Run(lake, load(None, {"lake": lake.root}), day))
    lake.publish((CAMPAIGNS, MEMBERS, EVIDENCE, CANDIDATES), day)
    return outcome.computed


def campaigns(lake: Lake, day: date = DAY) -> list[tuple[Any, ...]]:
    """campaign_id, likelihood, confidence, accounts."""
    return rows(lake, "campaigns", "campaign_id, likelihood, confidence, accounts", day)


def members(lake: Lake, day: date = DAY) -> set[str]:
    """Every account that is published as a suspected member."""
    return {account for (account,) in rows(lake, "members", "account_id", day)}


def reasons(lake: Lake, day: date = DAY) -> set[str]:
    """Why groups of the day were held back."""
    return {reason for (reason,) in rows(lake, "candidates", "reason", day)}

"""What a person is shown who is asked whether a day may be published."""

from datetime import date

from tasks.approvals import Asked
from tasks.escape import markdown
from tasks.likelihood import likelihood_in_words

_MOST_ROWS = 50


def shown(day: date, asked: Asked) -> str:
    """Why it is asked and which suspected campaigns bring the newly suspected accounts, as Markdown."""
    # A list, not a table: the form in the UI, which shows it too, is half as wide as a page.
    campaigns = "".join(
        f"- **{markdown(row['campaign_id'])}**: {row['suspected']:,} of its {row['accounts']:,} accounts newly "
        f"suspected, of these {row['paying']:,} paying and honest looking; {markdown(row['label'].replace('_', ' '))}, "
        f"one hand is {likelihood_in_words(row['likelihood'])} ({row['likelihood']:.2f}), confidence "
        f"{markdown(row['confidence'])}; evidence: {markdown(row['families'])}\n"
        for row in asked.campaigns[:_MOST_ROWS]
    )
    more = f"\nand {len(asked.campaigns) - _MOST_ROWS:,} more\n" if len(asked.campaigns) > _MOST_ROWS else ""
    return (
        f"# {day} waits for a person\n\n"
        f"Every gate has passed, and nothing is published yet: {markdown(asked.reason)}.\n\n"
        f"{campaigns}{more}\nSay *publish* and the day goes on; say *stop* and what was published before stays. "
        "The answer is kept in the table `approvals` and holds for exactly these accounts."
    )

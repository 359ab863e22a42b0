"""What a person is shown who is asked whether a day may be published."""

from datetime import date

from tasks.approvals import Asked
from tasks.reports.escape import markdown
from tasks.reports.words import likelihood_in_words

_MOST_ROWS = 50
_HEAD = (
    "| suspected campaign | kind | one hand is | confidence | accounts | newly suspected | of these, paying and honest "
    "looking | evidence |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


def shown(day: date, asked: Asked) -> str:
    """Why it is asked and which suspected campaigns bring the newly suspected accounts, as Markdown."""
    rows = "".join(
        f"| {markdown(row['campaign_id'])} | {markdown(row['label'].replace('_', ' '))} | "
        f"{likelihood_in_words(row['likelihood'])} ({row['likelihood']:.2f}) | {markdown(row['confidence'])} | "
        f"{row['accounts']:,} | {row['suspected']:,} | {row['paying']:,} | {markdown(row['families'])} |\n"
        for row in asked.campaigns[:_MOST_ROWS]
    )
    more = f"\nand {len(asked.campaigns) - _MOST_ROWS:,} more\n" if len(asked.campaigns) > _MOST_ROWS else ""
    return (
        f"# {day} waits for a person\n\n"
        f"Every gate has passed, and nothing is published yet: {markdown(asked.reason)}.\n\n"
        f"{_HEAD}{rows}{more}\nSay *publish* and the day goes on; say *stop* and what was published before stays. "
        "The answer is kept in the table `approvals` and holds for exactly these accounts."
    )

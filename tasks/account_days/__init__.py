"""One row for each account that sent a request that day: volume, rhythm, and what its prompts were like."""

from tasks.contracts.account_days import ACCOUNT_DAYS
from tasks.contracts.requests import CAPABILITIES, REQUESTS
from tasks.stage import Outputs, Work, sql, stage, today


@stage(sentence="Sum up each account's day", reads=(today(REQUESTS),), writes=(ACCOUNT_DAYS,))
def account_days(work: Work) -> Outputs:
    """Sum requests by account."""
    work.con.execute("set variable capabilities = ?", [list(CAPABILITIES)])
    return Outputs({ACCOUNT_DAYS: sql(__file__, "account_days")})

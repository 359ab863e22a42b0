"""Accounts from the `users` table of new-api and of one-api."""

from pathlib import Path

from tasks.contracts.landing import LANDING_ACCOUNTS
from tasks.sources.declaration import TEXT, Source

SOURCE = Source(
    name="new_api_users",
    table=LANDING_ACCOUNTS,
    folder=Path(__file__).parent,
    marks=frozenset({"id", "email", "role", "inviter_id"}),
    shape=dict.fromkeys(("id", "email", "role", "group", "inviter_id", "created_at", "first_key_at"), TEXT),
    # Not `password` and `access_token`: an export that holds them is told of.
    keys=frozenset(
        [
            "DeletedAt",
            "aff_code",
            "aff_count",
            "aff_history",
            "aff_history_quota",
            "aff_quota",
            "auth_version",
            "deleted_at",
            "discord_id",
            "display_name",
            "github_id",
            "last_login_at",
            "lark_id",
            "linux_do_id",
            "oidc_id",
            "quota",
            "remark",
            "request_count",
            "setting",
            "status",
            "stripe_customer",
            "telegram_id",
            "used_quota",
            "username",
            "wechat_id",
        ]
    ),
)

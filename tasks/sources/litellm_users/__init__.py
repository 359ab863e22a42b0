"""LiteLLM's table `LiteLLM_UserTable`: the proxy's internal users, who own keys."""

from pathlib import Path

from tasks.contracts.landing import LANDING_ACCOUNTS
from tasks.sources.declaration import TEXT, Source

SOURCE = Source(
    name="litellm_users",
    table=LANDING_ACCOUNTS,
    folder=Path(__file__).parent,
    marks=frozenset({"user_id", "user_email", "user_role"}),
    shape={
        "user_id": TEXT,
        "user_email": TEXT,
        "created_at": TEXT,
        "organization_id": TEXT,
        "organization_alias": TEXT,
        "team_alias": TEXT,
    },
    keys=frozenset(
        [
            "allowed_cache_controls",
            "budget_duration",
            "budget_reset_at",
            "last_breach_check_at",
            "max_budget",
            "max_parallel_requests",
            "metadata",
            "model_max_budget",
            "model_spend",
            "models",
            "object_permission_id",
            "password",
            "password_reset_required",
            "policies",
            "rpm_limit",
            "spend",
            "sso_user_id",
            "team_id",
            "teams",
            "tpm_limit",
            "updated_at",
            "user_alias",
            "user_role",
        ]
    ),
)

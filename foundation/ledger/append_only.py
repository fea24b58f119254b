"""A migration operation that makes a table append-only, by row and by TRUNCATE trigger."""

from __future__ import annotations

from django.db.migrations.operations.special import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the ledger is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
"""


class AppendOnly(RunSQL):
    """Use after CreateModel: `AppendOnly("requests_app_requestevent")`."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=FUNCTION
            + f"""
            CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "{table}"
                FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();
            CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "{table}"
                FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses_change();
            """,
            reverse_sql=f"""
            DROP TRIGGER append_only_rows ON "{table}";
            DROP TRIGGER append_only_table ON "{table}";
            """,
        )

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table], {})

    def describe(self) -> str:
        return f"Make {self.table} append-only"

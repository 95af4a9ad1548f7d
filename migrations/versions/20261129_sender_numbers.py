"""Whether it is known that the number somebody writes from is theirs.

Who has written before from a number that nobody else is said to have counts as known; everybody else is asked once. Code
from before never reads it; while both run side by side, what the older takes in is handled as before.

Revision ID: 0049
Revises: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_KNOWN = """
WITH people AS (
  SELECT account_id, id AS user_id, NULL::uuid AS contact_id, reached_by FROM users
  UNION ALL
  SELECT account_id, user_id, id, reached_by FROM contacts
), claims AS (
  SELECT account_id, user_id, contact_id, jsonb_array_elements_text(reached_by) AS sender FROM people
), alone AS (
  SELECT sender FROM claims GROUP BY sender HAVING count(*) = 1
)
INSERT INTO sender_numbers (sender, person_id, account_id, user_id, contact_id, proved_at)
SELECT DISTINCT claims.sender, coalesce(claims.contact_id, claims.user_id), claims.account_id, claims.user_id,
       claims.contact_id, now()
FROM claims
JOIN alone ON alone.sender = claims.sender
JOIN incoming_messages AS came
  ON came.sender_digest = claims.sender AND came.account_id = claims.account_id AND came.user_id = claims.user_id
     AND came.contact_id IS NOT DISTINCT FROM claims.contact_id AND came.via = 'sms'
     AND came.handled_by IN ('DoseReplies', 'FamilyReplies', 'SayAgain', 'TextAssistant')
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "sender_numbers",
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("held_id", sa.UUID(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sender_numbers_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sender_numbers_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_sender_numbers_contact_id_contacts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sender", "person_id", name=op.f("pk_sender_numbers")),
    )
    op.create_index(op.f("ix_sender_numbers_user_id"), "sender_numbers", ["user_id"])
    op.create_index(op.f("ix_sender_numbers_contact_id"), "sender_numbers", ["contact_id"])
    op.execute(_KNOWN)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_table("sender_numbers")

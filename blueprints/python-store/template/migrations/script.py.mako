<%
    def written(value):
        return repr(value).replace("'", '"')
%>\
"""${message[:1].upper() + message[1:]}."""

import sqlalchemy as sa
from alembic import op
% if imports:
${imports}
% endif

revision = ${written(up_revision)}
down_revision = ${written(down_revision)}
branch_labels = ${written(branch_labels)}
depends_on = ${written(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}

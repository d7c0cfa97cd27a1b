"""Records as JSON."""

import json


def json_text(record: object) -> str:
    """*record* as JSON, two blanks a level, letters as they are, ended by a line break."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"

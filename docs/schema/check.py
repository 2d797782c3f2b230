"""Holds exports against record-1.schema.json with a foreign validator.

    pip install jsonschema && python3 docs/schema/check.py export.jsonl ...

Prints the first line that does not fit, or whose type the schema does not have, with the reason and ends with 1, or the number of lines and 0.
"""
import json
import pathlib
import sys

from jsonschema import Draft202012Validator

SCHEMA = json.loads((pathlib.Path(__file__).parent / "record-1.schema.json").read_text(encoding="utf-8"))


def main(paths):
    Draft202012Validator.check_schema(SCHEMA)
    kinds = {name: Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]})
             for name, rule in SCHEMA["$defs"].items() if "type" in rule.get("properties", {})}
    lines = 0
    for path in paths:
        with open(path, encoding="utf-8") as export:
            for number, text in enumerate(export, 1):
                line = json.loads(text)
                if line.get("type") not in kinds:
                    print(f"{path}:{number}: the schema has no type {line.get('type')!r}")
                    return 1
                for error in kinds[line["type"]].iter_errors(line):
                    print(f"{path}:{number}: {line['type']}: {error.json_path}: {error.message}")
                    return 1
                lines += 1
    print(f"{lines} lines fit")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""python -m infra.typescript: writes the generated half of web/client from docs/openapi.json.

`schemas.ts` has a type for each component, `operations.ts` a class for each tag with a method for each operation that
speaks JSON. `runtime.ts` and `index.ts` beside them are written by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.openapi import PATH
from infra.package import ROOT

SOURCE = ROOT / "web" / "client" / "src"
IMPORTS = """import { type Call, type Caller, type Once, type Options, pages } from "./runtime.js";
import type * as S from "./schemas.js";
"""
HEAD = "// Written by `make web-client` from docs/openapi.json; do not edit.\n\n"
METHODS = ("get", "post", "put", "delete", "patch")
ERRORS, JSON = "errors.", "application/json"
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
Json = dict[str, Any]


def main() -> None:
    """Write both files; a test fails when the committed ones are stale."""
    for path, text in everything(json.loads(PATH.read_text())).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(f"wrote {path.relative_to(ROOT)}")


def everything(document: Json) -> dict[Path, str]:
    """Each generated file and what it says."""
    return {SOURCE / "schemas.ts": schemas_of(document), SOURCE / "operations.ts": operations_of(document)}


# schemas


def schemas_of(document: Json) -> str:
    """A type for each component, and the error codes."""
    schemas = document["components"]["schemas"]
    codes = [name.removeprefix(ERRORS) for name in schemas if name.startswith(ERRORS) and name != "errors.Fault"]
    faulty = [code for code in codes if "details" in schemas[ERRORS + code]["properties"]]
    parts = [f"export const VERSION = {json.dumps(document['info']['version'])};"]
    parts += [_declared(name, schema) for name, schema in schemas.items() if not name.startswith(ERRORS)]
    parts += [_declared("errors.Fault", schemas["errors.Fault"])]
    parts += [
        _union("ErrorCode", codes, "每个接口都声明了自己可能返回的错误码 · Every code that some operation declares.")
    ]
    parts += [
        _union(
            "FaultyCode", faulty, "带 details.errors 的错误码 · Codes whose details say what is wrong, field by field."
        )
    ]
    return HEAD + "\n\n".join(parts) + "\n"


def _declared(name: str, schema: Json) -> str:
    text = _comment(schema.get("description", ""), "")
    if "properties" not in schema or "anyOf" in schema:
        return f"{text}export type {type_name(name)} = {type_of(schema)};"
    return f"{text}export interface {type_name(name)} {_fields(schema)}"


def _fields(schema: Json, indent: str = "") -> str:
    required = set(schema.get("required", []))
    lines = [
        f"{_comment(field.get('description', ''), indent + '  ')}"
        f"{indent}  {_key(name)}{'' if name in required else '?'}: {type_of(field, indent + '  ')};"
        for name, field in schema["properties"].items()
    ]
    return "\n".join(["{", *lines, indent + "}"]) if lines else "Record<string, never>"


def type_name(component: str) -> str:
    """`coupons.TemplatePage` is CouponsTemplatePage."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[._]", component))


def type_of(schema: Json, indent: str = "") -> str:
    """The type of what a schema takes. Raises ValueError for one that this generator does not know."""
    if "$ref" in schema:
        return type_name(schema["$ref"].rpartition("/")[2])
    if "const" in schema or "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema.get("enum", [schema.get("const")]))
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(type_of(one, indent) for one in schema[several]))
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return " | ".join(PLAIN[kind] for kind in kinds)
    if kinds == "array":
        return f"readonly {_grouped(type_of(schema['items'], indent))}[]"
    if kinds == "object":
        return _object(schema, indent)
    if kinds in PLAIN:
        return PLAIN[kinds]
    raise ValueError(f"no type for {schema}")


def _object(schema: Json, indent: str) -> str:
    if "properties" in schema:
        return _fields(schema, indent)
    values = schema.get("additionalProperties")
    return f"Readonly<Record<string, {type_of(values, indent) if isinstance(values, dict) else 'unknown'}>>"


def _grouped(text: str) -> str:
    return f"({text})" if " " in text else text


def _union(name: str, values: list[str], text: str) -> str:
    lines = "".join(f"\n  | {json.dumps(value)}" for value in values)
    return f"{_comment(text, '')}export type {name} ={lines or ' never'};"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)


def _comment(text: str, indent: str) -> str:
    lines = text.replace("*/", "*\\/").splitlines()
    if len(lines) < 2:
        return f"{indent}/** {lines[0]} */\n" if lines else ""
    return "\n".join([f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */\n"])


# operations


def operations_of(document: Json) -> str:
    """A class for each tag; what is no JSON (pages, pictures, the platforms' own doors) is no method."""
    groups: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods and _answer(methods[method]):
                groups.setdefault(methods[method]["tags"][0], []).append(
                    _method(path, method, methods[method], document)
                )
    classes = [_class(tag, made) for tag, made in sorted(groups.items())]
    fields = [f"  readonly {_camel(tag)}: {_class_name(tag)};" for tag in sorted(groups)]
    makes = [f"    this.{_camel(tag)} = new {_class_name(tag)}(caller);" for tag in sorted(groups)]
    whole = ["export class Operations {", *fields, "", "  constructor(caller: Caller) {", *makes, "  }", "}"]
    return HEAD + IMPORTS + "\n" + "\n\n".join([*classes, "\n".join(whole)]) + "\n"


def _class(tag: str, methods: list[str]) -> str:
    head = f"export class {_class_name(tag)} {{\n  constructor(private readonly caller: Caller) {{}}\n\n"
    return head + "\n\n".join(methods) + "\n}"


def _method(path: str, method: str, operation: Json, document: Json) -> str:
    name = _camel(operation["operationId"].partition(".")[2])
    answer, errors = f"S.{_answer(operation)}", " | ".join(json.dumps(code) for code in _codes(operation)) or "never"
    fields, required = _arguments(operation)
    argument = f"args: {{ {'; '.join(fields)} }}{'' if required else ' = {}'}, " if fields else ""
    keyed = any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"])
    call = json.dumps({"method": method.upper(), "path": path, **({"keyed": True} if keyed else {})})
    text = _comment(f"{operation['summary']}\n\n{operation.get('description', '')}".strip(), "  ")
    made = (
        f"{text}  {name}({argument}options: {'Once' if keyed else 'Options'} = {{}}): Call<{answer}, {errors}> {{\n"
        f"    return this.caller.call({call}, {'args' if fields else '{}'}, options);\n  }}"
    )
    item = _item(operation, document)
    if item is None:
        return made
    every = _comment(f"{operation['summary']}\n逐页读取全部 · Every one of them, page by page.", "  ")
    return (
        f"{made}\n\n{every}  {name}All({argument}options: Options = {{}}): AsyncGenerator<{item}, void, undefined> {{\n"
        f"    return pages((cursor) => this.{name}({{ ...args, ...cursor }}, options));\n  }}"
    )


def _arguments(operation: Json) -> tuple[list[str], bool]:
    """What a method takes in one object: the path's names, the query's, the body. True when some of it has to be."""
    fields, required = [], False
    for parameter in operation["parameters"]:
        if parameter["in"] in ("path", "query"):
            fields.append(
                f"{_key(parameter['name'])}{'' if parameter['required'] else '?'}: {_in_scope(parameter['schema'])}"
            )
            required |= parameter["required"]
    if "requestBody" in operation:
        fields.append(f"body: {_in_scope(operation['requestBody']['content'][JSON]['schema'])}")
        required = True
    return fields, required


def _in_scope(schema: Json) -> str:
    """A type as operations.ts names it."""
    text = type_of(schema)
    return re.sub(r'(?<![\w"])([A-Z]\w+)(?![\w"<])', r"S.\1", text) if "$ref" in json.dumps(schema) else text


def _answer(operation: Json) -> str:
    """The name of the type of a success; '' when it is no JSON of ours."""
    (success,) = [answer for status, answer in operation["responses"].items() if status < "400"]
    schema = success["content"].get(JSON, {}).get("schema", {})
    return type_of(schema) if "$ref" in schema else ""


def _codes(operation: Json) -> list[str]:
    return sorted(set(_codes_in(operation["responses"])))


def _codes_in(responses: Json) -> Iterator[str]:
    for status, answer in responses.items():
        if status >= "400":
            schema = next(iter(answer["content"].values()))["schema"]
            for one in schema.get("oneOf", [schema]):
                yield one["$ref"].rpartition("/")[2].removeprefix(ERRORS)


def _item(operation: Json, document: Json) -> str | None:
    """What a list is of, when it goes on by a cursor."""
    if all(parameter["name"] != "cursor" for parameter in operation["parameters"]):
        return None
    (success,) = [answer for status, answer in operation["responses"].items() if status < "300"]
    name = success["content"][JSON]["schema"]["$ref"].rpartition("/")[2]
    return _in_scope(document["components"]["schemas"][name]["properties"]["items"]["items"])


def _camel(text: str) -> str:
    first, *rest = re.split(r"[ _-]", text)
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def _class_name(tag: str) -> str:
    return type_name(_camel(tag)) + "Operations"


if __name__ == "__main__":
    main()

"""What makes moto quick enough for thousands of tests. Nothing here changes what it answers.

moto is not atomic under threads, and copies, sorts and searches whole tables where a row would do.
"""

from __future__ import annotations

import copy
import functools
import importlib
import pickle
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from moto.core import responses, utils
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.comparisons import AttributeValue, ConditionExpressionParser
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models import table as tables
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing import validators

# These modules have no types.
_nodes: Any = importlib.import_module("moto.dynamodb.parsing.ast_nodes")
_parser: Any = importlib.import_module("moto.dynamodb.parsing.expressions").UpdateExpressionParser

PLAIN = {"S", "N", "BOOL", "NULL", "SS", "NS"}
gate = threading.RLock()
_process = BotocoreStubber.process_request
_structure = BaseJSONSerializer._serialize_type_structure
_transact = DynamoDBBackend.transact_write_items
_query = Table.query
_all_items = Table.all_items
_parse = _parser.make
_measured_set = LimitedSizeDict.__setitem__
_condition = ConditionExpressionParser.parse
_operand = ConditionExpressionParser._make_operand


def apply() -> None:
    """Patch moto, once for the process."""
    BotocoreStubber.process_request = _one_at_a_time  # type: ignore[method-assign]
    BaseJSONSerializer._serialize_type_structure = _plain_or_structure  # type: ignore[method-assign]
    # What methods a service has is looked up once, not with every request.
    responses.method_names_from_class = functools.cache(utils.method_names_from_class)  # type: ignore[attr-defined]
    DynamoDBBackend.transact_write_items = _transact_rows  # type: ignore[method-assign]
    Table.query = _query_partition  # type: ignore[method-assign]
    Table.all_items = _items_of_the_query  # type: ignore[method-assign]
    _parser.make = functools.cache(_parse)
    validators.deepcopy = _copy_of_expression  # type: ignore[assignment,attr-defined]
    validators.UpdateExpressionValidator.validate = _validate  # type: ignore[assignment,method-assign]
    _nodes.DepthFirstTraverser.traverse_node_recursively = _traverse
    LimitedSizeDict.__setitem__ = _set_attribute  # type: ignore[method-assign]
    ConditionExpressionParser.parse = _parsed_once  # type: ignore[method-assign]
    ConditionExpressionParser._make_operand = _operand_of_now  # type: ignore[method-assign]
    # A stream record's SizeBytes, for which the record would be written as JSON.
    tables.dynamo_json_dump = lambda dynamo_object: ""  # type: ignore[attr-defined]


def _one_at_a_time(self: BotocoreStubber, request: Any) -> Any:
    """Under threads moto would show races that DynamoDB does not have."""
    with gate:
        return _process(self, request)


def _plain_or_structure(self: BaseJSONSerializer, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """A plain attribute's value goes out as it is stored, which is how it is written on the wire: moto would look for
    each of DynamoDB's ten types under several names, which took two fifths of a request.
    """
    if shape.name == "AttributeValue" and type(value) is dict and value.keys() <= PLAIN:
        self._default_serialize(serialized, value, shape, key)
    else:
        _structure(self, serialized, value, shape, key)


def _transact_rows(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """A refused transaction gives back the rows that it touched: moto would copy each table with its whole stream,
    once for every row, and give back the copies.
    """
    with _rows_given_back(self, transact_items), _uncopied():
        _transact(self, transact_items)


@contextmanager
def _rows_given_back(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> Iterator[None]:
    touched = [_place(backend, next(iter(item.values()))) for item in transact_items]
    before = [(table, keys, copy.deepcopy(table.get_item(*keys))) for table, keys in touched]
    streamed = {table.name: (table, len(table.stream_shard.items)) for table, _ in touched if table.stream_shard}
    try:
        yield
    except BaseException:
        for table, keys, row in before:
            _put_back(table, keys, row)
        for table, length in streamed.values():
            assert table.stream_shard is not None
            del table.stream_shard.items[length:]
        raise


def _place(backend: DynamoDBBackend, target: dict[str, Any]) -> tuple[Table, tuple[DynamoType, DynamoType | None]]:
    table = backend.get_table(target["TableName"])
    return table, backend.get_keys_value(table, target.get("Key") or target["Item"])


def _put_back(table: Table, keys: tuple[DynamoType, DynamoType | None], row: Item | None) -> None:
    partition, place = table.items[keys[0]], keys[1]
    if row is None:
        partition.pop(place, None)
    else:
        partition[place] = row


@contextmanager
def _uncopied() -> Iterator[None]:
    Table.__deepcopy__ = lambda self, memo: self  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del Table.__deepcopy__  # type: ignore[attr-defined]


_asked: list[tuple[str, DynamoType]] = []


def _query_partition(self: Table, hash_key: DynamoType | None, *args: Any, **named: Any) -> Any:
    """Only what has the key that is asked for is looked at and sorted: moto would sort the table for each query."""
    conditions = named.get("hash_key_conditions") or [(self.hash_key_attr, hash_key)]
    _asked.append(conditions[0])
    try:
        return _query(self, hash_key, *args, **named)
    finally:
        _asked.pop()


def _items_of_the_query(self: Table) -> list[Item]:
    if not _asked:
        return _all_items(self)
    attribute, wanted = _asked[-1]
    if attribute == self.hash_key_attr:
        return list(self.items[wanted].values()) if wanted in self.items else []
    partitions = self.items.values()
    return [item for rows in partitions for item in rows.values() if _is(item.attrs.get(attribute), wanted)]


def _is(held: DynamoType | None, wanted: DynamoType) -> bool:
    return held is not None and held.value == wanted.value


# ---- expressions: the same few hundred are parsed, copied and walked through ten times for each update

_expressions: dict[int, tuple[Any, bytes]] = {}


def _copy_of_expression(node: Any) -> Any:
    """A copy that validation may change; a node that was parsed is kept for good, so its id is its own."""
    if id(node) not in _expressions:
        _expressions[id(node)] = node, pickle.dumps(node)
    copied = pickle.loads(_expressions[id(node)][1])
    copied.parsed_as = id(node)
    return copied


# What looks at an expression and its names, and neither at values nor at the row.
OF_ITS_FORM = (
    validators.ActionCountValidator,
    validators.OverlappingPathsValidator,
    validators.UpdateHashRangeKeyValidator,
)
_sound: set[tuple[Any, ...]] = set()


def _validate(self: validators.UpdateExpressionValidator) -> Any:
    """An expression that was well formed once is, under the same names on a table of the same keys."""
    node: Any = self.node_to_validate
    names = self.expression_attribute_names or {}
    form = (node.parsed_as, tuple(sorted(names.items())), tuple(self.table.table_key_attrs))
    for processor in self.processors:
        if form not in _sound or not isinstance(processor, OF_ITS_FORM):
            node = processor.traverse(node)
    _sound.add(form)
    return node


class Condition(NamedTuple):
    """What a condition's text and its names say, whatever its values are; with the names that it uses of either."""

    tree: Any
    names: list[str]
    values: list[str]


_conditions: dict[tuple[Any, ...], Condition] = {}


def _parsed_once(self: ConditionExpressionParser) -> Any:
    """A condition's tree follows from the text and the names; its values are those of this request."""
    if not self.condition_expression:
        return _condition(self)
    form = (self.condition_expression, *sorted((self.expression_attribute_names or {}).items()))
    if form not in _conditions:
        trees: list[Any] = []
        make = self._make_op_condition
        # The first tree that is asked for is the whole one; the parser itself is thrown away after this request.
        self._make_op_condition = lambda node: trees.append(node) or make(node)  # type: ignore[method-assign,func-returns-value]
        made = _condition(self)
        _conditions[form] = Condition(trees[0], self.expr_attr_names_found, self.expr_attr_values_found)
        return made
    known = _conditions[form]
    self.expr_attr_names_found, self.expr_attr_values_found = [*known.names], [*known.values]
    return self._make_op_condition(known.tree)


def _operand_of_now(self: ConditionExpressionParser, node: Any) -> Any:
    if node.kind == self.Kind.EXPRESSION_ATTRIBUTE_VALUE:
        return AttributeValue(self._lookup_expression_attribute_value(node.text))
    return _operand(self, node)


def _traverse(self: Any, node: Any, child_id: int = -1) -> Any:
    """As moto does it, but that a node's kind is looked up and not asked of each class."""
    if not _is_node(type(node)):
        return node
    return _walk(self, node, child_id, _processed_as.setdefault(type(self), {}), _looks_first(type(self)))


def _walk(self: Any, node: Any, child_id: int, processed_as: dict[type, type | None], looks_first: bool) -> Any:
    parent = node.parent
    for number, child in enumerate(node.children or ()):
        if looks_first:
            self.pre_processing_of_child(node, number)
        if _is_node(type(child)):
            _walk(self, child, number, processed_as, looks_first)
    kind: type = type(node)
    if kind not in processed_as:
        processed_as[kind] = next((one for one in self.nodes_to_be_processed() if issubclass(kind, one)), None)
    if wanted := processed_as[kind]:
        node = self._processing_map()[wanted](node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


_processed_as: dict[type, dict[type, type | None]] = {}


_known: dict[type, bool] = {}


def _is_node(kind: Any) -> bool:
    if kind not in _known:
        _known[kind] = issubclass(kind, _nodes.Node)
    return _known[kind]


def _looks_first(traverser: Any) -> bool:
    return bool(traverser.pre_processing_of_child is not _nodes.DepthFirstTraverser.pre_processing_of_child)


# ---- rows

WELL_BELOW = 100_000


def _set_attribute(self: Any, key: str, value: Any) -> None:
    """A row's size is added up: moto would measure the whole row for each attribute that is set, as near the limit."""
    bound = vars(self).get("bound", 0) + len(key.encode()) + _size_of(value)
    if bound > WELL_BELOW:
        _measured_set(self, key, value)
    else:
        vars(self)["bound"] = bound
        dict.__setitem__(self, key, value)


def _size_of(value: Any) -> int:
    return int(value.size()) if type(value) is DynamoType else len(str(value).encode())

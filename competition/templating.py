"""Templates with whatever is the same on every page said in advance, once per language.

A page's frame alone has forty constant texts, addresses and file names; asking the template engine for each of them again took
longer than the database did. Nothing that depends on a reader, a request or a row is touched.
"""

from collections.abc import Iterable, Iterator
from threading import RLock

from django.conf import settings
from django.template import Context, Engine, Node, NodeList, Template, TemplateDoesNotExist
from django.template.base import FilterExpression, TextNode, Variable
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.library import InclusionNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.translation import get_language

# Whoever folds a template folds those it names as well.
_FOLDING = RLock()


class SpokenLoader(cached.Loader):
    """Django's cached loader with a copy of each template per language, its constants folded."""

    def cache_key(self, template_name: str, skip: Iterable | None = None) -> str:
        """Keep a template once for each language."""
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: Iterable | None = None) -> Template:
        """Return the template, folded in the language of this moment."""
        template = super().get_template(template_name, skip)
        if not getattr(template, "is_folded", False):
            # Other threads wait here: nobody is to print a list of nodes while it changes.
            with _FOLDING:
                if not hasattr(template, "is_folded"):
                    # Said first, for a template may name itself.
                    template.is_folded = False
                    fold(template.nodelist, self.engine)
                    template.nodelist = _Folded(template.nodelist)
                    template.is_folded = True
        return template


class _Folded(NodeList):
    """The nodes of a template that was folded: they change no more, so what is among them (its blocks, which every page that
    extends it asks for) is gathered once."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        super().__init__(nodes)
        self.gathered: dict[type, list[Node]] = {}

    def get_nodes_by_type(self, nodetype: type) -> list[Node]:
        """Return all nodes of the type, those inside others as well."""
        if nodetype not in self.gathered:
            self.gathered[nodetype] = super().get_nodes_by_type(nodetype)
        return self.gathered[nodetype]


class _Found:
    """The name of a template, looked up: stands where `extends` and `include` expect an expression that gives a template."""

    def __init__(self, template: Template) -> None:
        self.template = template

    def resolve(self, _context: Context) -> Template:
        """Return the template."""
        return self.template


def fold(nodes: NodeList, engine: Engine) -> None:
    """Put text in the place of every node that prints the same whatever the context, and templates in the place of their names,
    here and in all lists inside."""
    folded: list[Node] = []
    for node in nodes:
        _look_up(node, engine)
        for inner in _inside(node):
            fold(inner, engine)
        text = _said(node)
        if text is None:
            folded.append(node)
        elif folded and type(folded[-1]) is TextNode:
            folded[-1] = _text(folded[-1].s + text, folded[-1])
        elif text:
            folded.append(_text(text, node))
    nodes[:] = folded


def _look_up(node: Node, engine: Engine) -> None:
    """Let the node keep the template it names, if it names one and it is there. The copy of a language keeps the copy of it."""
    place = {ExtendsNode: "parent_name", IncludeNode: "template", InclusionNode: "filename"}.get(type(node))
    name = getattr(node, place) if place else None
    try:
        if isinstance(name, str):
            setattr(node, place, engine.get_template(name))
        elif name is not None and _is_literal(name):
            setattr(node, place, _Found(engine.get_template(name.var)))
    except TemplateDoesNotExist:
        return


def _text(text: str, place: Node) -> TextNode:
    node = TextNode(text)
    node.origin, node.token = place.origin, place.token
    return node


def _inside(node: Node) -> Iterator[NodeList]:
    """Yield the lists of nodes that a node prints."""
    if isinstance(node, IfNode):
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
    yield from (value for value in vars(node).values() if isinstance(value, NodeList))


def _said(node: Node) -> str | None:
    """Return what the node prints if that is the same for everybody; None otherwise."""
    if type(node) is TextNode:
        return node.s
    if isinstance(node, (CommentNode, LoadNode)):
        return ""
    if type(node) is IncludeNode and isinstance(node.template, _Found):
        return "".join(texts) if None not in (texts := [_said(one) for one in node.template.template.nodelist]) else None
    if _is_constant(node):
        try:
            return node.render(Context())
        except NoReverseMatch:
            return None
    return None


def _is_constant(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        return (
            node.asvar is None
            and _is_literal(node.filter_expression)
            and (node.message_context is None or _is_literal(node.message_context))
        )
    if isinstance(node, URLNode):
        return node.asvar is None and not node.args and not node.kwargs and _is_literal(node.view_name)
    # While files are not gathered, their names may still change.
    return isinstance(node, StaticNode) and node.varname is None and _is_literal(node.path) and not settings.DEBUG


def _is_literal(expression: FilterExpression) -> bool:
    """Say whether the expression is a text written in the template, without filters."""
    variable = expression.var
    return not expression.filters and (
        isinstance(variable, str) or (isinstance(variable, Variable) and variable.lookups is None and not variable.translate)
    )

"""How forms of all pages are shown: who sent one that is refused finds the focus on the first field that is wrong."""

from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates


class FocusedField(BoundField):
    """A field that has the focus when it is the first one with an error."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        """Django's own, and ``autofocus``, also against the form's usual choice of a field; that stays while nothing is wrong."""
        attrs = super().build_widget_attrs(attrs, widget)
        wrong = (name for name in self.form.fields if name in self.form.errors)
        first = next((name for name in wrong if not self.form.fields[name].widget.is_hidden), None)
        return attrs if first is None else {**attrs, "autofocus": self.name == first}


class Renderer(DjangoTemplates):
    """Django's, with our fields."""

    bound_field_class = FocusedField

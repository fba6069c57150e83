"""What Grafana's JSON needs over and over, so that a dashboard's file has only questions, queries and units in it."""

import json

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
WIDTH = 24
BLUE = "blue"


def target(expr, legend="", table=False, instant=False, heatmap=False):
    """A query; line breaks in it are for readers of the source and are taken out."""
    instant = instant or table
    return {
        "datasource": SOURCE,
        "editorMode": "code",
        "expr": " ".join(expr.split()),
        "format": "table" if table else "heatmap" if heatmap else "time_series",
        "instant": instant,
        "legendFormat": legend or "__auto",
        "range": not instant,
    }


def named(name, **properties):
    """An override for the series of one name: unit=..., color=..., or properties of "custom" with _ for the dot."""
    return _override({"id": "byName", "options": name}, properties)


def matching(pattern, **properties):
    """The same for all series whose name matches."""
    return _override({"id": "byRegexp", "options": f"/{pattern}/"}, properties)


def _override(matcher, properties):
    if "color" in properties:
        properties["color"] = {"mode": "fixed", "fixedColor": properties["color"]}
    return {
        "matcher": matcher,
        "properties": [{"id": name.replace("custom_", "custom."), "value": value} for name, value in properties.items()],
    }


# A line that is the whole of a stack is drawn over it and does not stack itself.
TOTAL = {
    "color": "text", "custom_stacking": {"mode": "none", "group": "A"}, "custom_fillOpacity": 0, "custom_lineWidth": 2,
    "custom_lineStyle": {"fill": "dash", "dash": [6, 6]},
}


def stack(title, question, targets, unit="watt", **more):
    """Parts that add up to a whole."""
    return series(title, question, targets, unit, custom={"fillOpacity": 60, "stacking": {"mode": "normal", "group": "A"}}, **more)


def band(title, question, targets, low, high, unit="watt", **more):
    """A middle with a band around it."""
    edge = {"color": BLUE, "custom_lineWidth": 0, "custom_hideFrom": {"legend": True, "tooltip": False, "viz": False}}
    overrides = [matching(f"^{high}", custom_fillBelowTo=low, custom_fillOpacity=20, **edge), matching(f"^{low}", custom_fillOpacity=0, **edge)]
    return series(title, question, targets, unit, overrides=overrides, **more)


def series(title, question, targets, unit, overrides=(), custom=None, minimum=0, **more):
    """Lines over time."""
    look = {"drawStyle": "line", "lineWidth": 1, "fillOpacity": 10, "showPoints": "never", "spanNulls": False, "stacking": {"mode": "none", "group": "A"}}
    return _panel("timeseries", title, question, targets, unit, {
        "legend": {"displayMode": "table", "placement": "bottom", "showLegend": True, "calcs": ["mean", "max"], "sortBy": "Mean", "sortDesc": True},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }, overrides, {"custom": look | (custom or {}), "color": {"mode": "palette-classic"}, "min": minimum}, **more)


def energy_bars(title, question, targets, **more):
    """One bar an hour of the last day, whatever time the rest shows; the query is an increase over [1h]."""
    return series(title, question, targets, "joule", custom={
        "drawStyle": "bars", "fillOpacity": 80, "stacking": {"mode": "normal", "group": "A"}}, interval="1h", timeFrom="24h", **more)


def stat(title, question, expr, unit, thresholds=(), mappings=(), decimals=None, width=4, **more):
    """One number."""
    defaults = _thresholds(thresholds) | {"mappings": list(mappings)} | ({"decimals": decimals} if decimals else {})
    return _panel("stat", title, question, [target(expr, title, instant=True)], unit, {
        "colorMode": "value" if thresholds else "none", "graphMode": "none", "justifyMode": "auto", "textMode": "value",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
    }, (), defaults, width=width, height=4, **more)


def ranking(title, question, expr, legend, unit="watt", **more):
    """Bars, longest first; the query is a topk."""
    return _panel("bargauge", title, question, [target(f"sort_desc({expr})", legend, instant=True)], unit, {
        "displayMode": "basic", "orientation": "horizontal", "showUnfilled": False, "valueMode": "text", "namePlacement": "top", "sizing": "auto",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
    }, (), {"color": {"mode": "fixed", "fixedColor": BLUE}, "min": 0}, **more)


def table(title, question, columns, unit, show=(), overrides=(), **more):
    """
    Rows by label. Columns are (name, query) pairs; each becomes a value column, joined on the labels that they share. Of the labels
    those in `show` are kept.
    """
    letters = [chr(ord("A") + i) for i in range(len(columns))]
    single = len(columns) == 1
    renamed = {("Value" if single else f"Value #{letter}"): name for letter, (name, _) in zip(letters, columns)}
    order = [*show, *renamed]
    return _panel("table", title, question, [target(expr, table=True) for _, expr in columns], unit, {
        "showHeader": True, "cellHeight": "sm", "footer": {"show": False}, "sortBy": [{"displayName": columns[0][0], "desc": True}],
    }, overrides, {"custom": {"align": "auto", "filterable": True}}, transformations=[
        {"id": "merge", "options": {}},
        {"id": "filterFieldsByName", "options": {"include": {"names": order}}},
        {"id": "organize", "options": {"indexByName": {name: i for i, name in enumerate(order)}, "renameByName": renamed, "excludeByName": {}}},
    ], **more)


def heatmap(title, question, expr, unit="watt", **more):
    """Where values lie, over time; the query is a sum by (le) of a histogram."""
    return _panel("heatmap", title, question, [target(expr, "{{le}}", heatmap=True)], "short", {
        "calculate": False, "cellGap": 1, "color": {"mode": "scheme", "scheme": "Oranges", "steps": 64}, "yAxis": {"unit": unit, "axisPlacement": "left"},
        "rowsFrame": {"layout": "auto"}, "tooltip": {"mode": "single", "yHistogram": False}, "legend": {"show": False},
    }, (), {}, **more)


def row(title):
    """A heading over what follows."""
    return {"type": "row", "title": title, "collapsed": False, "panels": [], "size": (WIDTH, 1)}


def choice(*pairs):
    """Words for values: (value, word, colour)."""
    return {"type": "value", "options": {str(value): {"text": word, "color": color, "index": i} for i, (value, word, color) in enumerate(pairs)}}


def _thresholds(pairs):
    steps = [{"value": value, "color": color} for value, color in pairs]
    return {"thresholds": {"mode": "absolute", "steps": steps}} if steps else {}


def _panel(kind, title, question, targets, unit, options, overrides, defaults, width=12, height=9, repeat=None, **more):
    for i, item in enumerate(targets):
        item["refId"] = chr(ord("A") + i)
    panel = {
        "type": kind, "title": title, "description": question, "datasource": SOURCE, "targets": targets, "options": options,
        "fieldConfig": {"defaults": {"unit": unit, **defaults}, "overrides": list(overrides)}, "size": (width, height), **more,
    }
    if repeat:
        panel |= {"repeat": repeat, "repeatDirection": "h", "maxPerRow": 2}
    return panel


def variable(name, label, query, multi=True):
    """A choice of label values. "All" matches everything, series without the label among them."""
    return {
        "type": "query", "name": name, "label": label, "datasource": SOURCE, "query": {"query": query, "refId": name}, "definition": query,
        "refresh": 2, "sort": 1, "multi": multi, "includeAll": multi, "hide": 0,
    } | ({"allValue": ".*", "current": {"text": ["All"], "value": ["$__all"]}} if multi else {})


INSTANCE = variable("instance", "Instance", "label_values(wattshare_build_info, instance)")
ONE_INSTANCE = variable("instance", "Instance", "label_values(wattshare_build_info, instance)", multi=False)
DATASOURCE = {"type": "datasource", "name": "datasource", "label": "Data source", "query": "prometheus", "hide": 0, "refresh": 1}


def dashboard(name, title, question, variables, panels):
    """Lays the panels out from left to right and top to bottom, in the order in which they are given."""
    x = y = tallest = 0
    placed = []
    for number, panel in enumerate(panels, 1):
        width, height = panel.pop("size")
        if x + width > WIDTH:
            x, y, tallest = 0, y + tallest, 0
        placed.append({"id": number, "gridPos": {"x": x, "y": y, "w": width, "h": height}, **panel})
        x, tallest = x + width, max(tallest, height)
    return {
        "uid": f"wattshare-{name}", "title": f"wattshare / {title}", "description": question, "tags": ["wattshare"], "schemaVersion": 39,
        "editable": True, "graphTooltip": 1, "refresh": "30s", "time": {"from": "now-1h", "to": "now"}, "timezone": "browser", "version": 1,
        "annotations": {"list": []}, "templating": {"list": [DATASOURCE, *variables]}, "panels": placed,
        "links": [{"type": "dashboards", "title": "wattshare", "tags": ["wattshare"], "asDropdown": True, "includeVars": True, "keepTime": True}],
    }


def text(board):
    """The file of a dashboard."""
    return json.dumps(board, indent=2) + "\n"

"""The draws that a run published."""

import numpy as np

from .compare import read
from .draws import Drawn, settings


class Published:
    def __init__(self, results):
        self.frames = {}
        for name in ("class_draws", "class_draw_weights", "class_draw_errors"):
            path = results / f"{name}.csv" if results else None
            self.frames[name] = read(path) if path and path.exists() else None

    def draws(self, a):
        """Draws of one class as `Drawn`; None where none are published."""
        weights = self.matrix("class_draw_weights", a, "indicator", "weight", a.indicators)
        if weights is None:
            return None
        errors = self.matrix("class_draw_errors", a, "unit", "deviate", a.units)
        if errors is None:
            errors = np.zeros((len(weights), len(a.units)))
        frame = self.of_class("class_draws", a)
        treatments = [None] * len(weights)
        if frame is not None:
            treatments = [name or None for name in frame["treatment"]]
        assert len(weights) <= settings(a)["draws"], "more draws than the settings say"
        return Drawn(weights, treatments, errors)

    def of_class(self, name, a):
        frame = self.frames[name]
        frame = None if frame is None else frame[frame["class"] == a.made.code]
        return None if frame is None or frame.empty else frame

    def matrix(self, name, a, column, value, things):
        frame = self.of_class(name, a)
        if frame is None:
            return None
        wide = frame.assign(draw=frame["draw"].astype(int), held=frame[value].astype(float))
        wide = wide.pivot(index="draw", columns=column, values="held")
        codes = [thing.code for thing in things]
        return wide.reindex(columns=codes).fillna(0.0).to_numpy()

"""What `make-reports results` is measured beside: the same tables by a plain pandas script, written
as an analyst would who knows the library. Usage: growth_pandas.py DATA OUTPUT CSV_ROWS"""

import sys
from pathlib import Path

import numpy
import pandas

data, output, csv_rows = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
output.mkdir(parents=True)


def write(name, table):
    table.to_parquet(output / f"{name}.parquet", compression="zstd", index=False)
    if len(table) <= csv_rows:
        table.to_csv(output / f"{name}.csv", index=False, encoding="utf-8-sig")


units = pandas.read_csv(data / "units.csv", dtype=str)
indicators = pandas.read_csv(data / "indicators.csv", dtype={"编号": str})
causes = pandas.read_csv(data / "causes.csv", dtype=str)
scores = pandas.read_parquet(data / "scores.parquet")
names = {"单位": "unit", "指标": "indicator", "得分": "points", "原因": "reason", "原因代码": "cause"}
scores = scores.rename(columns=names)

# One row for every pair, in the order of the lists.
unit_at = pandas.Index(units["代码"]).get_indexer(scores["unit"])
leaf_at = pandas.Index(indicators["编号"]).get_indexer(scores["indicator"])
assert (unit_at >= 0).all() and (leaf_at >= 0).all()
order = numpy.lexsort((leaf_at, unit_at))
scores, unit_at, leaf_at = scores.iloc[order], unit_at[order], leaf_at[order]
n, k = len(units), len(indicators)
assert len(scores) == n * k
dimension_names = indicators["一级指标"].unique()
dimension_at = pandas.Index(dimension_names).get_indexer(indicators["一级指标"])

full = indicators["分值"].to_numpy(float)
points = pandas.to_numeric(scores["points"].replace("不适用", None)).to_numpy(float).reshape(n, k)
applies = ~numpy.isnan(points)
zero = numpy.where(applies, points, 0.0)
marks = numpy.where(applies, full, 0.0)
loss = numpy.where(applies, numpy.clip(full - zero, 0, full), 0.0)
rate = points / full
own, all_marks = marks.sum(axis=1), full.sum()
scale = all_marks / own
total = zero.sum(axis=1) * scale
published = numpy.floor(total * 100 + 0.5 + 1e-9) / 100

# Units.
rank = pandas.Series(published).rank(method="min", ascending=False).astype(int)
edges = [-numpy.inf, 60, 80, 90, numpy.inf]
grade = pandas.cut(published, edges, right=False, labels=["不合格", "合格", "良好", "优秀"]).astype(str)
mean_rate = numpy.nanmean(rate, axis=0)
expected = (marks * mean_rate).sum(axis=1) / own
write(
    "unit_totals",
    pandas.DataFrame(
        {
            "unit": units["代码"],
            "name": units["单位名称"],
            "class": units["类别"],
            "points": zero.sum(axis=1),
            "applicable_marks": own,
            "full_marks": all_marks,
            "total": total,
            "published_total": published,
            "rate": zero.sum(axis=1) / own,
            "rank": rank,
            "grade": grade,
            "gain_now": loss.sum(axis=1) * scale,
            "own_effect": zero.sum(axis=1) / own - expected,
            "mix_effect": expected - (full * mean_rate).sum() / all_marks,
        }
    ),
)

# Units and dimensions.
columns = range(len(dimension_names))
dimension_points = numpy.column_stack([zero[:, dimension_at == d].sum(axis=1) for d in columns])
dimension_marks = numpy.column_stack([marks[:, dimension_at == d].sum(axis=1) for d in columns])
with numpy.errstate(invalid="ignore"):
    dimension_rates = dimension_points / dimension_marks
write(
    "unit_dimensions",
    pandas.DataFrame(
        {
            "unit": numpy.repeat(units["代码"].to_numpy(), len(dimension_names)),
            "dimension": numpy.tile(numpy.arange(len(dimension_names)) + 1, n),
            "name": numpy.tile(dimension_names, n),
            "points": dimension_points.ravel(),
            "applicable_marks": dimension_marks.ravel(),
            "rate": dimension_rates.ravel(),
            "contribution": (dimension_points * scale[:, None]).ravel(),
        }
    ),
)

# Units and indicators.
count = applies.sum(axis=0)
losing = (loss > 0).sum(axis=0)
others = count - applies
others_rate = numpy.where(applies, (zero.sum(axis=0) - zero) / full / others, numpy.nan)
others_losing = losing - (loss > 0)
gain = loss * scale[:, None]
distance = others_rate - rate
absolute = (rate < 0.6) & (gain >= 0.5)
relative = (distance >= 0.15) & (gain >= 0.5)
weakness = numpy.select(
    [absolute & relative, absolute, relative], ["both", "absolute", "relative"], default=""
)
few_full = (count - losing) * 2 < count
strong = (-distance >= 0.15) | ((zero >= full) & applies & few_full)
share = others_losing / others
common = numpy.select([loss == 0, share >= 0.5, share < 0.25], ["", "common", "own"], "partly")
write(
    "unit_indicators",
    pandas.DataFrame(
        {
            "unit": scores["unit"].to_numpy(),
            "indicator": scores["indicator"].to_numpy(),
            "name": numpy.tile(indicators["二级指标"].to_numpy(), n),
            "applicable": applies.ravel(),
            "points": points.ravel(),
            "full_marks": numpy.tile(full, n),
            "rate": rate.ravel(),
            "others_rate": others_rate.ravel(),
            "others_losing": others_losing.ravel(),
            "gain": gain.ravel(),
            "weakness": weakness.ravel(),
            "strength": strong.ravel(),
            "commonness": common.ravel(),
            "reason": scores["reason"].to_numpy(),
            "cause": scores["cause"].to_numpy(),
        }
    ),
)

# The class.
spread = pandas.Series(published)
write(
    "class_totals",
    pandas.DataFrame(
        {
            "class": ["units"],
            "units": [n],
            "mean": [spread.mean()],
            "median": [spread.median()],
            "standard_deviation": [spread.std()],
            "least": [spread.min()],
            "most": [spread.max()],
            "first_quartile": [spread.quantile(0.25)],
            "third_quartile": [spread.quantile(0.75)],
        }
    ),
)
rates = pandas.DataFrame(dimension_rates)
write(
    "class_dimensions",
    pandas.DataFrame(
        {
            "dimension": dimension_names,
            "count": rates.count(),
            "mean_points": dimension_points.mean(axis=0),
            "mean_rate": rates.mean(),
            "median_rate": rates.median(),
            "standard_deviation": rates.std(),
            "first_quartile": rates.quantile(0.25),
            "third_quartile": rates.quantile(0.75),
            "least_rate": rates.min(),
            "most_rate": rates.max(),
        }
    ),
)
rates = pandas.DataFrame(rate)
indicator_loss = loss.sum(axis=0)
write(
    "class_indicators",
    pandas.DataFrame(
        {
            "indicator": indicators["编号"],
            "name": indicators["二级指标"],
            "full_marks": full,
            "count": count,
            "mean_points": numpy.nanmean(points, axis=0),
            "mean_rate": mean_rate,
            "median_rate": rates.median(),
            "standard_deviation": rates.std(),
            "first_quartile": rates.quantile(0.25),
            "third_quartile": rates.quantile(0.75),
            "losing": losing,
            "loss": indicator_loss,
            "loss_share": indicator_loss / indicator_loss.sum(),
        }
    ),
)
lost = pandas.DataFrame({"unit": unit_at, "cause": scores["cause"].to_numpy(), "loss": loss.ravel()})
lost = lost[lost["loss"] > 0].groupby("cause", sort=False)
grouped = lost.agg(count=("loss", "size"), units=("unit", "nunique"), loss=("loss", "sum"))
grouped = grouped.sort_values("loss", ascending=False).reset_index()
grouped["loss_share"] = grouped["loss"] / grouped["loss"].sum()
write("class_causes", grouped.merge(causes, left_on="cause", right_on="原因代码", how="left"))

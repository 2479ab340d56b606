//! Rows of results, collected into columns by name.

use polars::prelude::{Column, IntoSeries as _, NamedFrom as _, Series, StringChunkedBuilder};

use crate::model::{Moment, ResultColumn, ResultTable};

/// Collects rows into columns by name.
pub(super) struct Columns(Vec<ResultColumn>);

impl Columns {
    pub(super) fn texts(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = impl AsRef<str>>,
    ) -> Self {
        let mut texts = StringChunkedBuilder::new(name.into(), values.size_hint().0);
        values.for_each(|value| texts.append_value(value.as_ref()));
        self.push(name, texts.finish().into_series());
        self
    }

    pub(super) fn optional_texts<'a>(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = Option<&'a str>>,
    ) -> Self {
        let mut texts = StringChunkedBuilder::new(name.into(), values.size_hint().0);
        values.for_each(|value| texts.append_option(value));
        self.push(name, texts.finish().into_series());
        self
    }

    pub(super) fn moments(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = Option<Moment>>,
    ) -> Self {
        let values: Vec<Option<String>> =
            values.map(|moment| moment.map(|moment| moment.to_string())).collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    pub(super) fn numbers(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = Option<f64>>,
    ) -> Self {
        let values: Vec<Option<f64>> = values.collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    pub(super) fn counts(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = Option<usize>>,
    ) -> Self {
        let whole = |value: Option<usize>| value.and_then(|value| u32::try_from(value).ok());
        let values: Vec<Option<u32>> = values.map(whole).collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    pub(super) fn flags(mut self, name: &'static str, values: impl Iterator<Item = bool>) -> Self {
        let values: Vec<bool> = values.collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    fn push(&mut self, name: &'static str, series: Series) {
        self.0.push(ResultColumn { name, values: Column::from(series) });
    }

    pub(super) fn table(self, name: &'static str) -> ResultTable {
        ResultTable { name, columns: self.0 }
    }
}

/// No column yet.
pub(super) fn columns() -> Columns {
    Columns(Vec::new())
}

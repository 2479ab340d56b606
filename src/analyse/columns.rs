//! Rows of results, collected into columns by name.

use polars::prelude::{
    BooleanChunkedBuilder, ChunkedBuilder as _, Column, Float64Type, IntoSeries as _,
    NamedFrom as _, PrimitiveChunkedBuilder, Series, StringChunkedBuilder, UInt32Type,
};

use crate::model::{Moment, ResultColumn, ResultTable};

/// Collects rows into columns by name.
pub(super) struct Columns {
    columns: Vec<ResultColumn>,
    /// Rows for which room is made.
    rows: usize,
}

impl Columns {
    pub(super) fn texts(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = impl AsRef<str>>,
    ) -> Self {
        let mut texts = StringChunkedBuilder::new(name.into(), self.rows);
        values.for_each(|value| texts.append_value(value.as_ref()));
        self.push(name, texts.finish().into_series());
        self
    }

    pub(super) fn optional_texts<'a>(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = Option<&'a str>>,
    ) -> Self {
        let mut texts = StringChunkedBuilder::new(name.into(), self.rows);
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
        let mut own = PrimitiveChunkedBuilder::<Float64Type>::new(name.into(), self.rows);
        values.for_each(|value| own.append_option(value));
        self.push(name, own.finish().into_series());
        self
    }

    pub(super) fn counts(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = Option<usize>>,
    ) -> Self {
        let whole = |value: Option<usize>| value.and_then(|value| u32::try_from(value).ok());
        let mut own = PrimitiveChunkedBuilder::<UInt32Type>::new(name.into(), self.rows);
        values.for_each(|value| own.append_option(whole(value)));
        self.push(name, own.finish().into_series());
        self
    }

    pub(super) fn flags(mut self, name: &'static str, values: impl Iterator<Item = bool>) -> Self {
        let mut own = BooleanChunkedBuilder::new(name.into(), self.rows);
        values.for_each(|value| own.append_value(value));
        self.push(name, own.finish().into_series());
        self
    }

    fn push(&mut self, name: &'static str, series: Series) {
        self.columns.push(ResultColumn { name, values: Column::from(series) });
    }

    pub(super) fn table(self, name: &'static str) -> ResultTable {
        ResultTable { name, columns: self.columns }
    }
}

/// No column yet.
pub(super) fn columns() -> Columns {
    columns_of(0)
}

/// No column yet, and room for so many rows.
pub(super) fn columns_of(rows: usize) -> Columns {
    Columns { columns: Vec::new(), rows }
}

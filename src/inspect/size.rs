//! How large a finished file is.

use crate::finding::{Finding, Place, rule};

/// Bytes of a thousand.
const THOUSAND: usize = 1000;

/// Thousands of bytes that a page of a PDF has at least and at most, fonts and all, on average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageBytes {
    /// At least.
    pub least: usize,
    /// At most.
    pub most: usize,
}

impl PageBytes {
    /// Whether a file is far smaller or larger than its pages make likely: something is missing, or
    /// fonts and pictures stand in it whole.
    #[must_use]
    pub fn check(self, bytes: usize, pages: usize, document: &str) -> Option<Finding> {
        let own = bytes / THOUSAND / pages.max(1);
        let fits = (self.least..=self.most).contains(&own);
        (!fits).then(|| {
            Finding::new(rule::PDF_SIZE, Place::document(document))
                .with("size", own)
                .with("least", self.least)
                .with("most", self.most)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_as_large_as_its_pages_make_likely() {
        let band = PageBytes { least: 4, most: 300 };
        let size =
            |bytes, pages| band.check(bytes, pages, "a.pdf").map(|own| own.facts["size"].clone());
        assert_eq!(size(682_000, 17), None);
        assert_eq!((size(4_000, 1), size(300_999, 1)), (None, None));
        assert_eq!(size(3_999, 1).as_deref(), Some("3"));
        assert_eq!(size(12_000_000, 2).as_deref(), Some("6000"));
        assert_eq!(size(0, 0).as_deref(), Some("0"));
    }
}

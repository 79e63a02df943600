//! The reference names all that the program counts and writes.

use groundswell_campaign::metric::{self, Metric};
use groundswell_campaign::ratio::{self, Ratio};
use groundswell_report::folder;

use crate::read;

#[test]
fn the_page_of_metrics_has_a_row_for_each() {
    let page = read("docs/reference/metrics.md");
    for metric in Metric::ALL {
        let unit = match metric.unit() {
            metric::Unit::People => "people",
            metric::Unit::Messages => "messages",
            metric::Unit::Steps => "steps",
            metric::Unit::Money => "money",
            metric::Unit::Opinion => "−1 to 1",
        };
        let better = if metric.more_is_better() {
            "more"
        } else {
            "less"
        };
        let row = format!("\n| `{metric}` | {} | {unit} | {better} | ", metric.label());
        assert!(page.contains(&row), "{row}");
    }
    for ratio in Ratio::ALL {
        let unit = match ratio.unit() {
            ratio::Unit::Money => "money",
            ratio::Unit::Share => "share",
            ratio::Unit::Number => "number",
        };
        let row = format!("\n| `{}` | {} | {unit} | ", ratio.name(), ratio.label());
        assert!(page.contains(&row), "{row}");
    }
    for objective in Metric::OBJECTIVES {
        assert!(page.contains(&format!("`{objective}`")), "{objective}");
    }
}

#[test]
fn the_page_of_files_has_a_row_for_each_table_of_a_report() {
    let page = read("docs/reference/files.md");
    for (name, holds) in folder::TABLES {
        let row = format!("\n| `{name}` | {holds} | ");
        assert!(page.contains(&row), "{row}");
    }
}

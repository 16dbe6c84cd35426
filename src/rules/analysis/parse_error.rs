use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("parse-error", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for error in cx.model.syntax_errors() {
        let message = format!("`{}` cannot be parsed", cx.sources.get(error.span.file).path);
        report.add(
            Finding::new(Confidence::Certain, error.span, message, error.message.clone())
                .help("mend the file, or leave it out with `exclude` in `tether.toml`; nothing in it was analysed"),
        );
    }
}

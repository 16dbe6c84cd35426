//! How long the stages of a run took. Knows nothing of what they do.

use std::time::{Duration, Instant};

/// Wall-clock time by stage, in the order in which they ran, and by rule.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    /// Stages with what each took.
    pub stages: Vec<(&'static str, Duration)>,
    /// Rules with what each took; what a rule is the first to ask of the model is counted with it.
    pub rules: Vec<(&'static str, Duration)>,
}

impl Timings {
    /// Runs a stage and notes what it took.
    pub fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.stages.push((name, start.elapsed()));
        result
    }

    /// Runs a rule and notes what it took.
    pub fn rule<T>(&mut self, id: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.rules.push((id, start.elapsed()));
        result
    }

    /// A line for each stage with its share of all, and the rules that took the longest.
    pub fn render(&self, rules: usize) -> String {
        let all: Duration = self.stages.iter().map(|(_, time)| *time).sum();
        let share = |time: Duration| 100.0 * time.as_secs_f64() / all.as_secs_f64().max(f64::MIN_POSITIVE);
        let mut out = String::new();
        let mut line = |indent: &str, name: &str, time: Duration| {
            let width = 28 - indent.len();
            out += &format!("{indent}{name:width$} {:>8.1} ms {:>5.1} %\n", time.as_secs_f64() * 1e3, share(time));
        };
        for (name, time) in &self.stages {
            line("", name, *time);
        }
        let mut dearest = self.rules.clone();
        dearest.sort_by_key(|(id, time)| (std::cmp::Reverse(*time), *id));
        for (id, time) in dearest.into_iter().take(rules) {
            line("  ", id, time);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dearest_rules_stand_below_the_stages() {
        let ms = Duration::from_millis;
        let timings = Timings {
            stages: vec![("parse", ms(30)), ("rules", ms(10))],
            rules: vec![("a", ms(1)), ("b", ms(5)), ("c", ms(4))],
        };
        assert_eq!(
            timings.render(2),
            "parse                            30.0 ms  75.0 %\n\
             rules                            10.0 ms  25.0 %\n  \
               b                               5.0 ms  12.5 %\n  \
               c                               4.0 ms  10.0 %\n"
        );
    }
}

use crate::diagnostic::{Confidence, Finding};
use crate::model::{GivenUp, IdleKind, IdlePermit, Permit};
use crate::rules::{Report, RuleCx, mended, rule};

rule!("semaphore-permit-discarded", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for permit in cx.model.discarded_permits() {
        let finding = discarded(&permit);
        let mend = match permit.by {
            GivenUp::Statement => cx.model.held_by_name(permit.at),
            GivenUp::Asked | GivenUp::Pattern | GivenUp::Branch | GivenUp::Error => None,
        };
        report.add(mended(finding, "hold the permit until the end of the block", mend));
    }
    for permit in cx.model.idle_permits() {
        report.add(idle(&permit));
    }
}

/// A permit that has a name, and limits nothing all the same.
fn idle(permit: &IdlePermit) -> Finding {
    let sure = match permit.kind {
        IdleKind::NeverTaken | IdleKind::LeftOutside => Confidence::Certain,
        IdleKind::TooShort => Confidence::Likely,
    };
    let confidence = if permit.signal { Confidence::Possible } else { sure };
    let too_short = |label: &str| {
        let message = "this permit is given back before the task that it is for has done its work: it limits nothing";
        Finding::new(confidence, permit.taken, message, label)
    };
    match permit.kind {
        IdleKind::NeverTaken => Finding::new(
            confidence,
            permit.taken,
            "this permit is never taken: nobody awaits the future that would take it",
            "gives a future, not a permit",
        )
        .help("await it: `let _permit = ….acquire().await`"),
        IdleKind::LeftOutside => Finding::new(
            confidence,
            permit.lost,
            "`let _ =` does not move this permit into the task: it is given back before the task has done its work",
            "nothing is moved here",
        )
        .with(permit.taken, "the permit is taken here, and dropped at the end of its own block")
        .help("bind it to a name in the task: `let _permit = …` moves it in and holds it until the task's end"),
        IdleKind::TooShort => match permit.dropped {
            None => too_short("taken here, and given back at the end of this block"),
            Some(dropped) => too_short("taken here").with(dropped, "and given back here"),
        }
        .with(permit.lost, "this task goes on without it")
        .help("take it with `acquire_owned`, and move it into the task"),
    }
}

/// A permit that nobody holds while the work is done.
fn discarded(permit: &Permit) -> Finding {
    let confidence = if permit.signal { Confidence::Possible } else { Confidence::Certain };
    Finding::new(
        confidence,
        permit.span,
        "this permit is given back at once: what comes after it runs without a limit",
        "the permit is taken here",
    )
    .with(
        permit.lost,
        match permit.by {
            GivenUp::Statement => "and dropped at the end of this statement",
            GivenUp::Asked => "this asks whether there was one, and drops it",
            GivenUp::Pattern => "`_` does not keep it: it is dropped at the end of this statement",
            GivenUp::Branch => "and dropped at the end of this branch, which does nothing",
            GivenUp::Error => "this keeps the error only: the permit is dropped at the end of this statement",
        },
    )
    .help("bind the permit to a name: `let _permit = …` holds it until the end of the block")
}

//! Children without a name are not called by what they print.

use bastion::prelude::*;

fn supervise() {
    Bastion::supervisor(|supervisor| {
        supervisor
            .with_strategy(SupervisionStrategy::OneForAll) //~ unrelated-children
            .children(|children| {
                children.with_exec(|ctx: BastionContext| async move {
                    loop {
                        msg! { ctx.recv().await?, mail: String => { println!("mail {mail}"); }; _: _ => (); }
                    }
                })
            })
            .children(|children| {
                children.with_exec(|ctx: BastionContext| async move {
                    loop {
                        MessageHandler::new(ctx.recv().await?).on_tell(|number: u64, _| println!("{number}"));
                    }
                })
            })
    })
    .expect("a supervisor");
}

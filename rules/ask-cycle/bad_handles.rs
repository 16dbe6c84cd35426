// Two actors with handles of each other; the requests are methods of the handles.
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::oneshot;

enum ToBank {
    Balance(u32, oneshot::Sender<i64>),
    Attach(Audit),
}

enum ToAudit {
    Check(u32, oneshot::Sender<bool>),
}

#[derive(Clone)]
pub struct Bank {
    to: Sender<ToBank>,
}

impl Bank {
    async fn balance(&self, id: u32) -> i64 {
        let (reply, answer) = oneshot::channel();
        let _ = self.to.send(ToBank::Balance(id, reply)).await;
        answer.await.unwrap_or_default()
    }
}

#[derive(Clone)]
pub struct Audit {
    to: Sender<ToAudit>,
}

impl Audit {
    async fn check(&self, id: u32) -> bool {
        let (reply, answer) = oneshot::channel();
        let _ = self.to.send(ToAudit::Check(id, reply)).await;
        answer.await.unwrap_or_default()
    }
}

struct BankActor {
    inbox: Receiver<ToBank>,
    audit: Audit,
}

impl BankActor {
    async fn run(mut self) {
        while let Some(message) = self.inbox.recv().await {
            match message {
                ToBank::Balance(id, reply) => {
                    let fine = self.audit.check(id).await; //~ ask-cycle
                    let _ = reply.send(if fine { 1 } else { 0 });
                }
                ToBank::Attach(audit) => drop(audit),
            }
        }
    }
}

struct AuditActor {
    inbox: Receiver<ToAudit>,
    bank: Bank,
}

impl AuditActor {
    async fn run(mut self) {
        loop {
            match self.inbox.recv().await {
                Some(ToAudit::Check(id, reply)) => {
                    let _ = reply.send(self.bank.balance(id).await > 0);
                }
                None => break,
            }
        }
    }
}

pub fn start() -> (Bank, Audit) {
    let (to_bank, bank_inbox) = mpsc::channel(8);
    let (to_audit, audit_inbox) = mpsc::channel(8);
    let bank = Bank { to: to_bank };
    let audit = Audit { to: to_audit };
    tokio::spawn(BankActor { inbox: bank_inbox, audit: audit.clone() }.run());
    tokio::spawn(AuditActor { inbox: audit_inbox, bank: bank.clone() }.run());
    (bank, audit)
}

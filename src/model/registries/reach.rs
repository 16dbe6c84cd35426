//! How far a registry reaches: entries that keep alive what would take them out, and maps of one process in a program
//! that runs as many.

use super::{Change, Holds, Registry, key_and_value};
use crate::apis::{Actor, ChannelKind, Deed, ExitKind, Role, Verb};
use crate::flow::{BindSource, Exit, Place};
use crate::ir::{BindingId, ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::model::Model;
use crate::resolve::{AdtId, BodyRef, ExprRef, FnId, Res, Ty};
use crate::source::{Name, Span};
use crate::workspace::{Dep, TargetKind};
use rustc_hash::FxHashSet;

/// An entry that keeps its own task running.
#[derive(Clone, Debug)]
pub struct Immortal {
    /// What of it does.
    pub tie: Tie,
    /// Puts it in.
    pub insert: Span,
    /// Where the task waits for the end of it.
    pub wait: Span,
    /// Takes the entry out, after that.
    pub removal: Span,
}

/// What ties a task to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// A sender of the channel that the task receives from; whether there are weak ones.
    Sender(bool),
    /// The guard whose drop cancels the token that the task waits for.
    Guard,
    /// A reference to an actor that stops with the last of them.
    Actor,
}

impl Model<'_, '_> {
    /// An entry with a sender of the channel whose end its task waits for, before it takes the entry out; or with a
    /// guard or a reference in its place.
    pub fn immortal(&self, registry: &Registry) -> Option<Immortal> {
        let by_task = registry.inserts.iter().find_map(|insert| {
            let value = self.inserted_value(insert)?;
            let parts = self.parts_of(insert.at.body, value);
            self.immortal_at(registry, insert, &parts).or_else(|| self.kept_by_guard(registry, insert, &parts))
        });
        by_task.or_else(|| self.kept_by_reference(registry))
    }

    pub(super) fn inserted_value(&self, insert: &Change) -> Option<ExprId> {
        match self.program.expr(insert.at) {
            ExprKind::MethodCall { args, .. } => args.last().copied(),
            _ => None,
        }
    }

    fn immortal_at(&self, registry: &Registry, insert: &Change, parts: &[ExprId]) -> Option<Immortal> {
        let program = self.program;
        let body = program.body(insert.at.body);
        let senders: Vec<(BodyRef, BindingId)> = parts
            .iter()
            .filter_map(|&part| match body.expr(part) {
                ExprKind::Local(binding) => Some((insert.at.body, *binding)),
                _ => None,
            })
            .collect();
        let channel = self.channels.iter().find(|channel| {
            channel.senders.iter().any(|end| end.local.is_some_and(|local| senders.contains(&local)))
        })?;
        let closed =
            |exit: &Exit| exit.kind == ExitKind::ChannelClosed && exit.on.is_some_and(|on| channel.is_received_at(on));
        let task = self.tasks.iter().find(|task| {
            let exits = &task.ends.exits;
            // An error of what is done with a message comes with a message only. Who sends to all entries brings one.
            let idle = || !self.is_gone_over(registry);
            exits.iter().any(closed)
                && exits.iter().all(|exit| closed(exit) || self.comes_with_message(exit, exits, &closed) && idle())
        })?;
        let wait = task.ends.exits.iter().find(|exit| closed(exit))?.on?;
        // `while let Ok(Some(frame)) = timeout(IDLE, rx.recv()).await`: silence ends it as well.
        let is_limited = program.uses(wait.body).ancestors(wait.expr).any(|up| {
            program.called_api(ExprRef { body: wait.body, expr: up }).is_some_and(|row| row.verb == Verb::Timeout)
        });
        if is_limited {
            return None;
        }
        // Nobody else takes it out.
        let after = |removal: &Change| {
            let wait = if removal.at.body == wait.body { Some(wait) } else { self.call_of(removal.at, wait.body) };
            let code = program.body(removal.at.body);
            wait.is_some_and(|wait| code.span(removal.at.expr).lo > code.span(wait.expr).hi)
        };
        let removal = registry.removes.first()?;
        if task.abortable || !registry.removes.iter().all(after) {
            return None;
        }
        let tie = Tie::Sender(matches!(channel.kind, ChannelKind::Mpsc | ChannelKind::Broadcast));
        Some(Immortal { tie, insert: insert.span, wait: self.callee_span(wait), removal: removal.span })
    }

    /// `sink.send(frame).await?` in a loop over the messages of a channel.
    fn comes_with_message(&self, exit: &Exit, exits: &[Exit], closed: &dyn Fn(&Exit) -> bool) -> bool {
        matches!(exit.kind, ExitKind::Error | ExitKind::ChannelClosed)
            && exits.iter().filter(|one| closed(one)).filter_map(|one| one.on).any(|wait| {
                let body = self.program.body(wait.body);
                let mut raced = false;
                let mut ups = self.program.uses(wait.body).ancestors(wait.expr);
                let round = ups.find(|&up| {
                    raced |= matches!(body.expr(up), ExprKind::Select { .. });
                    body.expr(up).is_loop()
                });
                round.is_some_and(|round| {
                    !raced && body.span(round).contains(exit.span) && body.span(wait.expr).hi <= exit.span.lo
                })
            })
    }

    /// Whether code goes through all entries of a registry: `for tx in map.values()`.
    fn is_gone_over(&self, registry: &Registry) -> bool {
        const LOOKS: [&str; 8] =
            ["values", "values_mut", "iter", "iter_mut", "into_iter", "for_each", "scan", "scan_sync"];
        let program = self.program;
        let is_map = |at: ExprRef| self.is_map_of(registry, at);
        let called = LOOKS.iter().flat_map(|name| self.index.calls(Name::from(name))).any(|at| {
            matches!(program.expr(at), ExprKind::MethodCall { receiver, .. }
                if !self.skips(at.body) && is_map(ExprRef { body: at.body, expr: *receiver }))
        });
        let looped = || {
            self.loops.iter().any(|found| {
                matches!(program.expr(found.at), ExprKind::For { iter, .. }
                    if program.body(found.at.body).any(*iter, |expr| is_map(ExprRef { body: found.at.body, expr })))
            })
        };
        called || looped()
    }

    /// `Session { _alive: gone.clone().drop_guard() }` in the map, and a task that waits for `gone` before it takes the
    /// session out.
    fn kept_by_guard(&self, registry: &Registry, insert: &Change, parts: &[ExprId]) -> Option<Immortal> {
        let program = self.program;
        let at = insert.at.body;
        let body = program.body(at);
        let is_token = |expr: ExprId| program.role(&program.peel(program.types(at).expr(expr))) == Some(Role::Token);
        let token = parts.iter().find_map(|&part| match body.expr(part) {
            ExprKind::MethodCall { receiver, name, .. } if name.as_str().starts_with("drop_guard") => {
                let mut expr = *receiver;
                while let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr)
                    && *name == "clone"
                {
                    expr = *receiver;
                }
                match body.expr(expr) {
                    ExprKind::Local(binding) if is_token(expr) => Some(*binding),
                    _ => None,
                }
            }
            _ => None,
        })?;
        // Made here, for this alone: nobody above cancels it.
        let BindSource::Value(made, _) = program.uses(at).source(token) else { return None };
        if !matches!(body.expr(made), ExprKind::Call { args, .. } if args.is_empty()) {
            return None;
        }
        let mut wait = None;
        let mut elsewhere = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if !matches!(body.expr(expr), ExprKind::Local(binding) if *binding == token) {
                return;
            }
            match program.uses(at).parent_expr(expr).map(|up| (up, body.expr(up))) {
                Some((up, ExprKind::MethodCall { receiver, name, .. })) if *receiver == expr => match name.as_str() {
                    "cancelled" | "cancelled_owned" => wait = Some(ExprRef { body: at, expr: up }),
                    name if name.starts_with("drop_guard") => {}
                    "clone" => {
                        let guards = program.uses(at).parent_expr(up).is_some_and(|above| {
                            matches!(body.expr(above), ExprKind::MethodCall { receiver, name, .. }
                                    if *receiver == up && name.as_str().starts_with("drop_guard"))
                        });
                        elsewhere |= !guards;
                    }
                    _ => elsewhere = true,
                },
                _ => elsewhere = true,
            }
        });
        let wait = wait.filter(|&wait| !elsewhere && program.frame(wait).is_some() && program.is_awaited(wait))?;
        let raced = program.uses(at).ancestors(wait.expr).any(|up| matches!(body.expr(up), ExprKind::Select { .. }));
        let after = |removal: &Change| {
            removal.at.body == at
                && program.frame(removal.at) == program.frame(wait)
                && body.span(removal.at.expr).lo > body.span(wait.expr).hi
        };
        let removal = registry.removes.first()?;
        (!raced && registry.removes.iter().all(after)).then(|| Immortal {
            tie: Tie::Guard,
            insert: insert.span,
            wait: self.callee_span(wait),
            removal: removal.span,
        })
    }

    /// References to actors that stop with the last of them, where the hook at the actor's end takes the entry out.
    fn kept_by_reference(&self, registry: &Registry) -> Option<Immortal> {
        let program = self.program;
        let (actor, row) = self.kept_actor(&registry.value, 0)?;
        let insert = registry.inserts.first()?;
        let removal = registry.removes.first()?;
        let is_hook = |function: FnId| {
            let def = &program.defs.fns[function];
            let of = def.container.impl_().map(|id| &program.defs.impls[id].self_head);
            row.ends.contains(&def.name) && matches!(of, Some(Res::Adt(adt)) if *adt == actor)
        };
        let in_hook = |at: ExprRef| program.owner(at.body).is_some_and(is_hook);
        let after = |op: &Change| {
            in_hook(op.at)
                || program.owner(op.at.body).is_some_and(|function| {
                    let callers = self.callers(function);
                    !program.is_drop(function) && !callers.is_empty() && callers.into_iter().all(in_hook)
                })
        };
        if !registry.removes.iter().all(after) || self.is_stopped(actor, row) {
            return None;
        }
        let hook = program
            .defs
            .impls_for_external_trait(row.path)
            .iter()
            .filter(|&&id| matches!(program.defs.impls[id].self_head, Res::Adt(adt) if adt == actor))
            .flat_map(|&id| &program.defs.impls[id].fns)
            .find(|&&function| row.ends.contains(&program.defs.fns[function].name))?;
        Some(Immortal {
            tie: Tie::Actor,
            insert: insert.span,
            wait: program.defs.fns[*hook].name_span,
            removal: removal.span,
        })
    }

    /// The actor that an entry keeps running.
    fn kept_actor(&self, value: &Ty, depth: u8) -> Option<(AdtId, &Actor)> {
        let program = self.program;
        match value {
            Ty::Api(path, args) => {
                let mut rows = program.apis.actors().iter();
                if let Some(row) = rows.find(|row| row.refs.contains(path)) {
                    return match args.first()? {
                        Ty::Adt(adt, _) => Some((*adt, row)),
                        _ => None,
                    };
                }
                let passes = matches!(program.role(value), Some(Role::Pointer | Role::Option))
                    && !path.as_str().ends_with("Weak");
                args.first().filter(|_| passes && depth < 3).and_then(|arg| self.kept_actor(arg, depth + 1))
            }
            Ty::Adt(adt, _) if depth < 2 => {
                program.all_fields(*adt).iter().find_map(|field| self.kept_actor(field, depth + 1))
            }
            _ => None,
        }
    }

    /// Whether code stops an actor: by a reference, or in its own handlers.
    fn is_stopped(&self, actor: AdtId, row: &Actor) -> bool {
        const STOPS: [&str; 9] =
            ["stop", "stop_gracefully", "kill", "stop_all", "terminate", "shutdown", "stop_self", "halt", "abort"];
        let program = self.program;
        STOPS.iter().flat_map(|name| self.index.calls(Name::from(name))).any(|at| {
            let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { return false };
            let ty = program.types(at.body).expr(*receiver);
            !self.skips(at.body)
                && program.derefs(ty).iter().any(|ty| match ty {
                    // Of another actor.
                    Ty::Api(path, args) if row.refs.contains(path) => {
                        !matches!(args.first(), Some(Ty::Adt(adt, _)) if *adt != actor)
                    }
                    Ty::Api(path, _) => {
                        let krate = |path: Name| path.as_str().split("::").next().map(str::to_owned);
                        krate(*path) == krate(row.path)
                    }
                    Ty::Unknown => true,
                    _ => false,
                })
        })
    }

    /// The awaited call, in the same piece of code as another expression, of the function with this code.
    fn call_of(&self, beside: ExprRef, code: BodyRef) -> Option<ExprRef> {
        let program = self.program;
        let function = program.owner(code)?;
        let mut calls = self.callers_of(function).into_iter();
        calls.find(|&call| {
            call.body == beside.body && program.frame(call) == program.frame(beside) && program.is_awaited(call)
        })
    }

    /// What is in a value: its expression, those within it, and those that its variables were made from. What is only asked
    /// for something weak is not.
    pub(super) fn parts_of(&self, at: BodyRef, value: ExprId) -> Vec<ExprId> {
        let program = self.program;
        let body = program.body(at);
        let mut found = Vec::new();
        let mut open = vec![value];
        for _ in 0..60 {
            let Some(expr) = open.pop() else { break };
            found.push(expr);
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, name, .. } if *name == "clone" => open.push(*receiver),
                ExprKind::MethodCall { .. } => {}
                // `Arc::new(connection)`, `Arc::clone(&connection)`: the same; any other function gives something new.
                ExprKind::Call { args, .. } => {
                    let ty = program.types(at).expr(expr);
                    let points = program.role(ty) == Some(Role::Pointer)
                        && !ty.api_path().is_some_and(|path| path.as_str().ends_with("Weak"));
                    if let ([inner], true) = (&args[..], points) {
                        open.push(*inner);
                    }
                }
                ExprKind::Local(binding) => {
                    if let BindSource::Value(value, _) = program.uses(at).source(*binding) {
                        open.push(value);
                    }
                }
                kind => kind.children(|child| open.push(child)),
            }
        }
        found
    }

    /// What makes a program with a process-wide registry a cluster, and where the registry's crate says so.
    pub fn cluster_beside(&self, registry: &Registry) -> Option<Cluster> {
        self.cluster_of(registry).filter(|cluster| !self.asks_others(registry, &cluster.name))
    }

    fn cluster_of(&self, registry: &Registry) -> Option<Cluster> {
        let program = self.program;
        let of_process = match registry.place {
            Place::Static(_) => {
                matches!(registry.holds, Some(Holds::Sender | Holds::Actor | Holds::Connection | Holds::Task))
            }
            // Connections are of this process by nature; actors are what a cluster finds by name.
            Place::Field(adt, _) => {
                registry.shared && registry.holds == Some(Holds::Actor) && self.is_made_with_program(adt)
            }
            Place::Local(..) | Place::Unknown => false,
        };
        if !of_process {
            return None;
        }
        let insert = registry.inserts.first()?;
        let id = program.defs.krate_of(insert.at.body)?;
        let krate = &program.workspace.crates[id.0 as usize];
        let joined = self.calls_that(Deed::Cluster).into_iter().next();
        if let Some(at) = joined {
            return Some(Cluster {
                name: program.workspace.sources.text(self.callee_span(at)).to_owned(),
                joins: Some(self.callee_span(at)),
            });
        }
        let known = program.apis.deeds(Deed::Cluster);
        let external = krate.deps.values().filter_map(|dep| match dep {
            Dep::External(real) => Some(*real),
            Dep::Local(_) => None,
        });
        let mut names: Vec<Name> = external.filter(|real| known.contains(real)).collect();
        // A loose file has no manifest, but says what it uses.
        if krate.kind == TargetKind::Loose {
            let crates = program.defs.imported_paths(id).into_iter();
            let crates = crates.filter_map(|path| path.as_str().split("::").next().map(Name::from));
            names.extend(crates.filter(|name| known.contains(name)));
        }
        names.sort_by_key(|name| name.as_str());
        names.first().map(|name| Cluster { name: name.as_str().to_owned(), joins: None })
    }
    /// Whether who is not found here is looked for on other nodes: what a failed look-up does is sent to the code that
    /// speaks with the cluster.
    fn asks_others(&self, registry: &Registry, cluster: &str) -> bool {
        const LOOKS: [&str; 5] = ["get", "get_mut", "get_async", "read", "read_async"];
        let program = self.program;
        let is_look = |at: &ExprRef| {
            matches!(program.expr(*at), ExprKind::MethodCall { receiver, .. }
                if !self.skips(at.body) && self.is_map_of(registry, ExprRef { body: at.body, expr: *receiver }))
        };
        let mut looks: Vec<ExprRef> =
            LOOKS.iter().flat_map(|name| self.index.calls(Name::from(name))).filter(is_look).collect();
        for _ in 0..3 {
            if looks.iter().any(|&look| self.fails_over(look, cluster)) {
                return true;
            }
            let owners: FxHashSet<FnId> = looks.iter().filter_map(|look| program.owner(look.body)).collect();
            let mut owners: Vec<FnId> = owners.into_iter().collect();
            owners.sort_unstable();
            looks = owners.into_iter().flat_map(|function| self.callers(function)).collect();
        }
        false
    }

    /// Whether a branch that is taken where a look-up finds nothing goes on to the cluster.
    fn fails_over(&self, look: ExprRef, cluster: &str) -> bool {
        let program = self.program;
        let (body, uses) = (program.body(look.body), program.uses(look.body));
        let told = |binding: BindingId| {
            matches!(uses.source(binding), BindSource::Value(value, _)
                if body.span(value).contains(body.span(look.expr)))
        };
        let about = |value: ExprId| {
            body.any(value, |expr| {
                expr == look.expr || matches!(body.expr(expr), ExprKind::Local(binding) if told(*binding))
            })
        };
        let nothing = |pat: PatId| match body.pat(pat) {
            PatKind::TupleStruct(path, _) => path.last() == "Err",
            PatKind::Path(path) => path.last() == "None",
            PatKind::Bind(..) | PatKind::Wild => true,
            _ => false,
        };
        let mut found = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            let branches: Vec<ExprId> = match body.expr(expr) {
                ExprKind::Match { value, arms } if about(*value) => {
                    arms.iter().filter(|arm| nothing(arm.pat)).map(|arm| arm.body).collect()
                }
                ExprKind::If { cond, then, otherwise } if about(*cond) => {
                    let fails = match body.expr(*cond) {
                        ExprKind::Let { pat, .. } => nothing(*pat),
                        ExprKind::MethodCall { name, .. } => matches!(name.as_str(), "is_err" | "is_none"),
                        _ => false,
                    };
                    if fails { vec![*then] } else { otherwise.iter().copied().collect() }
                }
                ExprKind::Block { stmts, .. } => stmts
                    .iter()
                    .filter_map(|stmt| match stmt {
                        Stmt::Let { init: Some(init), otherwise: Some(otherwise), .. } if about(*init) => {
                            Some(*otherwise)
                        }
                        _ => None,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            found |= branches.iter().any(|&branch| {
                let mut reaches = false;
                body.walk(branch, &mut |_| true, &mut |expr| {
                    reaches |= self.reaches_cluster(ExprRef { body: look.body, expr }, cluster);
                });
                reaches
            });
        });
        found
    }

    /// Whether a call is one of the cluster's own, or sends to code that has to do with it.
    fn reaches_cluster(&self, at: ExprRef, cluster: &str) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { return false };
        let ty = program.peel(program.types(at.body).expr(*receiver));
        let of_cluster = |path: Name| path.as_str().split("::").next() == Some(cluster);
        if ty.api_path().is_some_and(of_cluster) {
            return true;
        }
        let sends = program.called_api(at).is_some_and(|row| row.verb == Verb::Send);
        let message = ty.arg(0);
        if !sends || program.role(&ty) != Some(Role::Sender) || !matches!(message, Ty::Adt(..)) {
            return false;
        }
        let named = |span: Span| program.workspace.sources.get(span.file).text.contains(cluster);
        program.defs.fns.iter().any(|(id, def)| {
            let takes = |ty: &Ty| {
                let ty = program.peel(ty);
                program.role(&ty) == Some(Role::Receiver) && ty.arg(0) == message
            };
            program.sig(id).params.iter().any(takes) && named(def.name_span)
        })
    }

    /// Whether a value gives access to a registry's map, as far as its type says.
    fn is_map_of(&self, registry: &Registry, at: ExprRef) -> bool {
        let program = self.program;
        program.derefs(program.ty(at)).iter().any(|ty| {
            let row = ty.api_path().and_then(|path| program.apis.map(path));
            row.is_some_and(|row| key_and_value(row, ty) == (registry.key.clone(), registry.value.clone()))
        })
    }
}

/// What joins several processes.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The crate or call.
    pub name: String,
    /// The call.
    pub joins: Option<Span>,
}

//! The IR as text, for tests: one line per item, statement, arm or branch, expressions in parentheses.
//!
//! `x#3` is the local variable 3 of its body. Knows nothing of meaning; two equal texts are equal IRs but for spans.

use super::*;
use std::fmt::Write;

/// All that a file says.
pub fn dump(ir: &FileIr) -> String {
    let mut out = Dump { ir, out: String::new(), depth: 0 };
    if let Some(error) = &ir.error {
        let _ = writeln!(out.out, "error {}..{}: {}", error.span.lo, error.span.hi, error.message);
    }
    if ir.opaque_macros > 0 {
        let _ = writeln!(out.out, "opaque macros: {}", ir.opaque_macros);
    }
    for comment in &ir.suppressions {
        let rules: Vec<&str> = comment.rules.iter().map(|(name, _)| name.as_str()).collect();
        let place = if comment.whole_file { "file" } else { "line" };
        let _ = writeln!(out.out, "allow {place} {} {:?} {:?}", rules.join(" "), comment.reason, comment.malformed);
    }
    out.items(&ir.items);
    out.out
}

/// A type as it is written.
pub fn type_text(ty: &TypeRef) -> String {
    let list = |types: &[TypeRef]| types.iter().map(type_text).collect::<Vec<_>>().join(", ");
    let ret = |ty: Option<&TypeRef>| ty.map_or_else(String::new, |ty| format!(" -> {}", type_text(ty)));
    match ty {
        TypeRef::Path(path) => path_text(path),
        TypeRef::Ref(inner) => format!("&{}", type_text(inner)),
        TypeRef::Tuple(types) => format!("({})", list(types)),
        TypeRef::Slice(inner) => format!("[{}]", type_text(inner)),
        TypeRef::Fn(params, result) => format!("fn({}){}", list(params), ret(result.as_deref())),
        TypeRef::Impl(bounds) => format!("impl {}", bounds_text(bounds)),
        TypeRef::Dyn(bounds) => format!("dyn {}", bounds_text(bounds)),
        TypeRef::Never => "!".to_owned(),
        TypeRef::Infer => "_".to_owned(),
        TypeRef::Opaque => "?".to_owned(),
    }
}

/// A path as it is written.
pub fn path_text(path: &PathRef) -> String {
    let mut out = String::new();
    let mut trait_end = 0;
    if let Some((ty, count)) = &path.qself {
        out.push('<');
        out.push_str(&type_text(ty));
        trait_end = *count;
        out.push_str(if trait_end == 0 { ">" } else { " as " });
    }
    for (index, segment) in path.segments.iter().enumerate() {
        let first_of_trait = index == 0 && trait_end > 0;
        if !first_of_trait && (index > 0 || path.global || path.qself.is_some()) {
            out.push_str("::");
        }
        out.push_str(segment.name.as_str());
        if let Some(args) = &segment.args {
            let mut all: Vec<String> = args.types.iter().map(type_text).collect();
            all.extend(args.assoc.iter().map(|(name, ty)| format!("{name} = {}", type_text(ty))));
            match &args.call {
                Some((params, result)) => {
                    let params: Vec<String> = params.iter().map(type_text).collect();
                    let _ = write!(out, "({})", params.join(", "));
                    if let Some(result) = result {
                        let _ = write!(out, " -> {}", type_text(result));
                    }
                }
                None => {
                    let _ = write!(out, "<{}>", all.join(", "));
                }
            }
        }
        if index + 1 == trait_end {
            out.push('>');
        }
    }
    out
}

fn bounds_text(bounds: &[PathRef]) -> String {
    bounds.iter().map(path_text).collect::<Vec<_>>().join(" + ")
}

struct Dump<'a> {
    ir: &'a FileIr,
    out: String,
    depth: usize,
}

impl Dump<'_> {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{:width$}{text}", "", width = self.depth * 2);
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        let mut head = String::new();
        for cfg in &item.attrs.cfg {
            let _ = write!(head, "#[cfg({})] ", cfg_text(cfg));
        }
        if item.attrs.test {
            head.push_str("#[test] ");
        }
        for (on, path) in &item.attrs.paths {
            let _ = write!(
                head,
                "#[path = {:?}{}] ",
                path.as_str(),
                on.as_ref().map_or_else(String::new, |on| format!(" if {}", cfg_text(on)))
            );
        }
        head.push_str(match item.vis {
            Vis::Private => "",
            Vis::Public => "pub ",
            Vis::Restricted => "pub(…) ",
        });
        let name = item.name;
        match &item.kind {
            ItemKind::Use(leaves) => {
                let leaves: Vec<String> = leaves
                    .iter()
                    .map(|leaf| {
                        let path = leaf.path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
                        let global = if leaf.global { "::" } else { "" };
                        match leaf.alias {
                            Some(alias) => format!("{global}{path} as {alias}"),
                            None => format!("{global}{path}::*"),
                        }
                    })
                    .collect();
                self.line(&format!("{head}use {}", leaves.join(", ")));
            }
            ItemKind::ExternCrate(of) => self.line(&format!("{head}extern crate {of} as {name}")),
            ItemKind::Mod(None) => self.line(&format!("{head}mod {name};")),
            ItemKind::Mod(Some(items)) => {
                self.line(&format!("{head}mod {name}"));
                self.inner(|dump| dump.items(items));
            }
            ItemKind::Fn(function) => {
                let params: Vec<String> = function.params.iter().map(type_text).collect();
                let receiver = function.receiver.map_or_else(String::new, |receiver| format!("{receiver:?} "));
                let ret = function.ret.as_ref().map_or_else(String::new, |ret| format!(" -> {}", type_text(ret)));
                let is_async = if function.is_async { "async " } else { "" };
                let generics = generics_text(&function.generics);
                self.line(&format!("{head}{is_async}fn {name}{generics}({receiver}{}){ret}", params.join(", ")));
                self.body(function.body);
            }
            ItemKind::Struct(item) => {
                let fields = fields_text(&item.fields);
                self.line(&format!("{head}struct {name}{} {{ {fields} }}", generics_text(&item.generics)));
            }
            ItemKind::Enum(item) => {
                self.line(&format!("{head}enum {name}{}", generics_text(&item.generics)));
                self.inner(|dump| {
                    for variant in &item.variants {
                        dump.line(&format!("{} {{ {} }}", variant.name, fields_text(&variant.fields)));
                    }
                });
            }
            ItemKind::Trait(item) => {
                let supers = bounds_text(&item.supers);
                self.line(&format!("{head}trait {name}{}: {supers}", generics_text(&item.generics)));
                self.inner(|dump| {
                    for ty in &item.types {
                        dump.line(&format!("type {}: {}", ty.name, bounds_text(&ty.bounds)));
                    }
                    dump.items(&item.fns);
                });
            }
            ItemKind::Impl(item) => {
                let of = item.of_trait.as_ref().map_or_else(String::new, |of| format!("{} for ", path_text(of)));
                self.line(&format!("{head}impl{} {of}{}", generics_text(&item.generics), type_text(&item.self_ty)));
                self.inner(|dump| {
                    for one in &item.types {
                        dump.line(&format!("type {} = {}", one.name, type_text(&one.ty)));
                    }
                    dump.items(&item.consts);
                    dump.items(&item.fns);
                });
            }
            ItemKind::TypeAlias { generics, ty } => {
                self.line(&format!("{head}type {name}{} = {}", generics_text(generics), type_text(ty)));
            }
            ItemKind::Static { ty, body, is_const, lazy } => {
                let word = if *is_const { "const" } else { "static" };
                let lazy = if *lazy { "lazy " } else { "" };
                self.line(&format!("{head}{lazy}{word} {name}: {}", type_text(ty)));
                self.body(*body);
            }
            ItemKind::MacroRules { exported } => {
                self.line(&format!("{head}macro_rules {name}{}", if *exported { " exported" } else { "" }));
            }
            ItemKind::MacroCall(path) => self.line(&format!("{head}{}!", path_text(path))),
        }
    }

    fn inner(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn body(&mut self, body: Option<BodyId>) {
        let Some(body) = body.and_then(|id| self.ir.bodies.get(id.0 as usize)) else { return };
        self.inner(|dump| {
            if !body.params.is_empty() {
                let params: Vec<String> = body.params.iter().map(|pat| pattern_text(body, *pat)).collect();
                dump.line(&format!("params {}", params.join(" ")));
            }
            dump.items(&body.items);
            let text = dump.expr(body, body.root);
            dump.line(&text);
        });
    }

    fn list(&mut self, body: &Body, ids: &[ExprId]) -> String {
        ids.iter().map(|id| format!(" {}", self.expr(body, *id))).collect()
    }

    /// A line further in, behind the text so far.
    fn nested(&mut self, head: &str, lines: Vec<String>) -> String {
        let mut out = format!("({head}");
        for line in lines {
            let _ = write!(out, "\n{:width$}{line}", "", width = (self.depth + 1) * 2);
        }
        out.push(')');
        out
    }

    fn deeper(&mut self, body: &Body, id: ExprId) -> String {
        self.depth += 1;
        let text = self.expr(body, id);
        self.depth -= 1;
        text
    }

    fn maybe(&mut self, body: &Body, id: Option<ExprId>) -> String {
        id.map_or_else(String::new, |id| format!(" {}", self.expr(body, id)))
    }

    fn expr(&mut self, body: &Body, id: ExprId) -> String {
        let labelled = |word: &str, label: &Option<Name>| match label {
            Some(label) => format!("{word} '{label}"),
            None => word.to_owned(),
        };
        match body.expr(id) {
            ExprKind::Opaque => "opaque".to_owned(),
            ExprKind::Lit(Lit::Int(value)) => value.to_string(),
            ExprKind::Lit(Lit::Bool(value)) => value.to_string(),
            ExprKind::Lit(Lit::Str(value)) => format!("{:?}", value.as_str()),
            ExprKind::Lit(Lit::Other) => "lit".to_owned(),
            ExprKind::Local(id) => local_text(body, *id),
            ExprKind::Path(path) => path_text(path),
            ExprKind::Call { callee, args } => {
                let callee = self.expr(body, *callee);
                format!("(call {callee}{})", self.list(body, args))
            }
            ExprKind::MethodCall { receiver, name, generics, args, .. } => {
                let receiver = self.expr(body, *receiver);
                let generics: Vec<String> = generics.iter().map(type_text).collect();
                let generics = if generics.is_empty() { String::new() } else { format!("::<{}>", generics.join(", ")) };
                format!("(.{name}{generics} {receiver}{})", self.list(body, args))
            }
            ExprKind::Field { base, name } => format!("(field {} {name})", self.expr(body, *base)),
            ExprKind::Index { base, index } => {
                format!("(index {} {})", self.expr(body, *base), self.expr(body, *index))
            }
            ExprKind::Unary { op, operand } => format!("({op:?} {})", self.expr(body, *operand)),
            ExprKind::Ref(inner) => format!("(& {})", self.expr(body, *inner)),
            ExprKind::Binary { op, lhs, rhs } => {
                let op = match op {
                    BinaryOp::Compare(asks) => format!("{asks:?}"),
                    op => format!("{op:?}"),
                };
                format!("({op} {} {})", self.expr(body, *lhs), self.expr(body, *rhs))
            }
            ExprKind::Assign { place, value, compound } => {
                let op = if *compound { "op=" } else { "=" };
                format!("({op} {} {})", self.expr(body, *place), self.expr(body, *value))
            }
            ExprKind::AssignPat { places, value } => {
                let places = self.list(body, places);
                format!("(= [{}] {})", places.trim_start(), self.expr(body, *value))
            }
            ExprKind::Cast(inner, ty) => format!("(as {} {})", self.expr(body, *inner), type_text(ty)),
            ExprKind::Block { stmts, tail, label } => {
                let mut lines = Vec::new();
                self.depth += 1;
                for stmt in stmts {
                    lines.push(match stmt {
                        Stmt::Let { pat, ty, init, otherwise } => {
                            let ty = ty.as_ref().map_or_else(String::new, |ty| format!(": {}", type_text(ty)));
                            let init = self.maybe(body, *init);
                            let otherwise = otherwise.map(|id| format!(" else {}", self.expr(body, id)));
                            let otherwise = otherwise.unwrap_or_default();
                            format!("(let {}{ty}{init}{otherwise})", pattern_text(body, *pat))
                        }
                        Stmt::Expr(id) => format!("{};", self.expr(body, *id)),
                    });
                }
                if let Some(tail) = tail {
                    lines.push(self.expr(body, *tail));
                }
                self.depth -= 1;
                self.nested(&labelled("block", label), lines)
            }
            ExprKind::Async { body: inner, stream } => {
                format!("({} {})", if *stream { "stream" } else { "async" }, self.expr(body, *inner))
            }
            ExprKind::Closure { params, body: inner, is_async } => {
                let params: Vec<String> = params
                    .iter()
                    .map(|(pat, ty)| {
                        let ty = ty.as_ref().map_or_else(String::new, |ty| format!(": {}", type_text(ty)));
                        format!("{}{ty}", pattern_text(body, *pat))
                    })
                    .collect();
                let word = if *is_async { "async closure" } else { "closure" };
                format!("({word} [{}] {})", params.join(", "), self.expr(body, *inner))
            }
            ExprKind::If { cond, then, otherwise } => {
                let (cond, then) = (self.expr(body, *cond), self.expr(body, *then));
                let otherwise = self.maybe(body, *otherwise);
                format!("(if {cond} {then}{otherwise})")
            }
            ExprKind::Let { pat, value } => {
                format!("(let? {} {})", pattern_text(body, *pat), self.expr(body, *value))
            }
            ExprKind::Match { value, arms } => {
                let head = format!("match {}", self.expr(body, *value));
                let mut lines = Vec::new();
                for arm in arms {
                    let guard = arm.guard.map(|id| format!(" if {}", self.deeper(body, id))).unwrap_or_default();
                    lines.push(format!("{}{guard} => {}", pattern_text(body, arm.pat), self.deeper(body, arm.body)));
                }
                self.nested(&head, lines)
            }
            ExprKind::Loop { label, body: inner } => {
                format!("({} {})", labelled("loop", label), self.expr(body, *inner))
            }
            ExprKind::While { label, cond, body: inner } => {
                let cond = self.expr(body, *cond);
                format!("({} {cond} {})", labelled("while", label), self.expr(body, *inner))
            }
            ExprKind::For { label, pat, iter, body: inner } => {
                let iter = self.expr(body, *iter);
                let inner = self.expr(body, *inner);
                format!("({} {} {iter} {inner})", labelled("for", label), pattern_text(body, *pat))
            }
            ExprKind::Break { label, value } => {
                format!("({}{})", labelled("break", label), self.maybe(body, *value))
            }
            ExprKind::Continue { label } => format!("({})", labelled("continue", label)),
            ExprKind::Return(value) => format!("(return{})", self.maybe(body, *value)),
            ExprKind::Yield(value) => format!("(yield{})", self.maybe(body, *value)),
            ExprKind::Await(inner) => format!("(await {})", self.expr(body, *inner)),
            ExprKind::Try(inner) => format!("(? {})", self.expr(body, *inner)),
            ExprKind::Tuple(elems) => format!("(tuple{})", self.list(body, elems)),
            ExprKind::Array { elems, vec } => {
                format!("({}{})", if *vec { "vec" } else { "array" }, self.list(body, elems))
            }
            ExprKind::Repeat { elem, len, vec } => {
                let word = if *vec { "vec-repeat" } else { "repeat" };
                format!("({word} {} {})", self.expr(body, *elem), self.expr(body, *len))
            }
            ExprKind::Struct { path, fields, base } => {
                let mut text = format!("(struct {}", path_text(path));
                for (name, value) in fields {
                    let _ = write!(text, " {name}: {}", self.expr(body, *value));
                }
                if let Some(base) = base {
                    let _ = write!(text, " ..{}", self.expr(body, *base));
                }
                text.push(')');
                text
            }
            ExprKind::Range(start, end) => {
                let (start, end) = (self.maybe(body, *start), self.maybe(body, *end));
                format!("(range{start} ..{end})")
            }
            ExprKind::Select { path, branches, otherwise, biased } => {
                let biased = if *biased { " biased" } else { "" };
                let mut lines = Vec::new();
                for branch in branches {
                    let guard = branch.guard.map(|id| format!(" if {}", self.deeper(body, id))).unwrap_or_default();
                    let future = self.deeper(body, branch.future);
                    let done = self.deeper(body, branch.body);
                    lines.push(format!("{} = {future}{guard} => {done}", pattern_text(body, branch.pat)));
                }
                if let Some((kind, id)) = otherwise {
                    lines.push(format!("{kind:?} => {}", self.deeper(body, *id)));
                }
                self.nested(&format!("{}!{biased}", path_text(path)), lines)
            }
            ExprKind::Join { path, args, is_try } => {
                let word = if *is_try { "try-join" } else { "join" };
                format!("({word} {}!{})", path_text(path), self.list(body, args))
            }
            ExprKind::Macro { path, args, kind } => {
                format!("({}! {kind:?}{})", path_text(path), self.list(body, args))
            }
        }
    }
}

fn local_text(body: &Body, id: BindingId) -> String {
    format!("{}#{}", body.binding(id).name, id.0)
}

fn pattern_text(body: &Body, id: PatId) -> String {
    let list = |pats: &[PatId]| pats.iter().map(|pat| pattern_text(body, *pat)).collect::<Vec<_>>();
    match body.pat(id) {
        PatKind::Wild => "_".to_owned(),
        PatKind::Rest => "..".to_owned(),
        PatKind::Bind(id, inner) => {
            let binding = body.binding(*id);
            let by_ref = if binding.by_ref { "ref " } else { "" };
            let mutable = if binding.mutable { "mut " } else { "" };
            let inner = inner.map_or_else(String::new, |inner| format!(" @ {}", pattern_text(body, inner)));
            format!("{by_ref}{mutable}{}{inner}", local_text(body, *id))
        }
        PatKind::TupleStruct(path, pats) => format!("{}({})", path_text(path), list(pats).join(", ")),
        PatKind::Struct(path, fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, pat)| format!("{name}: {}", pattern_text(body, *pat))).collect();
            format!("{} {{ {} }}", path_text(path), fields.join(", "))
        }
        PatKind::Path(path) => path_text(path),
        PatKind::Tuple(pats) => format!("({})", list(pats).join(", ")),
        PatKind::Slice(pats) => format!("[{}]", list(pats).join(", ")),
        PatKind::Or(pats) => list(pats).join(" | "),
        PatKind::Lit(Lit::Bool(value)) => value.to_string(),
        PatKind::Lit(_) => "lit".to_owned(),
        PatKind::Opaque => "?".to_owned(),
    }
}

fn generics_text(generics: &Generics) -> String {
    let mut out = String::new();
    if !generics.types.is_empty() {
        let params: Vec<String> = generics
            .types
            .iter()
            .map(|param| match param.bounds.is_empty() {
                true => param.name.to_string(),
                false => format!("{}: {}", param.name, bounds_text(&param.bounds)),
            })
            .collect();
        let _ = write!(out, "<{}>", params.join(", "));
    }
    for (ty, bounds) in &generics.wheres {
        let _ = write!(out, "[{}: {}]", type_text(ty), bounds_text(bounds));
    }
    out
}

fn fields_text(fields: &[Field]) -> String {
    fields.iter().map(|field| format!("{}: {}", field.name, type_text(&field.ty))).collect::<Vec<_>>().join(", ")
}

fn cfg_text(cfg: &Cfg) -> String {
    let list = |all: &[Cfg]| all.iter().map(cfg_text).collect::<Vec<_>>().join(", ");
    match cfg {
        Cfg::Flag(name) => name.to_string(),
        Cfg::Is(name, value) => format!("{name} = {:?}", value.as_str()),
        Cfg::All(all) => format!("all({})", list(all)),
        Cfg::Any(any) => format!("any({})", list(any)),
        Cfg::Not(inner) => format!("not({})", cfg_text(inner)),
    }
}

//! What a path refers to, where it stands; and the path of an item, for people.

use super::defs::{AliasId, BodyOwner, Container, Defs, FnId, ImplId, ModId, StaticId, TraitId};
use super::modules::{Cx, Search};
use super::{AdtId, Candidates, GenericOwner, Namespace, Res, Resolved, Scope};
use crate::ir::{PathRef, Segment, TypeRef};
use crate::source::Name;

/// How far a path could be followed.
pub(super) struct Walked {
    pub(super) res: Res,
    /// How many segments `res` stands for.
    pub(super) used: usize,
    /// Something on the way is not resolved yet.
    pub(super) pending: bool,
    /// Segments were taken into a path of another crate.
    pub(super) joined: bool,
}

/// What has a name: segments of paths, names of `use` trees.
pub(super) trait Named {
    fn name(&self) -> Name;
}

impl Named for Name {
    fn name(&self) -> Name {
        *self
    }
}

impl Named for Segment {
    fn name(&self) -> Name {
        self.name
    }
}

/// Aliases of aliases are followed this far.
const ALIASES: u8 = 8;

impl<'a> Defs<'a> {
    /// What a path refers to.
    pub fn resolve_path(&self, scope: Scope, path: &PathRef, namespace: Namespace) -> Resolved {
        self.resolve(scope, path, namespace, 0)
    }

    /// What a path to a type or trait refers to.
    pub fn resolve_type_path(&self, scope: Scope, path: &PathRef) -> Resolved {
        self.resolve(scope, path, Namespace::Types, 0)
    }

    /// What a macro's path refers to: `Macro`, `External`, `Candidates` or `Unknown`.
    pub fn resolve_macro(&self, scope: Scope, path: &PathRef) -> Res {
        self.resolve(scope, path, Namespace::Macros, 0).whole()
    }

    /// What stands behind a name: aliases followed, `Self` as the head of its type, arguments aside.
    pub fn head(&self, res: Res) -> Res {
        self.head_at(res, 0)
    }

    /// What a type is, its arguments, references and aliases aside: `Adt`, `External`, `Candidates`, `Prim`,
    /// `Param`, `Trait` (for `dyn` and `impl`), `SelfTrait` or `Unknown`.
    pub fn head_of_type(&self, scope: Scope, ty: &TypeRef) -> Res {
        self.head_of_type_at(scope, ty, 0)
    }

    /// The path `of::a::b` in another crate, canonical if the catalog knows it.
    pub fn external_path(&self, of: Name, names: &[Name]) -> Name {
        let path = super::modules::join_text(of, names);
        self.externals.canonical(&path).unwrap_or_else(|| Name::from(&path))
    }

    /// Where the signature of a function stands.
    pub fn fn_scope(&self, id: FnId) -> Scope {
        let def = &self.fns[id];
        Scope { module: def.module, fn_: Some(id), of: of_container(def.container) }
    }

    /// Where the code of a body stands.
    pub fn body_scope(&self, owner: BodyOwner) -> Scope {
        let scope = match owner {
            BodyOwner::Fn(id) => self.fn_scope(id),
            BodyOwner::Static(id) => self.static_scope(id),
        };
        let inner = self.body_of(owner).and_then(|body| self.body_module(body));
        Scope { module: inner.unwrap_or(scope.module), ..scope }
    }

    /// Where the type of a constant or static stands.
    pub fn static_scope(&self, id: StaticId) -> Scope {
        let def = &self.statics[id];
        Scope { module: def.module, fn_: None, of: of_container(def.container) }
    }

    /// Where the types of an `impl` block stand.
    pub fn impl_scope(&self, id: ImplId) -> Scope {
        Scope { module: self.impls[id].module, fn_: None, of: Some(GenericOwner::Impl(id)) }
    }

    /// Where the bounds of a trait stand.
    pub fn trait_scope(&self, id: TraitId) -> Scope {
        Scope { module: self.traits[id].module, fn_: None, of: Some(GenericOwner::Trait(id)) }
    }

    /// Where the fields of a type stand.
    pub fn adt_scope(&self, id: AdtId) -> Scope {
        Scope { module: self.adts[id].module, fn_: None, of: Some(GenericOwner::Adt(id)) }
    }

    /// Where the right side of an alias stands.
    pub fn alias_scope(&self, id: AliasId) -> Scope {
        Scope { module: self.aliases[id].module, fn_: None, of: Some(GenericOwner::Alias(id)) }
    }

    /// A module itself.
    pub fn module_scope(&self, module: ModId) -> Scope {
        Scope { module, fn_: None, of: None }
    }

    /// The path of a function for people: `chat::session::Session::run`.
    pub fn path_of(&self, id: FnId) -> String {
        let def = &self.fns[id];
        self.path_from(def.name, def.container, def.module)
    }

    /// The path of the item that a body belongs to.
    pub fn path_of_owner(&self, owner: BodyOwner) -> String {
        match owner {
            BodyOwner::Fn(id) => self.path_of(id),
            BodyOwner::Static(id) => {
                let def = &self.statics[id];
                self.path_from(def.name, def.container, def.module)
            }
        }
    }

    /// The path of a type.
    pub fn path_of_adt(&self, id: AdtId) -> String {
        self.path_from(self.adts[id].name, Container::Free, self.adts[id].module)
    }

    /// The path of a trait.
    pub fn path_of_trait(&self, id: TraitId) -> String {
        self.path_from(self.traits[id].name, Container::Free, self.traits[id].module)
    }

    /// The path of a module.
    pub fn path_of_module(&self, id: ModId) -> String {
        let mut parts = Vec::new();
        self.push_modules(id, &mut parts);
        in_order(parts)
    }

    /// Follows the segments of a path as far as they name something by themselves.
    pub(super) fn walk<S: Named>(
        &self,
        from: ModId,
        global: bool,
        import: bool,
        segments: &[S],
        namespace: Namespace,
        cx: Cx,
    ) -> Walked {
        let stop = |res, used| Walked { res, used, pending: false, joined: false };
        let len = segments.len();
        let namespace_at = |index: usize| if index + 1 == len { namespace } else { Namespace::Types };
        let Some(first) = segments.first().map(Named::name) else { return stop(Res::Unknown, 0) };
        let mut search = Search::default();
        let old = self.edition(from) < 2018;
        let (mut res, mut used) = if global && !old {
            match self.extern_crate(from, first).or_else(|| self.loose_crate(from, first)) {
                Some(krate) => (krate, 1),
                None => return stop(Res::Unknown, 0),
            }
        } else if let Some((module, used)) = self.keywords(from, segments) {
            (Res::Mod(module), used)
        } else {
            let found = if old && (import || global) {
                let root = self.roots[self.modules[from].krate.0 as usize];
                self.look_in(root, first, namespace_at(0), None, cx, &mut search)
                    .or_else(|| if search.pending_name { None } else { self.extern_crate(from, first) })
            } else {
                self.lexical(from, first, namespace_at(0), cx, &mut search)
            };
            match found {
                Some(res) => (res, 1),
                None if search.pending_name || search.pending_glob => {
                    return Walked { res: Res::Unknown, used: 0, pending: true, joined: false };
                }
                None if import || len > 1 => match self.loose_crate(from, first) {
                    Some(krate) => (krate, 1),
                    None => return stop(Res::Unknown, 0),
                },
                None => return stop(Res::Unknown, 0),
            }
        };
        while used < len {
            let name = segments[used].name();
            let rest = || segments[used..].iter().map(Named::name).collect::<Vec<_>>();
            let joined = |res| Walked { res, used: len, pending: false, joined: true };
            let next = match res {
                Res::Mod(module) => {
                    let mut search = Search::default();
                    match self.look_in(module, name, namespace_at(used), None, cx, &mut search) {
                        Some(found) => Some(found),
                        None if search.pending_name || search.pending_glob => {
                            return Walked { res: Res::Unknown, used, pending: true, joined: false };
                        }
                        None => {
                            let rest = rest();
                            let known = self.known_candidate(&search.prefixes, &rest);
                            let candidates = || {
                                let paths = search.prefixes.iter().map(|&prefix| super::modules::join(prefix, &rest));
                                Candidates::among(paths)
                            };
                            return match known.or_else(candidates) {
                                Some(found) => Walked { res: found, used: len, pending: false, joined: false },
                                None => stop(Res::Unknown, used),
                            };
                        }
                    }
                }
                Res::Adt(adt) => self.variant(adt, name),
                Res::Alias(_) if !import && cx.depth < ALIASES => match self.head_at(res, cx.depth + 1) {
                    Res::Adt(adt) => self.variant(adt, name),
                    _ => None,
                },
                Res::External(path) => return joined(Res::External(self.external_path(path, &rest()))),
                Res::Candidates(paths) => {
                    let rest = rest();
                    let prefixes: Vec<Name> = paths.paths().map(Name::from).collect();
                    let known = self.known_candidate(&prefixes, &rest);
                    let all = || Candidates::among(prefixes.iter().map(|&prefix| super::modules::join(prefix, &rest)));
                    return joined(known.or_else(all).unwrap_or(Res::Unknown));
                }
                _ => None,
            };
            let Some(next) = next else { break };
            res = next;
            used += 1;
        }
        stop(res, used)
    }

    /// `crate`, `self`, `super` at the beginning of a path: the module, and how many segments that took.
    fn keywords<S: Named>(&self, from: ModId, segments: &[S]) -> Option<(ModId, usize)> {
        let real = self.real_module(from);
        let mut module = match segments[0].name().as_str() {
            "crate" | "$crate" => return Some((self.roots[self.modules[from].krate.0 as usize], 1)),
            "self" => real,
            "super" => self.parent(real),
            _ => return None,
        };
        let mut used = 1;
        while let Some(segment) = segments.get(used)
            && segment.name().as_str() == "super"
        {
            module = self.parent(module);
            used += 1;
        }
        Some((module, used))
    }

    fn parent(&self, module: ModId) -> ModId {
        // There is nothing above a root; code that says so does not compile.
        self.modules[module].parent.map_or(module, |parent| self.real_module(parent))
    }

    fn resolve(&self, scope: Scope, path: &PathRef, namespace: Namespace, depth: u8) -> Resolved {
        if let Some((ty, of_trait)) = &path.qself {
            let of_trait = (*of_trait).min(path.segments.len());
            let rest = path.segments.len() - of_trait;
            let head = self.written_head(scope, ty, depth);
            if of_trait > 0 {
                let segments = &path.segments[..of_trait];
                let walked = self.walk_in(scope, path.global, segments, Namespace::Types, Cx::at(depth));
                let of_trait = if walked.used == of_trait { walked.res } else { Res::Unknown };
                return Resolved { res: head, rest, of_trait: Some(of_trait) };
            }
            return match head {
                Res::External(prefix) if rest > 0 => {
                    let names: Vec<Name> = path.segments.iter().map(|segment| segment.name).collect();
                    Resolved { res: Res::External(self.external_path(prefix, &names)), rest: 0, of_trait: None }
                }
                _ => Resolved { res: head, rest, of_trait: None },
            };
        }
        let walked = self.walk_in(scope, path.global, &path.segments, namespace, Cx::at(depth));
        Resolved { res: walked.res, rest: path.segments.len() - walked.used, of_trait: None }
    }

    /// As [`Self::walk`], with generic parameters and `Self`.
    fn walk_in(&self, scope: Scope, global: bool, segments: &[Segment], namespace: Namespace, cx: Cx) -> Walked {
        let first = segments.first().map(|segment| segment.name).unwrap_or_default();
        if !global
            && (segments.len() > 1 || namespace == Namespace::Types)
            && let Some(res) = self.generic(scope, first)
        {
            return Walked { res, used: 1, pending: false, joined: false };
        }
        if !global
            && first.as_str() == "Self"
            && let Some(of) = scope.of
        {
            let res = match of {
                GenericOwner::Impl(id) => Res::SelfTy(id),
                GenericOwner::Trait(id) => Res::SelfTrait(id),
                GenericOwner::Adt(id) => Res::Adt(id),
                GenericOwner::Fn(_) | GenericOwner::Alias(_) => Res::Unknown,
            };
            if let Some(second) = segments.get(1)
                && let Res::Adt(adt) = self.head(res)
                && let Some(variant) = self.variant(adt, second.name)
            {
                return Walked { res: variant, used: 2, pending: false, joined: false };
            }
            return Walked { res, used: 1, pending: false, joined: false };
        }
        self.walk(scope.module, global, false, segments, namespace, cx)
    }

    fn generic(&self, scope: Scope, name: Name) -> Option<Res> {
        let owners = [scope.fn_.map(GenericOwner::Fn), scope.of];
        owners.into_iter().flatten().find_map(|owner| {
            let index = owner.generics(self).types.iter().position(|param| param.name == name)?;
            Some(Res::Param(owner, index as u32))
        })
    }

    fn head_at(&self, mut res: Res, depth: u8) -> Res {
        let mut depth = depth;
        loop {
            res = match res {
                Res::Alias(id) if depth < ALIASES => {
                    depth += 1;
                    self.written_head(self.alias_scope(id), self.aliases[id].ty, depth)
                }
                Res::Alias(_) => return Res::Unknown,
                Res::SelfTy(id) => return self.impls[id].self_head,
                _ => return res,
            };
        }
    }

    fn head_of_type_at(&self, scope: Scope, ty: &TypeRef, depth: u8) -> Res {
        self.head_at(self.written_head(scope, ty, depth), depth)
    }

    /// What a type's path refers to, references aside.
    fn written_head(&self, scope: Scope, mut ty: &TypeRef, depth: u8) -> Res {
        if depth > ALIASES {
            return Res::Unknown;
        }
        loop {
            return match ty {
                TypeRef::Ref(inner) => {
                    ty = inner;
                    continue;
                }
                TypeRef::Path(path) => self.resolve(scope, path, Namespace::Types, depth + 1).whole(),
                TypeRef::Dyn(bounds) | TypeRef::Impl(bounds) => bounds
                    .first()
                    .map_or(Res::Unknown, |path| self.resolve(scope, path, Namespace::Types, depth + 1).whole()),
                _ => Res::Unknown,
            };
        }
    }

    fn path_from(&self, name: Name, container: Container, module: ModId) -> String {
        let mut parts = vec![name.as_str()];
        self.push_container(container, &mut parts);
        self.push_modules(module, &mut parts);
        in_order(parts)
    }

    fn push_container<'b>(&'b self, container: Container, parts: &mut Vec<&'b str>) {
        match container {
            Container::Free | Container::Nested(_) => {}
            Container::Inherent(id) | Container::TraitImpl(id) => parts.push(match self.impls[id].self_head {
                Res::Adt(adt) => self.adts[adt].name.as_str(),
                _ => type_name(&self.impls[id].item.self_ty),
            }),
            Container::Trait(id) => parts.push(self.traits[id].name.as_str()),
        }
    }

    /// Pushes the names of a module and of those around it, from the inside out.
    fn push_modules<'b>(&'b self, module: ModId, parts: &mut Vec<&'b str>) {
        let mut next = Some(module);
        while let Some(id) = next {
            let row = &self.modules[id];
            next = row.parent;
            match row.body.and_then(|body| self.owner(body)) {
                Some(BodyOwner::Fn(id)) => {
                    parts.push(self.fns[id].name.as_str());
                    self.push_container(self.fns[id].container, parts);
                }
                Some(BodyOwner::Static(id)) => {
                    parts.push(self.statics[id].name.as_str());
                    self.push_container(self.statics[id].container, parts);
                }
                None if row.body.is_some() => {}
                None => parts.push(row.name.as_str()),
            }
        }
    }
}

fn of_container(container: Container) -> Option<GenericOwner> {
    match container {
        Container::Free | Container::Nested(_) => None,
        Container::Inherent(id) | Container::TraitImpl(id) => Some(GenericOwner::Impl(id)),
        Container::Trait(id) => Some(GenericOwner::Trait(id)),
    }
}

fn in_order(mut parts: Vec<&str>) -> String {
    parts.reverse();
    parts.join("::")
}

/// The last name of a type, for people.
fn type_name(mut ty: &TypeRef) -> &'static str {
    loop {
        return match ty {
            TypeRef::Ref(inner) => {
                ty = inner;
                continue;
            }
            TypeRef::Path(path) => path.last().as_str(),
            TypeRef::Dyn(bounds) | TypeRef::Impl(bounds) => bounds.first().map_or("_", |path| path.last().as_str()),
            TypeRef::Tuple(_) => "(..)",
            TypeRef::Slice(_) => "[_]",
            _ => "_",
        };
    }
}

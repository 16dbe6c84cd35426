//! `pub impl Trait for Type { … }`: no Rust of the language, but of macros that stand on an `impl` and read it
//! (`#[extension_trait] pub impl …`). Taken for the `impl` that it is.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::VecDeque;

/// The same tokens without the visibility of `impl`s; nothing where there is none.
pub(super) fn without_visibility(tokens: TokenStream) -> Option<TokenStream> {
    let mut found = false;
    let tokens = strip(tokens, &mut found);
    found.then_some(tokens)
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(name)) if *name == word)
}

fn strip(tokens: TokenStream, found: &mut bool) -> TokenStream {
    let mut rest: VecDeque<TokenTree> = tokens.into_iter().collect();
    let mut out = Vec::with_capacity(rest.len());
    while let Some(token) = rest.pop_front() {
        if is_word(Some(&token), "pub") {
            let scope =
                matches!(rest.front(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
            let after = usize::from(scope);
            let before_impl = is_word(rest.get(after), "unsafe") && is_word(rest.get(after + 1), "impl");
            if before_impl || is_word(rest.get(after), "impl") {
                *found = true;
                if scope {
                    rest.pop_front();
                }
                continue;
            }
        }
        out.push(match token {
            // What stands in a module.
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && is_module(&out) => {
                let mut inner = Group::new(Delimiter::Brace, strip(group.stream(), found));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        });
    }
    out.into_iter().collect()
}

/// Whether what came before ends in `mod name`.
fn is_module(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Ident(word), TokenTree::Ident(_)] if *word == "mod")
}

//! `paste!`: names put together from parts.
//!
//! Its grammar is small and fixed, and what it stands for are often the spawn functions of a workspace. Knows nothing
//! of what the tokens mean.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// The tokens with each `[<a b:lower>]` as one name. What does not read as such stays.
pub(super) fn pasted(tokens: TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            out.push(token);
            continue;
        };
        if let Some(ident) = name(&group) {
            out.push(TokenTree::Ident(ident));
        } else if is_doc(&group) && matches!(out.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '#') {
            // `#[doc = "a" b "c"]`: several parts, which no parser takes.
            out.pop();
        } else {
            let mut inner = Group::new(group.delimiter(), pasted(group.stream()));
            inner.set_span(group.span());
            out.push(TokenTree::Group(inner));
        }
    }
    out.into_iter().collect()
}

/// `[doc …]`
fn is_doc(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && matches!(first, Some(TokenTree::Ident(ident)) if ident == "doc")
}

/// The name that `[<…>]` stands for.
fn name(group: &Group) -> Option<Ident> {
    if group.delimiter() != Delimiter::Bracket {
        return None;
    }
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let is = |token: &TokenTree, wanted: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
    let [first, parts @ .., last] = &tokens[..] else { return None };
    if !is(first, '<') || !is(last, '>') {
        return None;
    }
    let mut name = String::new();
    let mut part = String::new();
    let mut rest = parts.iter();
    while let Some(token) = rest.next() {
        if is(token, ':') {
            let Some(TokenTree::Ident(how)) = rest.next() else { return None };
            part = changed(&part, &how.to_string())?;
            continue;
        }
        name.push_str(&std::mem::take(&mut part));
        part = match token {
            TokenTree::Ident(ident) => ident.to_string().trim_start_matches("r#").to_owned(),
            TokenTree::Literal(literal) => literal.to_string().trim_matches('"').to_owned(),
            // What a macro's parameter stood for comes in a group that nobody sees.
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => group.stream().to_string(),
            TokenTree::Group(_) | TokenTree::Punct(_) => return None,
        };
    }
    name.push_str(&part);
    let mut ident = syn::parse_str::<Ident>(&name).ok()?;
    ident.set_span(group.span());
    Some(ident)
}

/// `a:lower`, `a:upper`, `a:snake`, `a:camel`
fn changed(part: &str, how: &str) -> Option<String> {
    Some(match how {
        "lower" => part.to_lowercase(),
        "upper" => part.to_uppercase(),
        "snake" => {
            let mut out = String::new();
            let mut before = '_';
            for char in part.chars() {
                if char.is_uppercase() && before != '_' {
                    out.push('_');
                }
                out.extend(char.to_lowercase());
                before = char;
            }
            out
        }
        "camel" | "upper_camel" => {
            let words = part.split('_').filter(|word| !word.is_empty());
            words
                .flat_map(|word| {
                    let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
                    [first.to_uppercase(), rest.to_owned()]
                })
                .collect()
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::pasted;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let expected: proc_macro2::TokenStream = expected.parse().unwrap();
        assert_eq!(pasted(text.parse().unwrap()).to_string(), expected.to_string());
    }

    #[test]
    fn names_are_put_together() {
        check(
            "fn [<spawn_ global>]<F>(f: F) { x.[<global _runtime>]() }",
            "fn spawn_global<F>(f: F) { x.global_runtime() }",
        );
        check("[<Foo Bar:snake>] [<foo_bar:camel 1>] [<a:upper b>]", "Foobar FooBar1 Ab");
        check("[<\"a\" b>]", "ab");
        check("#[doc = \"a\" b \"c\"] #[inline] fn [<a b>]() {}", "#[inline] fn ab() {}");
    }

    #[test]
    fn everything_else_stays() {
        for text in ["[a, b]", "[<T as A>::B]", "[1; 2]", "(a [b < c])", "[<>]", "[<a:odd>]"] {
            check(text, text);
        }
    }
}

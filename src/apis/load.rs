//! Reading catalog files and looking things up in them.

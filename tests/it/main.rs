mod config;
mod cli;
mod formats;
mod lowering;
mod robustness;
mod workspace;
mod rules;
mod tidy;

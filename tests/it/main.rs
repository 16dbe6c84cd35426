mod config;
mod lowering;
mod robustness;
mod workspace;
mod rules;
mod tidy;

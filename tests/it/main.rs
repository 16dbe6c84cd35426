mod config;
mod lowering;
mod robustness;
mod workspace;

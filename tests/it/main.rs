mod config;
mod lowering;
mod robustness;

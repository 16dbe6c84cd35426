mod lowering;
mod robustness;

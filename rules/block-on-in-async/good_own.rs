struct Wall;

impl Wall {
    fn block_on(&self, side: u32) -> u32 {
        side
    }
}

pub async fn build() -> u32 {
    Wall.block_on(3)
}

//! Guards that functions hand on: who calls twice, takes twice.

use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};

struct Sealed<T>(RwLock<T>);

impl<T> Sealed<T> {
    fn read(&self) -> RwLockReadGuard<'_, T> {
        self.0.read()
    }

    fn write(&self) -> RwLockWriteGuard<'_, T> {
        self.0.write()
    }
}

struct Tree {
    tips: Vec<u64>,
}

struct Head {
    tree: Sealed<Tree>,
}

impl Head {
    fn tree(&self) -> RwLockReadGuard<'_, Tree> {
        self.tree.read()
    }

    fn tree_mut(&self) -> RwLockWriteGuard<'_, Tree> {
        self.tree.write()
    }
}

struct Chain {
    head: Head,
}

fn is_tip(chain: &Chain, block: u64) -> bool {
    let tree = chain.head.tree();
    if tree.tips.is_empty() {
        return false;
    }
    chain.head.tree().tips.contains(&block) //~ double-lock
}

fn prune(chain: &Chain) {
    let mut tree = chain.head.tree_mut();
    let keep = chain.head.tree().tips.first().copied(); //~ double-lock
    tree.tips.retain(|tip| Some(*tip) != keep);
}

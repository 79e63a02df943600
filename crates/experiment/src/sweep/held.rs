//! What a store holds of a sweep, by the names of its parts alone.

use std::collections::HashMap;

use crate::store::{self, Key, Store};
use crate::sweep::layout::{Cell, Layout};
use crate::sweep::work::Shard;

/// The parts in the store that these cells can need and that are the shard's, ascending;
/// whether they are whole is known when they are read.
///
/// # Errors
///
/// [`store::Error`] where the store cannot be listed.
pub fn held(layout: &Layout, store: &Store, shard: Shard) -> Result<Vec<Key>, store::Error> {
    let blocks = layout.blocks(layout.most_worlds());
    let cells: HashMap<u128, &Cell> = layout.cells().iter().map(|cell| (cell.key, cell)).collect();
    let mut keys = store.keys()?;
    keys.retain(|key| {
        let cell = cells.get(&key.cell);
        blocks.contains(&key.block) && cell.is_some_and(|cell| shard.has(layout, cell, key.block))
    });
    Ok(keys)
}

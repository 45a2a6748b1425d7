//! The virtual file system (fs/).

pub mod dcache;
pub mod fcntl;
pub mod file;
pub mod file_table;
pub mod inode;
pub mod ioctl;
pub mod libfs;
pub mod libfs_dir;
pub mod namei;
mod namei_change;
pub mod open;
pub mod read_write;
pub mod select;
pub mod seq_file;
pub mod stat;

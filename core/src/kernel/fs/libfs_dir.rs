//! Directories: they can be opened and walked, not read.

use super::super::{Errno, Kernel, Result, Sleeping, UserPtr};
use super::file::{FileId, FileOperations};
use super::read_write::{dcache_dir_lseek, generic_file_llseek};
use crate::trace::f;
use std::cell::Cell;

/// `simple_dir_operations`: directories of tmpfs and devtmpfs.
pub(crate) static SIMPLE_DIRECTORY: FileOperations =
    FileOperations { llseek: Some(dcache_dir_lseek), ..PROC_DIR_OPERATIONS };

/// `proc_dir_operations`
const PROC_DIR_OPERATIONS: FileOperations = FileOperations {
    llseek: Some(generic_file_llseek),
    read: Some(generic_read_dir),
    ..FileOperations::NONE
};
pub(crate) static DIRECTORY: FileOperations = PROC_DIR_OPERATIONS;

/// `generic_read_dir`: getdents reads directories, read does not.
fn generic_read_dir<'k>(
    k: &'k Kernel,
    _file: FileId,
    _buf: UserPtr,
    _count: u64,
    _position: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(async move { k.func(f::generic_read_dir, || Err(Errno::EISDIR)) })
}

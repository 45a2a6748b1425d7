//! The model kernel, programs, traces and their comparison.

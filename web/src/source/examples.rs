//! The examples: programs of the corpus that the page offers.

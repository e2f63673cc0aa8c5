//! Pages, islands and stores.

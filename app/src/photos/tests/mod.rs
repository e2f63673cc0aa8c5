mod files;
mod pictures;
mod rows;
mod service;

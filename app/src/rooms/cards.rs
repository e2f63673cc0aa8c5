//! What shows of a room in the list and on its page, the same on the server and on the phone.

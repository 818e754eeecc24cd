package io.apibuddy.store.sqlite;

import java.time.InstantSource;

/**
 * The parts of an opened store that its operations share.
 *
 * @param writer changes the tables
 * @param readers read them
 * @param overlay what is not in the tables yet
 * @param chunks content that is not in the tables yet
 * @param openBodies who reads what
 * @param notices where losses are reported
 * @param clock says when an entry was stored
 */
record Engine(
    Writer writer,
    Readers readers,
    Overlay overlay,
    PendingChunks chunks,
    OpenBodies openBodies,
    RateLimitedNotices notices,
    InstantSource clock) {}

package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoredKeys;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.rocksdb.RocksDBException;

/**
 * The parts of the storage that the classes around responses share.
 *
 * @param engine the access to the database
 * @param mutations changes entries
 * @param buffer entries that were accepted and are not written yet
 * @param reader reads entries
 * @param keys the filter for keys that are not stored
 * @param totals the totals of each domain
 * @param tickets the entries that are being staged
 * @param openBodies counts the readers of each entry
 * @param reclaim deletes the chunks of removed entries
 * @param quota enforces the bounds
 * @param pendingRemovals removals that could not be written
 * @param damage records damaged entries
 * @param compression whether compressible bodies are compressed
 * @param clock the wall clock
 */
record Parts(
    Engine engine,
    Mutations mutations,
    WriteBehindBuffer buffer,
    EntryReader reader,
    StoredKeys keys,
    Totals totals,
    Tickets tickets,
    OpenBodies<Place> openBodies,
    Reclaim reclaim,
    Quota quota,
    PendingRemovals pendingRemovals,
    Damage damage,
    BooleanSupplier compression,
    InstantSource clock) {

  /** Returns an entry; empty if there is none, it is damaged, or its removal is pending. */
  Optional<EntryRecord> shown(View view, Place place) throws RocksDBException {
    return reader.find(view, place).filter(entry -> !pendingRemovals.hides(entry));
  }
}

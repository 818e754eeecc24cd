package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoredKeys;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.rocksdb.RocksDBException;

/**
 * What the classes around responses share.
 *
 * @param engine the way to the database
 * @param mutations the way to change entries
 * @param unwritten entries that were accepted and are not in the database yet
 * @param heads reads heads
 * @param keys what is known not to be stored
 * @param totals what each domain holds
 * @param tickets what is being staged
 * @param openBodies who reads what
 * @param reclaim deletes chunks
 * @param quota holds the bounds
 * @param unremoved what is to be removed and could not be
 * @param damage takes note of damaged entries
 * @param compression whether bodies that pay for it are compressed
 * @param clock the wall clock
 */
record Parts(
    Engine engine,
    Mutations mutations,
    Unwritten unwritten,
    Heads heads,
    StoredKeys keys,
    Totals totals,
    Tickets tickets,
    OpenBodies<Place> openBodies,
    Reclaim reclaim,
    Quota quota,
    Unremoved unremoved,
    Damage damage,
    BooleanSupplier compression,
    InstantSource clock) {

  /** Returns an entry that can be read and is not to be removed. */
  Optional<EntryRecord> shown(View view, Place place) throws RocksDBException {
    return heads.find(view, place).filter(entry -> !unremoved.hides(entry));
  }
}

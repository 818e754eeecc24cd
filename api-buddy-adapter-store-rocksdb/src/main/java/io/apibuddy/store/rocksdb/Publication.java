package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.local.StoredKeys;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The step that makes a staged entry visible, with its last chunk, unless a removal came first. */
final class Publication implements Mutations.Step<Boolean> {
  private final Tickets.Ticket ticket;
  private final StoredKeys keys;
  private final NewEntry entry;
  private final @Nullable Row lastChunk;

  Publication(Tickets.Ticket ticket, StoredKeys keys, NewEntry entry, @Nullable Row lastChunk) {
    this.ticket = ticket;
    this.keys = keys;
    this.entry = entry;
    this.lastChunk = lastChunk;
  }

  Tickets.Ticket ticket() {
    return ticket;
  }

  EntryRecord entry() {
    return entry.entry();
  }

  /** Returns the size of its rows in bytes. */
  long bytes() {
    return entry.bytes() + (lastChunk == null ? 0 : lastChunk.bytes());
  }

  @Override
  public Optional<Object> key() {
    return Optional.of(List.of(entry.entry().place().domain(), entry.entry().key()));
  }

  @Override
  public Boolean collect(Changes changes) throws RocksDBException {
    if (ticket.isRevoked()) {
      return false;
    }
    if (lastChunk != null) {
      lastChunk.put(changes.batch());
    }
    keys.add(entry.entry().key());
    changes.add(entry);
    return true;
  }
}

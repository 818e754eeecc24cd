package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.ChunkedBody;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Opens the content of entries. Safe for concurrent use. */
final class Bodies {
  private final Parts parts;

  Bodies(Parts parts) {
    this.parts = parts;
  }

  /** Returns the content from {@code offset} on; empty if the entry is gone or damaged. */
  Optional<Body> open(Place place, long offset) {
    Optional<StoredResponse> unwritten = parts.buffer().at(place);
    if (unwritten.isPresent()) {
      return Optional.of(Objects.requireNonNull(unwritten.get().body()).from(offset));
    }
    parts.openBodies().open(place);
    boolean reading = false;
    try {
      Optional<Body> body = parts.engine().read(database -> content(database, place, offset));
      reading = body.isPresent() && body.get() instanceof ChunkedBody;
      return body;
    } finally {
      if (!reading) {
        close(place);
      }
    }
  }

  private Optional<Body> content(Database database, Place place, long offset)
      throws RocksDBException {
    Optional<EntryRecord> entry = parts.shown(database, place);
    return entry.isEmpty()
        ? Optional.empty()
        : ChunkedBody.open(new EntryChunks(entry.get()), entry.get().response().length(), offset);
  }

  private void close(Place place) {
    if (parts.openBodies().close(place)) {
      parts.reclaim().add(UnreachableChunks.unknown(place));
    }
  }

  /** The chunks of one entry that is being read. */
  private final class EntryChunks implements ChunkedBody.Source {
    private final EntryRecord entry;

    private EntryChunks(EntryRecord entry) {
      this.entry = entry;
    }

    @Override
    public Optional<ByteBuffer> chunk(long sequence) {
      return parts
          .damage()
          .orMissing(
              () -> parts.engine().read(database -> Chunks.read(database, entry, sequence)),
              Optional.empty());
    }

    @Override
    public void damaged() {
      parts.damage().found(entry.place());
    }

    @Override
    public void close() {
      Bodies.this.close(entry.place());
    }
  }
}

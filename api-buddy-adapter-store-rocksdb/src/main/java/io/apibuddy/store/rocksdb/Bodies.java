package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.Body;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/** Opens the content of entries. Safe for concurrent use. */
final class Bodies {
  private final Parts parts;

  Bodies(Parts parts) {
    this.parts = parts;
  }

  /** Returns the content from {@code offset} on; empty if the entry has gone or is damaged. */
  Optional<Body> open(Place place, long offset) {
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
    Optional<EntryRecord> entry = parts.heads().find(database, place);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    long length = entry.get().response().length();
    if (offset < 0 || offset > length) {
      throw new IllegalArgumentException("offset " + offset + " is not within 0 to " + length);
    }
    if (offset == length) {
      return Optional.of(Body.EMPTY);
    }
    long sequence = offset / Chunks.SIZE;
    Optional<ByteBuffer> first = Chunks.read(database, place, sequence, length);
    if (first.isEmpty()) {
      parts.damage().found(place);
      return Optional.empty();
    }
    ByteBuffer rest = first.get().position((int) (offset % Chunks.SIZE)).slice();
    return Optional.of(
        offset + rest.remaining() == length
            ? new Body.Bytes(rest)
            : new ChunkedBody(new EntryChunks(place, length), sequence, rest, length - offset));
  }

  private void close(Place place) {
    parts.openBodies().close(place, parts.reclaim()::add);
  }

  /** The chunks of one entry that is being read. */
  private final class EntryChunks implements ChunkedBody.Source {
    private final Place place;
    private final long length;

    private EntryChunks(Place place, long length) {
      this.place = place;
      this.length = length;
    }

    @Override
    public Optional<ByteBuffer> chunk(long sequence) {
      Optional<ByteBuffer> chunk =
          parts.engine().read(database -> Chunks.read(database, place, sequence, length));
      if (chunk.isEmpty()) {
        parts.damage().found(place);
      }
      return chunk;
    }

    @Override
    public void close() {
      Bodies.this.close(place);
    }
  }
}

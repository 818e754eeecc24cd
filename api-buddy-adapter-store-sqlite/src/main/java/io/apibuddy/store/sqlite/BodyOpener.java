package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.ChunkedBody;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the content of entries. Safe for concurrent use. */
final class BodyOpener {
  private final Parts parts;
  private final EntryLookup lookup;
  private final Damage damage;

  BodyOpener(Parts parts, EntryLookup lookup, Damage damage) {
    this.parts = parts;
    this.lookup = lookup;
    this.damage = damage;
  }

  /** Returns the content from {@code offset} on; empty if the entry has gone or is damaged. */
  Optional<Body> open(long entry, long offset) {
    parts.openBodies().open(entry);
    Optional<Body> body = Optional.empty();
    try {
      body = lookup.byId(entry).flatMap(row -> content(row, offset));
    } finally {
      if (!(body.isPresent() && body.get() instanceof ChunkedBody)) {
        parts.doneReading(entry);
      }
    }
    return body;
  }

  private Optional<Body> content(EntryRow row, long offset) {
    StoredResponse response = row.response();
    Body.Bytes pending = response.body();
    return pending == null
        ? ChunkedBody.open(new Content(row.id(), response.length()), response.length(), offset)
        : Optional.of(pending.from(offset));
  }

  /** The chunks of an entry that is being read. */
  private final class Content implements ChunkedBody.Source {
    private final long entry;
    private final long length;

    private Content(long entry, long length) {
      this.entry = entry;
      this.length = length;
    }

    @Override
    public Optional<ByteBuffer> chunk(long sequence) {
      byte @Nullable [] pending = parts.chunks().get(entry, sequence);
      if (pending != null) {
        return Optional.of(ByteBuffer.wrap(pending));
      }
      Optional<byte[]> stored =
          damage.read(
              statements ->
                  Optional.ofNullable(EntryChunks.read(statements, entry, sequence, length)),
              Optional.empty());
      return stored.map(ByteBuffer::wrap);
    }

    @Override
    public void damaged() {
      damage.discard(entry);
    }

    @Override
    public void close() {
      parts.doneReading(entry);
    }
  }
}

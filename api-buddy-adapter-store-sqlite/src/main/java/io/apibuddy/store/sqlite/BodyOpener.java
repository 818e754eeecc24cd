package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Opens the content of entries. Safe for concurrent use. */
final class BodyOpener {
  private final Engine engine;
  private final EntryLookup lookup;
  private final LongConsumer damaged;

  BodyOpener(Engine engine, EntryLookup lookup, LongConsumer damaged) {
    this.engine = engine;
    this.lookup = lookup;
    this.damaged = damaged;
  }

  /** Returns the content from {@code offset} on; empty if the entry has gone or is damaged. */
  Optional<Body> open(long entry, long offset) {
    engine.openBodies().open(entry);
    Optional<Body> body = Optional.empty();
    try {
      body = lookup.byId(entry).flatMap(row -> content(row, offset));
    } finally {
      if (!(body.isPresent() && body.get() instanceof ChunkedBody)) {
        engine.openBodies().close(entry);
      }
    }
    return body;
  }

  private Optional<Body> content(EntryRow row, long offset) {
    long length = row.response().length();
    if (offset < 0 || offset > length) {
      throw new IllegalArgumentException("offset " + offset + " is not within 0 to " + length);
    }
    if (offset == length) {
      return Optional.of(Body.EMPTY);
    }
    Body.Bytes pending = row.response().body();
    if (pending != null) {
      return Optional.of(new Body.Bytes(pending.buffer().position((int) offset)));
    }
    long entry = row.id();
    long sequence = offset / EntryChunks.SIZE;
    byte @Nullable [] first = chunk(entry, sequence);
    if (first == null || first.length != ChunkedBody.chunkSize(sequence, length)) {
      damaged.accept(entry);
      return Optional.empty();
    }
    if (row.fitsOneChunk()) {
      int from = (int) offset;
      return Optional.of(new Body.Bytes(ByteBuffer.wrap(first, from, first.length - from)));
    }
    return Optional.of(
        new ChunkedBody(
            next -> chunk(entry, next),
            first,
            offset,
            length,
            () -> damaged.accept(entry),
            () -> engine.openBodies().close(entry)));
  }

  private byte @Nullable [] chunk(long entry, long sequence) {
    byte @Nullable [] pending = engine.chunks().get(entry, sequence);
    return pending != null
        ? pending
        : engine
            .readers()
            .call(statements -> Optional.ofNullable(EntryChunks.read(statements, entry, sequence)))
            .orElse(null);
  }
}

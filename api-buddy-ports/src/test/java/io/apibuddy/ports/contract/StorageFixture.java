package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The storage of one test, with clocks that the test moves. */
public final class StorageFixture implements AutoCloseable {
  private static final int CHUNK = 16_384;

  private final StorageFactory factory;
  private final ManualClock clock = new ManualClock();
  private final ManualTicker ticker = new ManualTicker(0);
  private final RecordingNotices notices = new RecordingNotices();
  private Storage current;

  StorageFixture(StorageFactory factory) {
    this.factory = factory;
    this.current = open();
  }

  private Storage open() {
    try {
      return factory.open(new AdapterContext(Settings.NONE, clock, ticker, notices));
    } catch (Exception e) {
      throw new AssertionError("the storage cannot be opened", e);
    }
  }

  /** Returns the open storage. */
  public Storage storage() {
    return current;
  }

  /** Returns the open storage's responses. */
  public ResponseStore responses() {
    return current.responses();
  }

  /** Returns the wall clock of the storage. */
  public ManualClock clock() {
    return clock;
  }

  /** Returns the notices of the storage. */
  public RecordingNotices notices() {
    return notices;
  }

  /** Advances both clocks of the storage. */
  public void advance(Duration duration) {
    clock.advance(duration);
    ticker.advance(duration);
  }

  /** Closes the storage and opens the same place again. */
  public void reopen() {
    current.close();
    current = open();
  }

  /** Stores an entry and returns it as the store finds it; advances the clocks by a millisecond. */
  public StoredResponse store(DraftBuilder draft, byte[] content) {
    return store(draft, content, EntryCompletion.PLAIN);
  }

  /** Stores an entry and returns it as the store finds it; advances the clocks by a millisecond. */
  public StoredResponse store(DraftBuilder builder, byte[] content, EntryCompletion completion) {
    EntryDraft draft = builder.build();
    try (EntryWriter writer = responses().begin(draft)) {
      writeAll(writer, content);
      assertThat(writer.commit(completion)).as("commit of %s", draft.key()).isTrue();
    }
    advance(Duration.ofMillis(1));
    return only(draft.key(), draft.variant());
  }

  /** Writes content in pieces. */
  static void writeAll(EntryWriter writer, byte[] content) {
    for (int from = 0; from < content.length; from += CHUNK) {
      writer.write(ByteBuffer.wrap(content, from, Math.min(CHUNK, content.length - from)));
    }
  }

  /** Returns the only entry with that key and variant; fails if there is none or more than one. */
  public StoredResponse only(CacheKey key, String variant) {
    List<StoredResponse> found =
        responses().candidates(key).stream().filter(e -> e.variant().equals(variant)).toList();
    assertThat(found).as("entries of %s, variant '%s'", key, variant).hasSize(1);
    return found.get(0);
  }

  /** Returns the content of an entry, read from the store; fails if the entry has gone. */
  public byte[] content(EntryId id) {
    return Entries.read(responses().body(id, 0).orElseThrow(gone(id)));
  }

  private static Supplier<AssertionError> gone(EntryId id) {
    return () -> new AssertionError("no content of " + id);
  }

  @Override
  public void close() {
    current.close();
  }
}

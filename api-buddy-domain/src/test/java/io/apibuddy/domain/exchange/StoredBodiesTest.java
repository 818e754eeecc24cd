package io.apibuddy.domain.exchange;

import static io.apibuddy.ports.contract.DraftBuilder.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.cache.ByteRange;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.StoreNotices;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StoredBodiesTest {
  private static final int LONG = 100_000;
  private static final byte[] CONTENT = Entries.content(LONG, 1);

  @AutoClose
  private final InMemoryStorage storage = new InMemoryStorage(AdapterContext.of(Settings.NONE));

  /** Half of its budget has room for one long body. */
  private final StoredBodies bodies =
      new StoredBodies(
          new GuardedResponseStore(
              new ForwardingResponseStore(storage.responses()) {
                @Override
                public Optional<Body> body(EntryId id, long offset) {
                  return super.body(id, offset).map(b -> Body.Stream.of(b.stream(), b.length()));
                }
              },
              ResponseInspector.NONE,
              new StoreNotices(new RecordingNotices(), new ManualTicker())),
          new ByteBudget(LONG * 3));

  private StoredResponse stored(String target, byte[] content) {
    CacheKey key = Entries.key("a", target);
    try (EntryWriter writer = storage.responses().begin(draft(key).build())) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit(EntryCompletion.PLAIN);
    }
    return storage.responses().candidates(key).get(0);
  }

  private Body open(StoredResponse stored, RangeSelection selection) {
    return Objects.requireNonNull(bodies.open(stored, selection));
  }

  @Test
  void contentBeyondTheBudgetOfWhatIsOnItsWayComesFromTheStore() {
    StoredResponse other = stored("/other", CONTENT);
    StoredResponse stored = stored("/x", CONTENT);
    Body first = open(other, RangeSelection.WHOLE);
    assertThat(first).isInstanceOf(Body.Bytes.class);
    assertThat(bodies.openInMemory(stored, RangeSelection.WHOLE)).isNull();
    Body second = open(stored, RangeSelection.WHOLE);
    assertThat(second).isInstanceOf(Body.Stream.class);
    assertThat(Entries.read(second)).isEqualTo(CONTENT);

    first.close();
    first.close();
    Body third = open(stored, RangeSelection.WHOLE);
    assertThat(third).isInstanceOf(Body.Bytes.class);
    assertThat(open(other, RangeSelection.WHOLE)).isInstanceOf(Body.Stream.class);
    assertThat(Entries.read(third)).isEqualTo(CONTENT);
  }

  @Test
  void contentCountsOnceUntilTheLastThatTakeItHaveIt() {
    StoredResponse other = stored("/other", CONTENT);
    StoredResponse stored = stored("/x", CONTENT);
    Body first = open(stored, RangeSelection.WHOLE);
    Body second = open(stored, RangeSelection.WHOLE);
    assertThat(second).isInstanceOf(Body.Bytes.class);

    first.close();
    assertThat(bodies.openInMemory(other, RangeSelection.WHOLE)).isNull();
    second.close();
    assertThat(bodies.openInMemory(other, RangeSelection.WHOLE)).isNotNull();
  }

  @Test
  void partCountsAsTheWholeThatItKeepsInMemory() {
    StoredResponse other = stored("/other", CONTENT);
    StoredResponse stored = stored("/x", CONTENT);
    RangeSelection part = new RangeSelection.Part(new ByteRange(1, 2), "bytes 1-2/" + LONG);
    byte[] selected = {CONTENT[1], CONTENT[2]};
    Body first = open(other, part);
    assertThat(first).isInstanceOf(Body.Bytes.class);
    assertThat(Entries.read(open(stored, part))).isEqualTo(selected);
    assertThat(open(stored, part)).isInstanceOf(Body.Stream.class);

    assertThat(Entries.read(first)).isEqualTo(selected);
    assertThat(open(stored, part)).isInstanceOf(Body.Bytes.class);
  }

  @Test
  void contentBeyondTheBudgetComesFromMemoryIfTheStoreHasLostIt() {
    StoredResponse other = stored("/other", CONTENT);
    StoredResponse stored = stored("/x", CONTENT);
    assertThat(open(other, RangeSelection.WHOLE)).isInstanceOf(Body.Bytes.class);
    storage.close();

    assertThat(Entries.read(open(stored, RangeSelection.WHOLE))).isEqualTo(CONTENT);
    RangeSelection part = new RangeSelection.Part(new ByteRange(1, 2), "bytes 1-2/" + LONG);
    assertThat(Entries.read(open(stored, part))).isEqualTo(new byte[] {CONTENT[1], CONTENT[2]});
    assertThat(bodies.open(stored.withBody(null), RangeSelection.WHOLE)).isNull();
  }

  @Test
  void shortContentDoesNotCount() {
    StoredResponse stored = stored("/x", Entries.content(64 << 10, 1));
    for (int i = 0; i < 10; i++) {
      assertThat(open(stored, RangeSelection.WHOLE)).isInstanceOf(Body.Bytes.class);
    }
  }
}

package io.apibuddy.domain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.FailingStore;
import io.apibuddy.domain.FailingStore.Operation;
import io.apibuddy.domain.Mistakes;
import io.apibuddy.ports.contract.DraftBuilder;
import io.apibuddy.ports.contract.Entries;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingEntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import io.apibuddy.ports.store.local.StoreNotices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GuardedResponseStoreTest {
  private static final CacheKey KEY = Entries.key("api", "/things");

  private final FailingStore store = new FailingStore();
  private final RecordingNotices notices = new RecordingNotices();
  private final ManualTicker ticker = new ManualTicker();
  private final GuardedResponseStore guarded = guard(store.responses());

  private StoredResponse store() {
    try (GuardedResponseStore.Staging staging =
        Objects.requireNonNull(guarded.begin(DraftBuilder.draft(KEY).build()))) {
      staging.write(new Body.Bytes(new byte[] {1, 2}));
      staging.commit(EntryCompletion.PLAIN);
    }
    return guarded.candidates(KEY).get(0);
  }

  private GuardedResponseStore guard(ResponseStore responses) {
    return new GuardedResponseStore(
        responses, ResponseInspector.NONE, new StoreNotices(notices, ticker));
  }

  @Test
  void workingStoreIsUsedAsItIs() {
    StoredResponse stored = store();

    assertThat(stored.length()).isEqualTo(2);
    assertThat(Entries.read(guarded.body(stored, 0).orElseThrow())).containsExactly(1, 2);
    assertThat(guarded.candidatesInMemory(KEY)).hasSize(1);
    assertThat(guarded.lacks(KEY)).isFalse();
    assertThat(guarded.lacks(Entries.key("api", "/others"))).isTrue();
    assertThat(guarded.acceptsAtOnce(2)).isTrue();
    assertThat(guarded.remove(EntrySelector.ALL)).isEqualTo(1);
    assertThat(notices.reported()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CLOSED", "INTERRUPTED"})
  void everyKindOfFailureIsAMissOrALostWriteAndReported(StoreException.Kind kind) {
    StoredResponse stored = store();
    store.fail(kind, Operation.values());

    assertThat(guarded.candidates(KEY)).isEmpty();
    assertThat(guarded.candidatesInMemory(KEY)).isEmpty();
    assertThat(guarded.lacks(Entries.key("api", "/others"))).isFalse();
    assertThat(guarded.acceptsAtOnce(2)).isFalse();
    assertThat(guarded.body(stored, 0)).isEmpty();
    assertThat(guarded.begin(DraftBuilder.draft(KEY).build())).isNull();
    assertThat(guarded.remove(EntrySelector.ALL)).isZero();
    assertThat(guarded.prune(new PruneLimits(Instant.MAX, 0, 0, 1)))
        .isEqualTo(new PruneResult(0, 0, false));
    assertThatCode(() -> guarded.touch(List.of(new Touch(new EntryId("1"), Instant.EPOCH))))
        .doesNotThrowAnyException();
    assertThat(notices.reported())
        .singleElement()
        .returns(Notice.Level.WARNING, Notice::level)
        .returns(Notice.Source.STORE, Notice::source);
  }

  @Test
  void entryThatIsLostIsDiscardedAtOnce() {
    store.fail(StoreException.Kind.FULL, Operation.WRITE);
    try (GuardedResponseStore.Staging staging =
        Objects.requireNonNull(guarded.begin(DraftBuilder.draft(KEY).build()))) {
      staging.write(new Body.Bytes(new byte[] {1, 2}));

      assertThat(store.closed()).isEqualTo(1);
      assertThat(staging.commit(EntryCompletion.PLAIN)).isFalse();
    }
  }

  @Test
  void failedClearIsAnErrorForItsCaller() {
    store();
    store.fail(StoreException.Kind.IO, Operation.REMOVE);

    assertThatThrownBy(() -> guarded.clear(EntrySelector.ALL)).isInstanceOf(StoreException.class);
    assertThat(notices.codes()).containsExactly("store-io");
    store.fail(StoreException.Kind.IO);
    assertThat(guarded.clear(EntrySelector.ALL)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void anyThrowableOfAnAdapterIsAStoreFailure(Throwable mistake) {
    GuardedResponseStore faulty =
        guard(
            new ForwardingResponseStore(store.responses()) {
              @Override
              public List<StoredResponse> candidates(CacheKey key) {
                throw Mistakes.unchecked(mistake);
              }

              @Override
              public EntryWriter begin(EntryDraft draft) {
                throw Mistakes.unchecked(mistake);
              }

              @Override
              public long removeDurably(EntrySelector selector) {
                throw Mistakes.unchecked(mistake);
              }
            });

    assertThat(faulty.candidates(KEY)).isEmpty();
    assertThat(faulty.begin(DraftBuilder.draft(KEY).build())).isNull();
    assertThat(faulty.writeFailure()).contains(mistake.toString());
    assertThatThrownBy(() -> faulty.clear(EntrySelector.ALL))
        .isInstanceOf(StoreException.class)
        .hasCause(mistake);
    assertThat(notices.reported())
        .singleElement()
        .satisfies(notice -> assertThat(notice.message()).contains("boom"));
  }

  @ParameterizedTest
  @MethodSource("io.apibuddy.domain.Mistakes#all")
  void writerThatFailsAfterItsCommitHasStored(Throwable mistake) {
    GuardedResponseStore faulty =
        guard(
            new ForwardingResponseStore(store.responses()) {
              @Override
              public EntryWriter begin(EntryDraft draft) {
                return new ForwardingEntryWriter(super.begin(draft)) {
                  @Override
                  public Optional<StoredResponse> committed() {
                    throw Mistakes.unchecked(mistake);
                  }

                  @Override
                  public void close() {
                    throw Mistakes.unchecked(mistake);
                  }
                };
              }
            });

    try (GuardedResponseStore.Staging staging =
        Objects.requireNonNull(faulty.begin(DraftBuilder.draft(KEY).build()))) {
      assertThat(staging.commit(EntryCompletion.PLAIN)).isTrue();
      assertThat(faulty.candidates(KEY)).hasSize(1);
      staging.removal().run();
    }
    assertThat(faulty.candidates(KEY)).isEmpty();
    assertThat(notices.codes()).containsOnly("store-io");
  }

  @Test
  @SuppressWarnings("NullAway") // what an adapter must not do
  void nullFromAnAdapterIsAStoreFailure() {
    GuardedResponseStore faulty =
        guard(
            new ForwardingResponseStore(store.responses()) {
              @Override
              public List<StoredResponse> candidates(CacheKey key) {
                return null;
              }

              @Override
              public List<StoredResponse> candidatesInMemory(CacheKey key) {
                return null;
              }

              @Override
              public EntryWriter begin(EntryDraft draft) {
                return null;
              }
            });

    assertThat(faulty.candidates(KEY)).isEmpty();
    assertThat(faulty.candidatesInMemory(KEY)).isEmpty();
    assertThat(faulty.begin(DraftBuilder.draft(KEY).build())).isNull();
    assertThat(notices.codes()).containsExactly("store-io");
  }

  @Test
  void interruptedCallIsAMissAndIsNotReported() {
    StoredResponse stored = store();
    store.fail(StoreException.Kind.INTERRUPTED, Operation.values());

    assertThat(guarded.candidates(KEY)).isEmpty();
    assertThat(guarded.body(stored, 0)).isEmpty();
    assertThat(guarded.begin(DraftBuilder.draft(KEY).build())).isNull();
    assertThat(notices.reported()).isEmpty();
  }

  @Test
  void invalidCursorIsAnErrorOfTheCallerAndIsNotReported() {
    EntryQuery query = new EntryQuery(EntrySelector.ALL, null, "no cursor", 1);

    assertThatThrownBy(() -> guarded.entries(query)).isInstanceOf(IllegalArgumentException.class);
    assertThat(notices.reported()).isEmpty();
  }

  @Test
  void eachKindIsReportedAtMostOnceAMinute() {
    for (int second = 0; second < 121; second++) {
      store.fail(StoreException.Kind.IO, Operation.values());
      guarded.candidates(KEY);
      store.fail(StoreException.Kind.BUSY, Operation.values());
      guarded.candidates(KEY);
      ticker.advance(Duration.ofSeconds(1));
    }

    assertThat(notices.codes())
        .containsExactly(
            "store-io", "store-busy", "store-io", "store-busy", "store-io", "store-busy");
  }

  @Test
  void failedWriteDiscardsTheEntryThoughLaterWritesSucceed() {
    try (GuardedResponseStore.Staging staging =
        Objects.requireNonNull(guarded.begin(DraftBuilder.draft(KEY).build()))) {
      staging.write(new Body.Bytes(new byte[] {1}));
      store.fail(StoreException.Kind.FULL, Operation.WRITE);
      staging.write(new Body.Bytes(new byte[] {2}));
      store.fail(StoreException.Kind.FULL);
      staging.write(new Body.Bytes(new byte[] {3}));
      staging.commit(EntryCompletion.PLAIN);
    }

    assertThat(guarded.candidates(KEY)).isEmpty();
    assertThat(notices.codes()).containsExactly("store-full");
  }

  @Test
  void failedCommitDiscardsTheEntry() {
    store.fail(StoreException.Kind.FULL, Operation.COMMIT);
    try (GuardedResponseStore.Staging staging =
        Objects.requireNonNull(guarded.begin(DraftBuilder.draft(KEY).build()))) {
      staging.commit(EntryCompletion.PLAIN);
    }

    assertThat(guarded.candidates(KEY)).isEmpty();
    assertThat(notices.codes()).containsExactly("store-full");
  }
}

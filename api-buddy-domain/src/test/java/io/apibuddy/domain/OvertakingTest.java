package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingEntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole exchanges: a slow answer, and the answers to requests that were sent after it. */
class OvertakingTest {
  private static final String LASTING = "max-age=600";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Gate gate = new Gate();

  /** The first answer comes, or ends, when the gate opens; the next ones come at once. */
  private FakeUpstream slowFirst(boolean headFirst, String[] fields, UpstreamAnswer... next) {
    AtomicInteger calls = new AtomicInteger();
    return new FakeUpstream(
        received -> {
          int call = calls.getAndIncrement();
          if (call > 0) {
            return next[call - 1];
          }
          if (headFirst) {
            return UpstreamAnswer.streamed(200, fields).send(body(1)).hold(gate).send("!");
          }
          gate.pass();
          return UpstreamAnswer.of(200, body(1) + "!", fields);
        });
  }

  private static String body(int version) {
    return CoreFixture.BODY + version;
  }

  private static String[] lasting(String... more) {
    return Stream.concat(Stream.of("Cache-Control", LASTING), Stream.of(more))
        .toArray(String[]::new);
  }

  private static UpstreamAnswer answer(int version, String... fields) {
    return UpstreamAnswer.of(200, body(version), lasting(fields));
  }

  private static CacheSettings settings(boolean http) {
    return http ? new CacheSettings().http() : new CacheSettings();
  }

  private Background<CoreFixture.Answer> slow(CoreFixture proxy, String... fields)
      throws InterruptedException {
    Background<CoreFixture.Answer> slow = proxy.asking(FakeRequest.get("/api/x", fields));
    gate.awaitArrival();
    proxy.clock.advance(SECOND);
    return slow;
  }

  private static void assertHit(CoreFixture proxy, int version, String... fields) throws Exception {
    CoreFixture.Answer next = proxy.get("/api/x", fields);
    assertThat(next.body()).startsWith(body(version));
    assertThat(next.field("X-Cache")).isEqualTo("HIT");
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, no-cache",
    "false, true, no-cache",
    "true, false, no-cache",
    "true, true, no-cache",
    "true, true, max-age=0"
  })
  void answerToAReloadStaysWhenTheAnswerToAnEarlierRequestEnds(
      boolean http, boolean headFirst, String wish) throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(slowFirst(headFirst, lasting(), answer(2)), settings(http))) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      proxy.get("/api/x", "Cache-Control", wish);
      assertHit(proxy, 2);
      gate.open();

      assertThat(slow.get().body()).isEqualTo(body(1) + "!");
      assertHit(proxy, 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void earlierAnswerIsNotStoredIfThatToTheReloadIsNotStored(boolean http, boolean headFirst)
      throws Exception {
    UpstreamAnswer unstored = UpstreamAnswer.of(200, body(2), "Cache-Control", "no-store");
    try (CoreFixture proxy =
        new CoreFixture(slowFirst(headFirst, lasting(), unstored, answer(3)), settings(http))) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      assertThat(proxy.get("/api/x", "Cache-Control", "no-cache").body()).isEqualTo(body(2));
      gate.open();
      slow.get();

      assertThat(proxy.get("/api/x").body()).isEqualTo(body(3));
    }
  }

  @Test
  void earlierAnswerIsNotStoredIfThatToTheReloadProvesTooShort() throws Exception {
    UpstreamAnswer tooShort = UpstreamAnswer.streamed(200).send("short");
    try (CoreFixture proxy =
        new CoreFixture(slowFirst(true, lasting(), tooShort, answer(3)), new CacheSettings())) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      assertThat(proxy.get("/api/x", "Cache-Control", "no-cache").body()).isEqualTo("short");
      gate.open();
      slow.get();

      assertThat(proxy.get("/api/x").body()).isEqualTo(body(3));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofTwoUncollapsedRequestsTheAnswerToTheLaterOneStays(boolean headFirst) throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            slowFirst(headFirst, lasting(), answer(2)), settings(true).withoutCoalescing())) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      assertThat(proxy.get("/api/x").body()).isEqualTo(body(2));
      gate.open();
      slow.get();

      assertHit(proxy, 2);
    }
  }

  @Test
  void ofTwoRequestsInModeRefreshTheAnswerToTheLaterOneStays() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            slowFirst(true, lasting(), answer(2)), new CacheSettings().mode(CacheMode.REFRESH))) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      assertThat(proxy.get("/api/x").body()).isEqualTo(body(2));
      gate.open();
      slow.get();
      proxy.mode(CacheMode.CACHE);

      assertHit(proxy, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void followersOfAnOvertakenRequestStillShareItsAnswer(boolean cookie) throws Exception {
    String[] fields = cookie ? lasting("Set-Cookie", "a=b") : lasting();
    FakeUpstream upstream = slowFirst(false, fields, answer(2), answer(3), answer(4), answer(5));
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      List<Background<CoreFixture.Answer>> followers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        followers.add(proxy.asking(FakeRequest.get("/api/x")));
      }
      followers.forEach(one -> one.awaitWaitingIn("awaitHead"));
      proxy.get("/api/x", "Cache-Control", "no-cache");
      gate.open();

      assertThat(slow.get().field("Cache-Status")).endsWith("; detail=overtaken");
      for (Background<CoreFixture.Answer> follower : followers) {
        CoreFixture.Answer shared = follower.get();
        assertThat(shared.body()).isEqualTo(body(1) + "!");
        assertThat(shared.field("Set-Cookie")).isEmpty();
      }
      assertThat(upstream.calls()).isEqualTo(2);
      assertHit(proxy, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reloadOfAnotherVariantDoesNotOvertake(boolean headFirst) throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(slowFirst(headFirst, lasting("Vary", "X-A"), answer(2, "Vary", "X-A")))) {
      Background<CoreFixture.Answer> slow = slow(proxy, "X-A", "1");
      proxy.get("/api/x", "X-A", "2", "Cache-Control", "no-cache");
      gate.open();
      slow.get();

      assertHit(proxy, 1, "X-A", "1");
      assertHit(proxy, 2, "X-A", "2");
    }
  }

  @Test
  void answerWhoseVaryDoesNotMatchTheLaterRequestIsStored() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(slowFirst(true, lasting("Vary", "Origin"), answer(2)))) {
      Background<CoreFixture.Answer> slow = slow(proxy, "Origin", "http://localhost:3000");
      proxy.get("/api/x");
      gate.open();
      slow.get();

      assertHit(proxy, 1, "Origin", "http://localhost:3000");
      assertHit(proxy, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 500, 503})
  void temporaryErrorDoesNotOvertake(int status) throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(slowFirst(true, lasting(), UpstreamAnswer.of(status, body(2))))) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      assertThat(proxy.get("/api/x", "Cache-Control", "no-cache").status()).isEqualTo(status);
      gate.open();
      slow.get();

      assertHit(proxy, 1);
    }
  }

  @Test
  void answerThatBreaksOffDoesNotOvertake() throws Exception {
    try (CoreFixture proxy =
        new CoreFixture(
            slowFirst(true, lasting(), UpstreamAnswer.streamed(200).send(body(2)).cut()))) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      assertThat(catchThrowable(() -> proxy.get("/api/x", "Cache-Control", "no-cache")))
          .isNotNull();
      gate.open();
      slow.get();

      assertHit(proxy, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-9, 2", "bytes=10-19, 1", "'', 0"})
  void partIsOvertakenByTheWholeAndByTheSamePartOnly(String later, int version) throws Exception {
    String[] part = {"Content-Range", "bytes 0-9/201", "ETag", "\"1\"", "Cache-Control", LASTING};
    AtomicInteger calls = new AtomicInteger();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              if (calls.getAndIncrement() == 0) {
                gate.pass();
                return UpstreamAnswer.of(206, "1".repeat(10), part);
              }
              String range = received.request().headers().first("Range");
              return range == null
                  ? answer(2)
                  : UpstreamAnswer.of(
                      206,
                      "2".repeat(10),
                      "Content-Range",
                      "bytes " + range.substring(6) + "/201",
                      "Cache-Control",
                      LASTING);
            });
    try (CoreFixture proxy = new CoreFixture(upstream, settings(true))) {
      Background<CoreFixture.Answer> slow = slow(proxy, "Range", "bytes=0-9");
      if (later.isEmpty()) {
        proxy.get("/api/x");
      } else {
        proxy.get("/api/x", "Range", later);
      }
      gate.open();
      assertThat(slow.get().body()).isEqualTo("1".repeat(10));

      CoreFixture.Answer next = proxy.get("/api/x", "Range", "bytes=0-9");
      assertThat(next.field("X-Cache")).isEqualTo("HIT");
      assertThat(next.body())
          .isEqualTo(version == 0 ? "x".repeat(10) : Integer.toString(version).repeat(10));
    }
  }

  @Test
  void partDoesNotOvertakeTheWhole() throws Exception {
    UpstreamAnswer part =
        UpstreamAnswer.of(206, "2".repeat(10), lasting("Content-Range", "bytes 0-9/201"));
    try (CoreFixture proxy = new CoreFixture(slowFirst(false, lasting(), part), settings(true))) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      proxy.get("/api/x", "Range", "bytes=0-9", "Cache-Control", "no-cache");
      gate.open();
      slow.get();

      assertHit(proxy, 1);
    }
  }

  @Test
  void backgroundRevalidationIsOvertakenByALaterReload() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              int call = calls.incrementAndGet();
              if (call == 2) {
                gate.pass();
              }
              return answer(call);
            });
    try (CoreFixture proxy =
        new CoreFixture(
            upstream,
            of ->
                new CacheSettings()
                    .staleWhileRevalidate(Duration.ofHours(1))
                    .apply(of)
                    .withTtl(Duration.ofMinutes(1)))) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofMinutes(2));
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("STALE");
      gate.awaitArrival();
      assertThat(proxy.get("/api/x", "Cache-Control", "no-cache").body()).isEqualTo(body(3));
      gate.open();
      proxy.awaitIdle();

      assertHit(proxy, 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"no-store, '', MISS", "max-age=600, X-A, HIT"})
  void answerStoredDuringAReloadIsReplacedIfItsRequestWasEarlier(
      String control, String vary, String next) throws Exception {
    Gate reload = new Gate();
    AtomicInteger calls = new AtomicInteger();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              int call = calls.incrementAndGet();
              if (call == 1) {
                gate.pass();
                return answer(1, vary.isEmpty() ? new String[0] : new String[] {"Vary", vary});
              }
              if (call == 2) {
                reload.pass();
              }
              return UpstreamAnswer.of(200, body(call), "Cache-Control", control);
            });
    try (CoreFixture proxy = new CoreFixture(upstream, settings(true))) {
      Background<CoreFixture.Answer> slow = slow(proxy, "X-A", "1");
      Background<CoreFixture.Answer> reloading =
          proxy.asking(FakeRequest.get("/api/x", "X-A", "1", "Cache-Control", "no-cache"));
      reload.awaitArrival();
      proxy.clock.advance(SECOND);
      gate.open();
      slow.get();
      reload.open();
      assertThat(reloading.get().body()).isEqualTo(body(2));

      CoreFixture.Answer after = proxy.get("/api/x", "X-A", "1");
      assertThat(after.field("X-Cache")).isEqualTo(next);
      assertThat(after.body()).isEqualTo(body(next.equals("HIT") ? 2 : 3));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answerOvertakenWhileItIsBeingStoredIsRemoved(boolean silent) throws Exception {
    Committing storage = new Committing(silent);
    AtomicInteger calls = new AtomicInteger();
    try (CoreFixture proxy =
        new CoreFixture(
            new FakeUpstream(received -> answer(calls.incrementAndGet())),
            settings(true),
            CoreFixture.storage(storage))) {
      storage.onCommit =
          () -> {
            storage.onCommit = null;
            proxy.clock.advance(SECOND);
            Background<CoreFixture.Answer> reload =
                proxy.asking(FakeRequest.get("/api/x", "Cache-Control", "no-cache"));
            try {
              assertThat(reload.get().body()).isEqualTo(body(2));
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          };

      assertThat(proxy.get("/api/x").body()).isEqualTo(body(1));
      assertThat(proxy.get("/api/x").body()).isNotEqualTo(body(1));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void firstRecordingToBeCompletedStays(boolean headFirst) throws Exception {
    FakeUpstream upstream = slowFirst(headFirst, lasting(), answer(2));
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings().mode(CacheMode.RECORD).withoutCoalescing())) {
      Background<CoreFixture.Answer> slow = slow(proxy);
      assertThat(proxy.get("/api/x").body()).isEqualTo(body(2));
      gate.open();
      assertThat(slow.get().body()).isEqualTo(body(1) + "!");

      assertHit(proxy, 2);
    }
  }

  @Test
  void laterEqualRequestIsNotRecordedOnceTheFirstIs() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Gate later = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              int call = calls.incrementAndGet();
              (call == 1 ? gate : later).pass();
              return answer(call, "Vary", "X-A");
            });
    try (CoreFixture proxy =
        new CoreFixture(upstream, new CacheSettings().mode(CacheMode.RECORD).withoutCoalescing())) {
      Background<CoreFixture.Answer> first = slow(proxy);
      Background<CoreFixture.Answer> second = proxy.asking(FakeRequest.get("/api/x"));
      later.awaitArrival();
      Background<CoreFixture.Answer> other =
          proxy.asking(FakeRequest.get("/api/x", "X-A", "1", "Authorization", "one"));
      gate.open();
      first.get();
      later.open();
      second.get();
      other.get();

      assertHit(proxy, 1);
      assertThat(proxy.get("/api/x", "X-A", "1", "Authorization", "one").field("X-Cache"))
          .isEqualTo("HIT");
      assertThat(proxy.core.entries(new EntryQuery(EntrySelector.ALL, null, null, 9)).entries())
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"429, true", "429, false", "200, true", "200, false"})
  void recordingMadeMeanwhileIsNotReplaced(int status, boolean beforeTheRequestIsSent)
      throws Exception {
    Committing storage = new Committing(false);
    FakeUpstream upstream =
        new FakeUpstream(
            received ->
                received.request().headers().contains("X-Late")
                    ? UpstreamAnswer.of(status, body(2))
                    : answer(1));
    try (CoreFixture proxy =
        new CoreFixture(
            upstream,
            new CacheSettings().mode(CacheMode.RECORD).withoutCoalescing(),
            CoreFixture.storage(storage))) {
      List<Background<CoreFixture.Answer>> meanwhile = new ArrayList<>();
      Runnable ask =
          () -> {
            storage.onLookup = null;
            storage.onCommit = null;
            meanwhile.add(proxy.asking(FakeRequest.get("/api/x")));
            meanwhile.get(0).awaitEndOrWaitingIn("keep");
          };
      if (beforeTheRequestIsSent) {
        storage.onLookup = ask;
      } else {
        storage.onCommit = ask;
      }

      assertThat(proxy.get("/api/x", "X-Late", "1").body()).isEqualTo(body(2));
      assertThat(meanwhile.get(0).get().body()).isEqualTo(body(1));
      assertHit(proxy, beforeTheRequestIsSent || status == 429 ? 1 : 2);
    }
  }

  /** A storage in memory that does something after a look-up or before an entry becomes visible. */
  private static final class Committing extends ForwardingStorage {
    private final boolean silent;
    volatile @Nullable Runnable onLookup;
    volatile @Nullable Runnable onCommit;

    /**
     * Makes a storage.
     *
     * @param silent whether its writers do not return what they have committed
     */
    Committing(boolean silent) {
      super(new InMemoryStorage(AdapterContext.of(Settings.NONE)));
      this.silent = silent;
    }

    @Override
    public ResponseStore responses() {
      return new ForwardingResponseStore(super.responses()) {
        @Override
        public List<StoredResponse> candidates(CacheKey key) {
          List<StoredResponse> found = super.candidates(key);
          run(onLookup);
          return found;
        }

        @Override
        public EntryWriter begin(EntryDraft draft) {
          return telling(super.begin(draft));
        }
      };
    }

    private static void run(@Nullable Runnable first) {
      if (first != null) {
        first.run();
      }
    }

    private EntryWriter telling(EntryWriter writer) {
      return new ForwardingEntryWriter(writer) {
        @Override
        public boolean commit(EntryCompletion completion) {
          run(onCommit);
          return super.commit(completion);
        }

        @Override
        public Optional<StoredResponse> committed() {
          return silent ? Optional.empty() : super.committed();
        }
      };
    }
  }
}

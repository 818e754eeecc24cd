package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseInspector.Inspection;
import io.apibuddy.ports.store.EntryCompletion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mode {@code record} with a client that polls a job until it is done. */
@Tag("any-jvm")
class RecordedJobTest {
  private static final String[] NOTHING = {};

  /** Takes a job for unfinished by its text, where the product reads JSON. */
  private static final class Reading implements Inspection {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void take(Body.Bytes piece) {
      text.append(new String(piece.toByteArray(), StandardCharsets.UTF_8));
    }

    @Override
    public Map<String, String> attributes() {
      return text.toString().equals("running")
          ? Map.of(EntryCompletion.UNFINISHED, "true")
          : Map.of();
    }
  }

  private static CoreFixture recording(FakeUpstream upstream) {
    return new CoreFixture(
        upstream,
        new CacheSettings().mode(CacheMode.RECORD).withoutCoalescing(),
        ports -> ports.responseInspector((method, model, head, lifetime) -> new Reading()));
  }

  private static CoreFixture recording(UpstreamAnswer... answers) {
    AtomicInteger calls = new AtomicInteger();
    return recording(new FakeUpstream(received -> answers[calls.getAndIncrement()]));
  }

  private static UpstreamAnswer running(String... fields) {
    return UpstreamAnswer.of(200, "running", fields);
  }

  private static UpstreamAnswer done(String... fields) {
    return UpstreamAnswer.of(200, "done", fields);
  }

  @ParameterizedTest
  @CsvSource({"202, , waits", "200, 2, waits", "200, , running"})
  void lastStateOfAJobIsRecordedAndReplayed(int status, @Nullable String retryAfter, String content)
      throws Exception {
    String[] fields = retryAfter == null ? NOTHING : new String[] {"Retry-After", retryAfter};
    UpstreamAnswer state = UpstreamAnswer.of(status, content, fields);
    try (CoreFixture proxy = recording(state, state, done())) {
      assertThat(proxy.get("/api/jobs/1").field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=uri-miss; fwd-status=" + status + "; stored");
      CoreFixture.Answer again = proxy.get("/api/jobs/1");
      assertThat(again.body()).isEqualTo(content);
      assertThat(again.field("X-Cache")).isEqualTo("MISS");
      assertThat(again.field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=stale; fwd-status=" + status + "; stored");
      assertThat(proxy.get("/api/jobs/1").body()).isEqualTo("done");

      assertThat(proxy.get("/api/jobs/1").field("X-Cache")).isEqualTo("HIT");
      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.get("/api/jobs/1").body()).isEqualTo("done");
      assertThat(proxy.upstream.calls()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"429, false", "408, false", "503, false", "500, false", "404, true"})
  void temporaryErrorIsRelayedAndLeavesTheRecordedState(int status, boolean recorded)
      throws Exception {
    UpstreamAnswer error = UpstreamAnswer.of(status, "no", "Retry-After", "0");
    try (CoreFixture proxy = recording(running(), error, done())) {
      proxy.get("/api/jobs/1");
      assertThat(proxy.get("/api/jobs/1").status()).isEqualTo(status);

      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.get("/api/jobs/1").body()).isEqualTo(recorded ? "no" : "running");
      proxy.mode(CacheMode.RECORD);
      assertThat(proxy.get("/api/jobs/1").body()).isEqualTo(recorded ? "no" : "done");
    }
  }

  @Test
  void unfinishedStateIsReplayedIfItIsTheLast() throws Exception {
    try (CoreFixture proxy = recording(running())) {
      proxy.get("/api/jobs/1");
      proxy.mode(CacheMode.REPLAY);

      CoreFixture.Answer replayed = proxy.get("/api/jobs/1");
      assertThat(replayed.body()).isEqualTo("running");
      assertThat(replayed.field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void lastStateTakesPrecedenceThoughAnEarlierOneHasVary() throws Exception {
    try (CoreFixture proxy = recording(running("Vary", "X-A"), done())) {
      proxy.get("/api/jobs/1", "X-A", "1");
      proxy.get("/api/jobs/1", "X-A", "1");
      for (CacheMode mode : List.of(CacheMode.RECORD, CacheMode.REPLAY)) {
        proxy.mode(mode);
        assertThat(proxy.get("/api/jobs/1", "X-A", "1").body()).isEqualTo("done");
      }
    }
  }

  @Test
  void unfinishedAnswerToAPostIsRecordedOnce() throws Exception {
    try (CoreFixture proxy = recording(UpstreamAnswer.of(202, "running", "Retry-After", "1"))) {
      proxy.ask(FakeRequest.post("/api/jobs", "{}"));

      assertThat(proxy.ask(FakeRequest.post("/api/jobs", "{}")).field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void jobPolledByPostIsFetchedUntilItIsDone() throws Exception {
    UpstreamAnswer busy = UpstreamAnswer.of(503, "busy");
    try (CoreFixture proxy = recording(running(), running("Retry-After", "1"), busy, done())) {
      FakeRequest request = FakeRequest.post("/api/getTaskResult", "{\"taskId\":1}");
      assertThat(proxy.ask(request).body()).isEqualTo("running");
      assertThat(proxy.ask(request).body()).isEqualTo("running");
      assertThat(proxy.ask(request).body()).isEqualTo("busy");
      assertThat(proxy.ask(request).field("Cache-Status"))
          .isEqualTo("api-buddy; fwd=stale; fwd-status=200; stored");

      assertThat(proxy.ask(request).field("X-Cache")).isEqualTo("HIT");
      proxy.mode(CacheMode.REPLAY);
      assertThat(proxy.ask(request).body()).isEqualTo("done");
    }
  }

  @Test
  void headIsAnsweredFromTheRecordingOnceTheJobIsDone() throws Exception {
    try (CoreFixture proxy = recording(running(), UpstreamAnswer.of(202, ""), done())) {
      FakeRequest head = FakeRequest.of("HEAD", "/api/jobs/1");
      proxy.get("/api/jobs/1");
      assertThat(proxy.ask(head).status()).isEqualTo(202);
      proxy.get("/api/jobs/1");

      CoreFixture.Answer last = proxy.ask(head);
      assertThat(last.status()).isEqualTo(200);
      assertThat(last.field("X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void unfinishedStateDoesNotKeepALaterOneInFlightFromBeingRecorded() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Gate first = new Gate();
    Gate second = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              boolean goesOn = calls.getAndIncrement() == 0;
              (goesOn ? first : second).pass();
              return goesOn ? running() : done();
            });
    try (CoreFixture proxy = recording(upstream)) {
      Background<CoreFixture.Answer> one = proxy.asking(FakeRequest.get("/api/jobs/1"));
      first.awaitArrival();
      Background<CoreFixture.Answer> other = proxy.asking(FakeRequest.get("/api/jobs/1"));
      second.awaitArrival();
      first.open();
      assertThat(one.get().body()).isEqualTo("running");
      second.open();
      assertThat(other.get().body()).isEqualTo("done");

      assertThat(proxy.get("/api/jobs/1").body()).isEqualTo("done");
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void unfinishedStateIsExplainedAsStale() throws Exception {
    try (CoreFixture proxy = recording(running())) {
      proxy.get("/api/jobs/1");

      var explained =
          (Explanation.Routed)
              proxy.core.explain(
                  RequestDescription.of("GET", "/api/jobs/1", Headers.EMPTY, Body.EMPTY));
      assertThat(explained.outcome()).isEqualTo(Explanation.Outcome.FETCH);
      assertThat(explained.reason()).isEqualTo("stale");
      assertThat(Objects.requireNonNull(explained.stored()).recording()).isTrue();
    }
  }
}

package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FakesTest {
  private static final UpstreamRequest REQUEST =
      new UpstreamRequest(
          "a",
          URI.create("https://a.example"),
          "POST",
          "/x",
          Headers.EMPTY,
          new Body.Bytes("asked".getBytes(StandardCharsets.UTF_8)),
          new UpstreamTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
          false,
          interim -> {});

  @Test
  void fakeUpstreamRecordsRequestsAndCountsOpenResponses() throws Exception {
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(201, "told", "ETag", "\"1\""));
    try (UpstreamResponse response = upstream.send(REQUEST)) {
      assertThat(response.head().status()).isEqualTo(201);
      assertThat(response.head().headers().first("Content-Length")).isEqualTo("4");
      assertThat(Entries.read(response.body())).asString().isEqualTo("told");
      assertThat(upstream.openResponses()).isEqualTo(1);
    }

    assertThat(upstream.openResponses()).isZero();
    assertThat(upstream.received())
        .containsExactly(
            new FakeUpstream.Received(
                REQUEST, new Body.Bytes("asked".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void fakeUpstreamFailsAsItsScriptSays() {
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              throw FakeUpstream.failure(
                  UpstreamException.Kind.CONNECT_FAILED, UpstreamException.RequestSent.NO);
            });

    assertThatThrownBy(() -> upstream.send(REQUEST)).isInstanceOf(UpstreamException.class);
    assertThat(upstream.calls()).isEqualTo(1);
  }

  @Test
  void aCutBodyEndsInAnError() throws Exception {
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.cutAfter(3, new byte[10]));
    try (UpstreamResponse response = upstream.send(REQUEST)) {
      assertThat(response.body().length()).isEqualTo(10);
      assertThat(response.body().stream().readNBytes(3)).hasSize(3);
      assertThatThrownBy(() -> response.body().stream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void heldBodyContinuesWhenItsGateOpens() throws Exception {
    Gate gate = new Gate();
    FakeUpstream upstream =
        new FakeUpstream(UpstreamAnswer.streamed(200).send("one").hold(gate).send("two"));
    try (UpstreamResponse response = upstream.send(REQUEST)) {
      assertThat(response.body().stream().read(new byte[100])).isEqualTo(3);
      CompletableFuture<Integer> held = reading(response);
      gate.awaitArrival();
      assertThat(held).isNotDone();
      gate.open();
      assertThat(Waits.result(held)).isEqualTo(3);
    }
  }

  @Test
  void closingAResponseReleasesAReaderHeldAtAGate() throws Exception {
    Gate gate = new Gate();
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.streamed(200).hold(gate));
    CompletableFuture<Integer> held;
    try (UpstreamResponse response = upstream.send(REQUEST)) {
      held = reading(response);
      gate.awaitArrival();
    }

    assertThat(Waits.result(held)).isEqualTo(-2);
  }

  /** Returns the number of bytes that one read brings, -2 if it fails. */
  private static CompletableFuture<Integer> reading(UpstreamResponse response) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return response.body().stream().read(new byte[100]);
          } catch (IOException e) {
            return -2;
          }
        });
  }

  @Test
  void clientGoneActionRunsOnceAndAtOnceIfRegisteredLate() {
    FakeRequest request = FakeRequest.post("/a/x", "body", "Accept", "*/*");
    List<String> told = new ArrayList<>();
    request.onClientGone(() -> told.add("early"));
    request.leave();
    request.leave();
    request.onClientGone(() -> told.add("late"));

    assertThat(told).containsExactly("early", "late");
    assertThat(request.head().headers().first("Host")).isEqualTo("localhost:8080");
    assertThat(request.head().headers().first("Content-Length")).isEqualTo("4");
  }

  @Test
  void manualClocksMoveOnlyWhenAdvanced() throws InterruptedException {
    ManualClock clock = new ManualClock();
    ManualTicker ticker = new ManualTicker();
    RecordingPause pause = new RecordingPause(ticker::advance);
    long before = ticker.nanos();
    pause.pause(Duration.ofSeconds(3));

    assertThat(ticker.nanos() - before).isEqualTo(3_000_000_000L);
    assertThat(pause.pauses()).containsExactly(Duration.ofSeconds(3));
    assertThat(clock.instant()).isEqualTo(ManualClock.START);
  }
}

package io.apibuddy.domain.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.ManualTicker;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retries on a new connection (RFC 9110 section 9.2.2). */
class UpstreamFetcherTest {
  private static final Body.Bytes CONTENT =
      new Body.Bytes("content".getBytes(StandardCharsets.US_ASCII));

  private final ManualTicker ticker = new ManualTicker();

  private static UpstreamRequest request(String method, Body body) {
    return new UpstreamRequest(
        "api",
        URI.create("http://up.test"),
        method,
        "/",
        Headers.EMPTY,
        body,
        AliasConfiguration.DEFAULT_TIMEOUTS,
        false,
        interim -> {});
  }

  /** Fails while requests may use a pooled connection. */
  private static FakeUpstream failingOnPooled(Kind kind, RequestSent sent) {
    return new FakeUpstream(
        received -> {
          if (!received.request().newConnection()) {
            throw FakeUpstream.failure(kind, sent);
          }
          return UpstreamAnswer.of(200, "");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "GET, STALE_CONNECTION, PERHAPS, 2",
    "HEAD, STALE_CONNECTION, PERHAPS, 2",
    "OPTIONS, STALE_CONNECTION, PERHAPS, 2",
    "PUT, STALE_CONNECTION, PERHAPS, 2",
    "DELETE, STALE_CONNECTION, PERHAPS, 2",
    "POST, STALE_CONNECTION, PERHAPS, 1",
    "PATCH, STALE_CONNECTION, PERHAPS, 1",
    "POST, STALE_CONNECTION, NO, 2",
    "GET, CONNECTION_CLOSED, PERHAPS, 1",
    "GET, RESPONSE_TIMEOUT, PERHAPS, 1",
    "GET, CONNECT_FAILED, NO, 1",
    "GET, INVALID_RESPONSE, PERHAPS, 1",
  })
  void onlyAStaleConnectionIsRetriedAndOnlyIfThatIsSafe(
      String method, Kind kind, RequestSent sent, int attempts) throws Exception {
    FakeUpstream upstream = failingOnPooled(kind, sent);
    UpstreamFetcher fetcher = new UpstreamFetcher(upstream, ticker);
    try {
      fetcher.fetch(request(method, CONTENT)).close();
      fetcher.fetch(request(method, Body.EMPTY), () -> CONTENT).close();
      assertThat(attempts).isEqualTo(2);
    } catch (UpstreamException e) {
      assertThat(e.kind()).isEqualTo(kind);
      assertThatThrownBy(() -> fetcher.fetch(request(method, Body.EMPTY), () -> CONTENT))
          .isInstanceOf(UpstreamException.class);
    }

    assertThat(upstream.calls()).isEqualTo(2 * attempts);
    assertThat(upstream.received()).allMatch(received -> received.content().equals(CONTENT));
  }

  @Test
  void bothAttemptsShareTheTimeoutsOfOne() throws Exception {
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              if (received.request().newConnection()) {
                return UpstreamAnswer.of(200, "");
              }
              ticker.advance(Duration.ofSeconds(3));
              throw FakeUpstream.failure(Kind.STALE_CONNECTION, RequestSent.PERHAPS);
            });
    UpstreamRequest request = request("GET", Body.EMPTY);

    new UpstreamFetcher(upstream, ticker).fetch(request).close();

    assertThat(upstream.received().get(1).request().timeouts())
        .isEqualTo(request.timeouts().after(Duration.ofSeconds(3)));
    assertThat(request.timeouts().after(Duration.ofDays(1)).response())
        .isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void failedRetryIsNotRetried() {
    FakeUpstream upstream =
        new FakeUpstream(
            received -> {
              throw FakeUpstream.failure(Kind.STALE_CONNECTION, RequestSent.NO);
            });

    assertThatThrownBy(
            () -> new UpstreamFetcher(upstream, ticker).fetch(request("GET", Body.EMPTY)))
        .isInstanceOf(UpstreamException.class);
    assertThat(upstream.calls()).isEqualTo(2);
  }

  @Test
  void requestWithAStreamedBodyIsNotRetried() {
    FakeUpstream upstream = failingOnPooled(Kind.STALE_CONNECTION, RequestSent.NO);
    Body streamed = Body.Stream.of(new ByteArrayInputStream(new byte[5]), 5);

    assertThatThrownBy(() -> new UpstreamFetcher(upstream, ticker).fetch(request("PUT", streamed)))
        .isInstanceOf(UpstreamException.class);
    assertThat(upstream.calls()).isEqualTo(1);
  }

  @Test
  void unreadableBufferedBodyIsAFailureOfTheRequestBody() {
    FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, ""));

    assertThatThrownBy(
            () ->
                new UpstreamFetcher(upstream, ticker)
                    .fetch(
                        request("POST", Body.EMPTY),
                        () -> {
                          throw new IOException("gone");
                        }))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.REQUEST_BODY_FAILED));
    assertThat(upstream.calls()).isZero();
  }
}

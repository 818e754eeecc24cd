package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.UpstreamRequests.OK;
import static io.apibuddy.ports.contract.UpstreamRequests.PATIENT;
import static io.apibuddy.ports.contract.UpstreamRequests.get;
import static io.apibuddy.ports.contract.UpstreamRequests.giveUp;
import static io.apibuddy.ports.contract.UpstreamRequests.request;
import static io.apibuddy.ports.contract.UpstreamRequests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract tests for {@link UpstreamClient}: how it opens, reuses and closes connections, and how
 * long it waits.
 */
public interface UpstreamConnectionContract extends UpstreamClientFactory {

  @Test
  default void connectionIsReusedUnlessTheRequestAsksForANewOne() throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(OK))) {
      for (int i = 0; i < 5; i++) {
        try (UpstreamResponse response = client.send(get(upstream.origin()))) {
          assertThat(text(response)).isEqualTo("ok");
        }
      }
      assertThat(upstream.connections()).isEqualTo(1);
      client.send(get(upstream.origin()).onNewConnection(Duration.ZERO)).close();
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @Test
  default void requestedNewConnectionServesOnlyItsOneRequest() throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(OK))) {
      for (int i = 1; i <= 2; i++) {
        try (UpstreamResponse response =
            client.send(get(upstream.origin()).onNewConnection(Duration.ZERO))) {
          assertThat(text(response)).isEqualTo("ok");
        }
        assertThat(upstream.connections()).isEqualTo(i);
      }
      try (UpstreamResponse response = client.send(get(upstream.origin()))) {
        assertThat(text(response)).isEqualTo("ok");
      }
      assertThat(upstream.connections()).isEqualTo(3);
    }
  }

  @Test
  default void responsesWithoutContentHaveAnEmptyBodyAndKeepTheConnection() throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                  peer.readHead();
                  peer.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n");
                  peer.readHead();
                  peer.send("HTTP/1.1 204 No Content\r\n\r\n");
                  peer.readHead();
                  peer.send(OK);
                })) {
      UpstreamRequest head =
          request(upstream.origin(), "HEAD", "/", Headers.EMPTY, Body.EMPTY, PATIENT);
      for (UpstreamRequest request :
          List.of(head, get(upstream.origin()), get(upstream.origin()))) {
        try (UpstreamResponse response = client.send(request)) {
          assertThat(response.body()).isSameAs(Body.EMPTY);
        }
      }
      try (UpstreamResponse response = client.send(get(upstream.origin()))) {
        assertThat(text(response)).isEqualTo("ok");
      }
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and HTTP/1.1 200 OK\r\n\r\n",
      })
  default void connectionIsNotReusedAfterConnectionCloseHttp10OrSurplusBytes(String answer)
      throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream = new RawUpstream(RawUpstream.answering(answer))) {
      for (int i = 0; i < 2; i++) {
        try (UpstreamResponse response = client.send(get(upstream.origin()))) {
          assertThat(text(response)).isEqualTo("ok");
        }
      }
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  @Test
  default void requestOnAKeptConnectionThatTheUpstreamClosesFailsAsStale() throws Exception {
    Gate answered = new Gate();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send(OK);
                  peer.readHead();
                  answered.open();
                },
                RawUpstream.answering(OK))) {
      try (UpstreamResponse response = client.send(get(upstream.origin()))) {
        assertThat(text(response)).isEqualTo("ok");
      }
      UpstreamException failure = UpstreamRequests.failure(client, get(upstream.origin()));
      answered.pass();
      assertThat(failure.kind()).isEqualTo(Kind.STALE_CONNECTION);
      assertThat(failure.requestSent()).isEqualTo(RequestSent.PERHAPS);
      try (UpstreamResponse response =
          client.send(get(upstream.origin()).onNewConnection(Duration.ZERO))) {
        assertThat(text(response)).isEqualTo("ok");
      }
    }
  }

  @Test
  default void connectionThatEndsBeforeTheResponseHeadIsReportedAsClosed() throws Exception {
    assertThat(failureOf(peer -> peer.readHead())).isEqualTo(Kind.CONNECTION_CLOSED);
    assertThat(failureOf(RawUpstream.once("HTTP/1.1 200 OK\r\nContent-Le")))
        .isEqualTo(Kind.CONNECTION_CLOSED);
    assertThat(
            failureOf(
                peer -> {
                  peer.readHead();
                  peer.reset();
                }))
        .isEqualTo(Kind.CONNECTION_CLOSED);
  }

  @Test
  default void refusedConnectionAndUnknownHostAreReported() throws Exception {
    try (ClosedPort port = new ClosedPort()) {
      UpstreamException refused = failure(get(URI.create("http://127.0.0.1:" + port.number())));
      assertThat(refused.kind()).isEqualTo(Kind.CONNECT_FAILED);
      assertThat(refused.requestSent()).isEqualTo(RequestSent.NO);
      assertThat(refused).hasMessageNotContaining("127.0.0.1");
    }
    UpstreamException unknown = failure(get(URI.create("http://no-such-host.invalid")));
    assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(unknown.requestSent()).isEqualTo(RequestSent.NO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX:", "HTTP/1.1 102 Wait\r\n\r\n"})
  default void incompleteResponseHeadTimesOut(String start) throws Exception {
    UpstreamTimeouts timeouts =
        new UpstreamTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(15));
    try (RawUpstream upstream = new RawUpstream(RawUpstream.stalling(start))) {
      UpstreamException failure = failure(get(upstream.origin(), timeouts));
      assertThat(failure.kind()).isEqualTo(Kind.RESPONSE_TIMEOUT);
    }
  }

  @Test
  default void stalledResponseBodyTimesOut() throws Exception {
    UpstreamTimeouts timeouts =
        new UpstreamTimeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMillis(300));
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                RawUpstream.stalling("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"));
        UpstreamResponse response = client.send(get(upstream.origin(), timeouts))) {
      assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
    }
  }

  @Test
  default void closingAResponseEarlyClosesItsConnection() throws Exception {
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    byte[] piece = new byte[1 << 16];
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\n\r\n");
                  try {
                    while (true) {
                      peer.send(piece);
                    }
                  } catch (IOException e) {
                    gone.complete(true);
                  }
                })) {
      UpstreamResponse response = client.send(get(upstream.origin()));
      assertThat(response.body().stream().read()).isZero();
      giveUp(response);
      giveUp(response);
      assertThat(Waits.result(gone)).isTrue();
      assertThatThrownBy(() -> response.body().stream().readAllBytes())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  default void closingAResponseFromAnotherThreadEndsABlockedRead() throws Exception {
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(RawUpstream.stalling("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
        UpstreamResponse response = client.send(get(upstream.origin()))) {
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return response.body().stream().read();
                } catch (IOException e) {
                  return -2;
                }
              });
      giveUp(response);
      assertThat(Waits.result(read)).isEqualTo(-2);
    }
  }

  @Test
  default void interruptAbandonsTheRequestAndItsConnection() throws Exception {
    Gate asked = new Gate();
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  asked.open();
                  try {
                    peer.readToEnd();
                  } finally {
                    gone.complete(true);
                  }
                })) {
      CompletableFuture<Throwable> outcome = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  client.send(get(upstream.origin())).close();
                  outcome.complete(new AssertionError("answered"));
                } catch (UpstreamException | InterruptedException e) {
                  outcome.complete(e);
                }
              });
      caller.start();
      asked.pass();
      caller.interrupt();
      assertThat(Waits.result(outcome)).isInstanceOf(InterruptedException.class);
      assertThat(Waits.result(gone)).isTrue();
    }
  }

  @Test
  default void closedClientSendsNothingAndEndsOpenExchanges() throws Exception {
    Gate asked = new Gate();
    try (UpstreamClient client = newClient();
        RawUpstream upstream =
            new RawUpstream(
                peer -> {
                  peer.readHead();
                  asked.open();
                  peer.readToEnd();
                })) {
      CompletableFuture<Kind> waiting =
          CompletableFuture.supplyAsync(
              () -> UpstreamRequests.failure(client, get(upstream.origin())).kind());
      asked.pass();
      giveUp(client);
      assertThat(Waits.result(waiting)).isEqualTo(Kind.CLOSED);
      assertThat(UpstreamRequests.failure(client, get(upstream.origin())).kind())
          .isEqualTo(Kind.CLOSED);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
